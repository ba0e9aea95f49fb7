"""Devices for staff: the whole list, registering, changing, moving, and what happened."""

from flask import g

from app.core.paging import Page
from app.core.schemas import Schema
from app.equipment import queries, services
from app.equipment.api import shown
from app.equipment.models import Equipment
from app.equipment.schemas import (
    BookValueOut,
    DeviceChange,
    DeviceDetails,
    DeviceDraft,
    DeviceFilters,
    DeviceMove,
    DeviceOut,
    MoveOut,
)
from app.equipment.schemas.drafts import Day
from app.web.api import Api, Listed, ListQuery, endpoint, expose


class DayQuery(Schema):
    """A day; today where none is said."""

    on: Day | None = None


class DevicesQuery(DeviceFilters, ListQuery):
    """Which devices."""


def address(device: Equipment) -> str:
    """Where the device is found."""
    return f"/api/v1/admin/equipment/{device.id}"


class AdminEquipmentApi(Api):
    """All devices."""

    resource_name = "admin/equipment"
    class_permission_name = "Equipment"

    @expose("")
    @endpoint(query=DevicesQuery, answer=Listed[DeviceOut])
    def index(self, query: DevicesQuery) -> Page:
        """The devices that fit the filters; `q` are beginnings of words in tag, serial number, name and model."""
        return queries.devices(g.user, query, query.paging())

    @expose("", methods=["POST"])
    @endpoint(body=DeviceDraft, answer=DeviceDetails, status=201, idempotent=True, location=address)
    def register(self, draft: DeviceDraft) -> DeviceDetails:
        """Register a device."""
        return shown.details(services.register_device(draft, actor=g.user))

    @expose("/<int:device_id>")
    @endpoint(answer=DeviceDetails)
    def show(self, device_id: int) -> DeviceDetails:
        """A device, and what may happen to it now."""
        return shown.details(queries.equipment_for(g.user, device_id))

    @expose("/<int:device_id>", methods=["PATCH"])
    @endpoint(body=DeviceChange, answer=DeviceDetails, current="show")
    def change(self, change: DeviceChange, device_id: int) -> DeviceDetails:
        """Change what is sent; state and holder change by events."""
        device = queries.equipment_for(g.user, device_id)
        return shown.details(services.change_device(device, change, actor=g.user))

    @expose("/<int:device_id>/events", methods=["POST"])
    @endpoint(body=DeviceMove, answer=DeviceDetails, idempotent=True)
    def move(self, move: DeviceMove, device_id: int) -> DeviceDetails:
        """Let one event of the table of moves happen to the device."""
        device = queries.equipment_for(g.user, device_id)
        return shown.details(services.move_device(device, move, actor=g.user))

    @expose("/<int:device_id>/history")
    @endpoint(query=ListQuery, answer=Listed[MoveOut])
    def history(self, query: ListQuery, device_id: int) -> Page:
        """What happened to the device, the latest first: who had it, where, when."""
        return queries.history(queries.equipment_for(g.user, device_id), query.paging())

    @expose("/<int:device_id>/book-value")
    @endpoint(query=DayQuery, answer=BookValueOut)
    def book_value(self, query: DayQuery, device_id: int) -> BookValueOut:
        """What the device is worth in the evening of a day; 409 where price or day of the purchase are unknown."""
        return shown.book_value(queries.equipment_for(g.user, device_id), query.on or queries.today())
