"""What several files about rooms use."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.signing_in import bearer_of


@pytest.fixture
def calls(client: FlaskClient) -> Any:
    """A function that calls REST as anybody."""
    kept: dict[int, dict[str, str]] = {}

    def call(person: Any, method: str, path: str, **more: Any) -> Any:
        if person.id not in kept:
            kept[person.id] = bearer_of(person)
        headers = kept[person.id] | more.pop("headers", {})
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    return call
