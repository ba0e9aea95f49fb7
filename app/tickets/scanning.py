"""What a scanned label stands for. Labels lie above tickets, so they tell us here how a token is read."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scanned:
    """The device and the room that a label leads to; a room's label knows no device."""

    equipment_id: int | None
    room_id: int | None


Reader = Callable[[str], Scanned | None]
_readers: list[Reader] = []


def read_by(reader: Reader) -> None:
    """Let `reader` answer for tokens; it says None for unknown and revoked ones."""
    if reader not in _readers:
        _readers.append(reader)


def scanned(token: str) -> Scanned | None:
    """What the token stands for, if anybody knows it."""
    return next((found for reader in _readers if (found := reader(token)) is not None), None)
