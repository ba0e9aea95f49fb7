"""What is said about bookings, and what is shown of them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from app.accounts.schemas import Zone
from app.core.schemas import Moment, Schema, Text
from app.rooms.schemas.places import PlaceRef, or_none

Title = Annotated[Text, Field(min_length=1, max_length=200)]
Rule = Annotated[Annotated[Text, Field(max_length=300)] | None, BeforeValidator(or_none)]
Buffer = Annotated[int, Field(ge=0, le=120)]  # minutes


class BookingDraft(Schema):
    """A room for somebody; `recurrence` is an RRULE, `timezone` the one whose wall it repeats by (the room's)."""

    title: Title
    starts_at: Moment
    ends_at: Moment
    timezone: Zone | None = None
    recurrence: Rule = None
    private: bool = False
    setup_minutes: Buffer = 0
    cleanup_minutes: Buffer = 0


class BookingChange(Schema):
    """What is changed of a booking; only what is sent counts."""

    title: Title | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    timezone: Zone | None = None
    recurrence: Rule = None
    private: bool | None = None

    @model_validator(mode="after")
    def _no_empty_values(self) -> Self:
        for name in self.model_fields_set - {"recurrence"}:
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be empty")
        return self


class BookingOut(Schema):
    """One time of a booking; without title and owner where it is private and somebody else's."""

    id: int
    series_id: int
    room: PlaceRef
    title: str | None
    owner: PlaceRef | None
    starts_at: Moment
    ends_at: Moment
    timezone: str
    recurrence: str | None
    private: bool
    is_moved: bool
    is_shifted: bool


class RefusedOut(Schema):
    """A time of a series that could not be had, and why."""

    starts_at: Moment
    ends_at: Moment
    reason: str  # "taken" or "closed"
    title: str | None  # of what is in the way, as far as the caller may know


class BookingMade(BookingOut):
    """What came of it: the first time, how many there are, and those that could not be had."""

    occurrences: int
    conflicts: list[RefusedOut]


class FreeFilters(Schema):
    """When a room is wanted, and what must be there."""

    start: datetime
    end: datetime
    capacity: int | None = None
    features: list[int] = Field(default_factory=list)
    building: list[int] = Field(default_factory=list)
