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


@dataclass(frozen=True)
class LoanEnds(Event):
    """A loan ends soon, or should have ended."""

    name = "equipment.loan_ends"
    custody_id: int
    device_id: int
    person_id: int
    due_on: str  # a day


@dataclass(frozen=True)
class WarrantiesEnd(Event):
    """The warranties of some devices end soon; some are named."""

    name = "equipment.warranties_end"
    count: int
    named: tuple[str, ...]


@dataclass(frozen=True)
class SupportEnds(Event):
    """The manufacturer will give a model no more updates from a day on; so many devices of ours are of it."""

    name = "equipment.support_ends"
    model_id: int
    model: str
    ends_on: str  # a day
    devices: int
