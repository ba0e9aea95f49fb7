"""What may be said about equipment, by form, REST or file."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator

from app.core.schemas import Id, Schema, Text
from app.equipment.models import FIRST_STATES, DeviceEvent, DeviceKind, DeviceState

LONGEST_LIFE = 600  # months


def _line(text: str) -> str:
    return " ".join(text.split())


def _or_none(value: Any) -> Any:
    """An emptied field holds nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def _currency(text: str) -> str:
    if len(text) != 3 or not text.isascii() or not text.isalpha():
        raise ValueError(_("Use the three letters of a currency, such as EUR."))
    return text.upper()


def _sane_day(day: date) -> date:
    if not 1970 <= day.year <= 2200:
        raise ValueError(_("This day cannot be right."))
    return day


Line = Annotated[Text, StringConstraints(strip_whitespace=True), AfterValidator(_line)]
Day = Annotated[date, AfterValidator(_sane_day)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Months = Annotated[int, Field(ge=1, le=LONGEST_LIFE)]
Currency = Annotated[Text, AfterValidator(_currency)]
Tag = Annotated[Line, Field(min_length=1, max_length=60)]
Serial = Annotated[Annotated[Line, Field(max_length=120)] | None, BeforeValidator(_or_none)]
Name = Annotated[Line, Field(min_length=1, max_length=200)]
Notes = Annotated[Text, Field(max_length=10_000)]
MakerName = Annotated[Line, Field(min_length=1, max_length=80)]
ModelName = Annotated[Line, Field(min_length=1, max_length=120)]
Website = Annotated[Line, Field(max_length=300, pattern=r"^(https?://\S+)?$")]
Phone = Annotated[Line, Field(max_length=40)]


class ManufacturerChange(Schema):
    """A manufacturer and how its support is reached."""

    name: MakerName
    website: Website = ""
    support_phone: Phone = ""


class ManufacturerEdit(ManufacturerChange):
    """What is changed of a manufacturer; only what is sent counts, so the defaults are never used."""

    name: MakerName = ""


class ModelChange(Schema):
    """A model and what its devices take from it."""

    name: ModelName
    kind: DeviceKind = DeviceKind.other
    manufacturer_id: Id
    warranty_months: Months | None = None
    depreciation_months: Months | None = None
    floor_value: Money = Decimal(0)
    end_of_life_on: Day | None = None
    is_active: bool = True


class ModelEdit(ModelChange):
    """What is changed of a model; only what is sent counts, so the defaults are never used."""

    name: ModelName = ""
    manufacturer_id: Id = 0


class DeviceDraft(Schema):
    """A device to be registered."""

    tag: Tag
    name: Annotated[Name | None, BeforeValidator(_or_none)] = None  # without one, that of its model
    model_id: Id
    serial_number: Serial = None
    state: DeviceState = DeviceState.in_stock
    room_id: Id | None = None
    room_feature_id: Id | None = None  # what the room offers by it
    purchased_on: Day | None = None
    purchase_cost: Money | None = None
    currency: Currency = "EUR"
    warranty_ends_on: Day | None = None  # without one, the model's months after the purchase
    notes: Notes = ""

    @field_validator("state")
    @classmethod
    def _is_a_beginning(cls, state: DeviceState) -> DeviceState:
        if state not in FIRST_STATES:
            raise ValueError(_("A new device is ordered, received or in stock; everything else happens to it later."))
        return state


class DeviceChange(Schema):
    """What is changed of a device, never its state or holder: these change by moves. Only what is sent counts."""

    tag: Tag = ""
    name: Name = ""
    model_id: Id = 0
    serial_number: Serial = None
    room_id: Id | None = None
    room_feature_id: Id | None = None
    purchased_on: Day | None = None
    purchase_cost: Money | None = None
    currency: Currency = "EUR"
    warranty_ends_on: Day | None = None
    notes: Notes = ""


class DeviceMove(Schema):
    """One event of the table of moves, with what it needs."""

    event: DeviceEvent
    person_id: Id | None = None  # who gets it, or for whom it is reserved
    due_on: Day | None = None  # when a loan ends
    room_id: Id | None = None  # where it is from now on
    ticket_id: Id | None = None
    reason: Annotated[Text, Field(max_length=1000)] = ""
    proof: Annotated[Text, Field(max_length=500)] = ""  # that its data was wiped


class Acceptance(Schema):
    """Which terms somebody has read who accepts a device; unsaid, those in force count."""

    terms_id: Annotated[Id | None, BeforeValidator(_or_none)] = None


class Remark(Schema):
    """A word to go with an answer."""

    reason: Annotated[Text, Field(max_length=1000)] = ""


class TermsDraft(Schema):
    """What somebody agrees to who accepts a device."""

    text: Annotated[Text, Field(min_length=1, max_length=20_000)]
