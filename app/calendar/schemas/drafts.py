"""What may be said about the calendar, by form, page, REST or another calendar."""

from datetime import date
from typing import Annotated

from flask_babel import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from app.calendar.models import AbsenceKind, Effect, MaintenanceState, VisitState
from app.calendar.schemas.times import LongText, NewTimes, Times, Title
from app.core.schemas import Id, Schema

Rooms = Annotated[list[Id], Field(max_length=100)]
Devices = Annotated[list[Id], Field(max_length=200)]


class VisitDraft(Times):
    """A visit to be planned; without a technician it is the planner's own."""

    ticket_id: Id
    technician_id: Id | None = None
    room_id: Id | None = None
    equipment_id: Id | None = None
    note: LongText = ""


class VisitChange(NewTimes):
    """What is changed of a visit; only what is sent counts."""

    technician_id: Id | None = None
    room_id: Id | None = None
    equipment_id: Id | None = None
    note: LongText | None = None
    state: VisitState | None = None


class MaintenanceDraft(Times):
    """Maintenance to be announced."""

    title: Title
    text: LongText = ""
    effect: Effect = Effect.unavailable
    building_id: Id | None = None
    room_ids: Rooms = Field(default_factory=list)
    equipment_ids: Devices = Field(default_factory=list)


class MaintenanceChange(NewTimes):
    """What is changed of maintenance; only what is sent counts."""

    title: Title | None = None
    text: LongText | None = None
    effect: Effect | None = None
    building_id: Id | None = None
    room_ids: Rooms = Field(default_factory=list)
    equipment_ids: Devices = Field(default_factory=list)
    state: MaintenanceState | None = None


class TaskDraft(Schema):
    """Something to do; without an assignee it is one's own."""

    title: Title
    text: LongText = ""
    due_on: date | None = None
    assignee_id: Id | None = None
    ticket_id: Id | None = None


class TaskChange(Schema):
    """What is changed of a task; only what is sent counts."""

    title: Title | None = None
    text: LongText | None = None
    due_on: date | None = None
    assignee_id: Id | None = None
    ticket_id: Id | None = None
    is_done: bool | None = None


class AbsenceDraft(Schema):
    """Days away; `ends_on` is the first day back. Without a person it is one's own."""

    person_id: Id | None = None
    starts_on: date
    ends_on: date
    kind: AbsenceKind = AbsenceKind.vacation

    @field_validator("ends_on")
    @classmethod
    def _after_its_beginning(cls, ends_on: date, info: ValidationInfo) -> date:
        starts_on = info.data.get("starts_on")
        if starts_on and ends_on <= starts_on:
            raise ValueError(_("The first day back must come after the first day away."))
        return ends_on


class AbsenceChange(Schema):
    """What is changed of an absence; only what is sent counts."""

    starts_on: date | None = None
    ends_on: date | None = None
    kind: AbsenceKind | None = None
