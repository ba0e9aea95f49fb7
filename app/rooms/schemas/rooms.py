"""What is said about rooms, and what is shown of them."""

import re
from datetime import time
from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field

from app.accounts.schemas import Zone
from app.core.schemas import Id, Schema, Text
from app.rooms.schemas.places import Name, PlaceRef, or_none

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DAYS = frozenset("0123456")


def _hours(stored: dict[str, list[str]]) -> dict[str, list[str]]:
    """Refuse what is no weekday, no time of day, or closes before it opens; 00:00 closes at midnight."""
    for day, hours in stored.items():
        if day not in DAYS:
            raise ValueError(_("Weekdays are 0 (Monday) to 6 (Sunday)."))
        if len(hours) != 2 or not all(CLOCK.fullmatch(part) for part in hours):
            raise ValueError(_("Each day has two times of day, such as 08:00 and 18:00."))
        opens, closes = map(time.fromisoformat, hours)
        if closes != time(0) and closes <= opens:
            raise ValueError(_("The room must open before it closes."))
    return dict(sorted(stored.items()))


OpeningHours = Annotated[dict[str, list[str]], AfterValidator(_hours)]
OwnZone = Annotated[Zone | None, BeforeValidator(or_none)]
Code = Annotated[Text, Field(min_length=1, max_length=40)]
Seats = Annotated[int, Field(ge=1, le=10_000)]
Notes = Annotated[Text, Field(max_length=2000)]
FeatureIds = Annotated[list[Id], Field(max_length=50)]


class RoomChange(Schema):
    """What staff say about a room; `opening_hours` by weekday ("0" is Monday), empty when it is always open."""

    name: Name
    code: Code
    floor_id: Id
    capacity: Seats = 1
    feature_ids: FeatureIds = Field(default_factory=list)
    timezone: OwnZone = None  # the site's where none is said
    opening_hours: OpeningHours = Field(default_factory=dict)
    is_bookable: bool = True
    is_active: bool = True
    notes: Notes = ""


class RoomEdit(Schema):
    """What is changed of a room; only what is sent counts, so the defaults are never used."""

    name: Name = ""
    code: Code = ""
    floor_id: Id = 1
    capacity: Seats = 1
    feature_ids: FeatureIds = Field(default_factory=list)
    timezone: OwnZone = None
    opening_hours: OpeningHours = Field(default_factory=dict)
    is_bookable: bool = True
    is_active: bool = True
    notes: Notes = ""


class RoomFilters(Schema):
    """Which rooms; features and places by id."""

    site: list[int] = Field(default_factory=list)
    building: list[int] = Field(default_factory=list)
    floor: list[int] = Field(default_factory=list)
    features: list[int] = Field(default_factory=list)  # all of them
    capacity: int | None = None  # at least
    q: Annotated[Text, Field(max_length=200)] | None = None  # words of name or code


class RoomOut(PlaceRef):
    """A room as everybody sees it."""

    code: str
    building: PlaceRef
    floor: PlaceRef
    capacity: int
    features: list[PlaceRef]
    timezone: str
    opening_hours: dict[str, list[str]]
    is_bookable: bool
    is_active: bool
    notes: str
    out_of_order: list[str]


def room_out(room: Any, out_of_order: list[str]) -> RoomOut:
    """A room with what of it is broken."""
    return RoomOut.model_construct(
        id=room.id, name=room.name, code=room.code, building=room.building, floor=room.floor, capacity=room.capacity,
        features=room.features, timezone=room.zone_name, opening_hours=room.opening_hours,
        is_bookable=room.is_bookable, is_active=room.is_active, notes=room.notes, out_of_order=out_of_order,
    )  # fmt: skip
