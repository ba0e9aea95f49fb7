"""The whole cast at once."""

from typing import Any

import pytest


@pytest.fixture
def cast(alice: Any, bob: Any, mia: Any, carol: Any, mallory: Any) -> dict[str, Any]:
    """Everybody by name; who is missing is the stranger."""
    return {"alice": alice, "bob": bob, "mia": mia, "carol": carol, "mallory": mallory}
