"""What is shown of equipment."""

from datetime import date
from decimal import Decimal

from pydantic import AliasPath, Field

from app.core.schemas import Moment, Schema
from app.equipment.models import DeviceEvent, DeviceKind, DeviceState


class PersonRef(Schema):
    """A person, by name."""

    id: int
    name: str


class RoomRef(Schema):
    """A room, or a feature of it, by name."""

    id: int
    name: str


class ManufacturerOut(Schema):
    """Who makes devices."""

    id: int
    name: str
    website: str
    support_phone: str


class ModelOut(Schema):
    """A model with what its devices take from it."""

    id: int
    name: str
    kind: DeviceKind
    manufacturer: ManufacturerOut
    warranty_months: int | None
    depreciation_months: int | None
    floor_value: Decimal
    end_of_life_on: date | None
    is_active: bool


class ModelRef(Schema):
    """A model, in short."""

    id: int
    name: str
    kind: DeviceKind
    manufacturer: str = Field(validation_alias=AliasPath("manufacturer", "name"))


class DeviceOut(Schema):
    """A device as staff see it in a list."""

    id: int
    tag: str
    name: str
    serial_number: str | None
    model: ModelRef
    state: DeviceState
    holder: PersonRef | None
    room: RoomRef | None
    room_feature: RoomRef | None
    purchased_on: date | None
    purchase_cost: Decimal | None
    currency: str
    warranty_ends_on: date | None
    notes: str
    created_at: Moment
    updated_at: Moment
    version: int


class DeviceDetails(DeviceOut):
    """A device, and what may happen to it now."""

    legal_events: list[DeviceEvent]


class OwnDeviceOut(Schema):
    """A device as its holder sees it."""

    id: int
    tag: str
    name: str
    serial_number: str | None
    model: ModelRef
    state: DeviceState
    began_at: Moment
    due_on: date | None
    accepted_at: Moment | None
    return_asked_at: Moment | None


class MoveOut(Schema):
    """One thing that happened to a device."""

    id: int
    at: Moment = Field(validation_alias="created_at")
    event: DeviceEvent
    from_state: DeviceState | None
    to_state: DeviceState
    actor: PersonRef
    person: PersonRef | None
    room: RoomRef | None
    ticket_id: int | None
    reason: str
    proof: str


class BookValueOut(Schema):
    """What a device is worth in the evening of a day, and how it got there."""

    on: date
    cost: Decimal
    floor_value: Decimal
    written_off: Decimal
    book_value: Decimal
    currency: str
    ends_on: date | None
