"""What is shown of the calendar."""

from datetime import date

from pydantic import Field

from app.calendar.models import AbsenceKind, Effect, MaintenanceState, VisitState
from app.core.schemas import Moment, Schema
from app.tickets.schemas import PersonRef


class TicketRef(Schema):
    """A ticket, by number and subject."""

    id: int
    subject: str


class RoomRef(Schema):
    """A room, by name."""

    id: int
    name: str


class DeviceRef(Schema):
    """A device, by tag and name."""

    id: int
    tag: str
    name: str


class VisitOut(Schema):
    """A visit."""

    id: int
    ticket: TicketRef
    technician: PersonRef
    room: RoomRef | None
    equipment: DeviceRef | None = Field(validation_alias="device")
    starts_at: Moment
    ends_at: Moment
    timezone: str = Field(validation_alias="zone")
    state: VisitState
    note: str
    created_at: Moment
    updated_at: Moment


class VisitDetails(VisitOut):
    """A visit with what speaks against its time, such as an absence."""

    warnings: list[str]


class MaintenanceOut(Schema):
    """A maintenance window."""

    id: int
    title: str
    text: str
    effect: Effect
    building_id: int | None
    rooms: list[RoomRef]
    equipment: list[DeviceRef]
    starts_at: Moment
    ends_at: Moment
    timezone: str = Field(validation_alias="zone")
    state: MaintenanceState
    created_at: Moment
    updated_at: Moment


class TaskOut(Schema):
    """A task."""

    id: int
    title: str
    text: str
    due_on: date | None
    assignee: PersonRef
    ticket: TicketRef | None
    is_done: bool
    done_at: Moment | None
    created_at: Moment
    updated_at: Moment


class AbsenceOut(Schema):
    """Days away; `kind` is left out where it is nobody else's business."""

    id: int
    person: PersonRef
    starts_on: date
    ends_on: date
    kind: AbsenceKind | None
    created_at: Moment
    updated_at: Moment
