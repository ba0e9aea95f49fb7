"""Runs of imports, as the access matrix needs them."""

import secrets
from collections.abc import Callable
from typing import Any

from app.core.imports import kind_of
from tests import imports

ROWS = {
    "people": lambda: ("email,name", f"{secrets.token_hex(4)}@example.org,New Person", "nonsense,Somebody"),
    "rooms": lambda: ("code,capacity", f"R{secrets.token_hex(4)},4", "X,many"),
    "equipment": lambda: ("tag,model", f"T{secrets.token_hex(4)},Book 1", "X,"),
}


def checked(name: str) -> Callable[[Any], dict[str, Any]]:
    """A maker of a run that waits to be let in, with a wrong row; nobody owns it."""
    return lambda _owner: {"run_id": imports.checked(kind_of(name), *ROWS[name]()).id}


def done(name: str) -> Callable[[Any], dict[str, Any]]:
    """A maker of a run that came in."""
    return lambda _owner: {"run_id": imports.let_in(kind_of(name), *ROWS[name](), skips_wrong=True).id}
