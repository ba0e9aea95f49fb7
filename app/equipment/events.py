"""What happened to devices."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class DeviceMoved(Event):
    """A device went through one move of its life; `person_id` is who got it or had it."""

    name = "equipment.moved"
    device_id: int
    move_id: int
    event: str
    from_state: str
    to_state: str
    actor_id: int
    person_id: int | None
    custody_id: int | None
    ticket_id: int | None


@dataclass(frozen=True)
class ReturnAsked(Event):
    """A holder wants to give a device back."""

    name = "equipment.return_asked"
    device_id: int
    person_id: int
    custody_id: int
