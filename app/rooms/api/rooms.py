"""Rooms: everybody reads those that can be booked, staff keep all."""

from dataclasses import replace

from flask import g
from pydantic import Field

from app.core.paging import Page
from app.rooms import queries, services
from app.rooms.models import Room
from app.rooms.schemas import RoomChange, RoomEdit, RoomFilters, RoomOut, room_out
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class RoomsQuery(ListQuery):
    """Which rooms; places and features by id."""

    sort: str = "name"
    site: Several[int] = Field(default_factory=list)
    building: Several[int] = Field(default_factory=list)
    floor: Several[int] = Field(default_factory=list)
    features: Several[int] = Field(default_factory=list)
    capacity: int | None = Field(None, ge=1)
    q: str | None = Field(None, max_length=200)

    def filters(self) -> RoomFilters:
        """The filters as the queries take them."""
        return RoomFilters(**{name: getattr(self, name) for name in RoomFilters.model_fields})


class RoomsApi(Api):
    """Rooms as everybody sees them."""

    resource_name = "rooms"
    class_permission_name = "MyBookings"

    @expose("")
    @endpoint(query=RoomsQuery, answer=Listed[RoomOut])
    def index(self, query: RoomsQuery) -> Page:
        """The rooms that the caller may see."""
        page = queries.rooms(g.user, query.filters(), query.paging())
        return replace(page, items=shown(page.items))

    @expose("/<int:room_id>")
    @endpoint(answer=RoomOut)
    def show(self, room_id: int) -> RoomOut:
        """One room."""
        return shown([queries.room_for(g.user, room_id)])[0]


class AdminRoomsApi(Api):
    """Rooms as staff keep them; read them at /rooms."""

    resource_name = "admin/rooms"
    class_permission_name = "Room"

    @expose("", methods=["POST"])
    @endpoint(body=RoomChange, answer=RoomOut, status=201, idempotent=True,
              location=lambda room: f"/api/v1/rooms/{room.id}")  # fmt: skip
    def add(self, change: RoomChange) -> RoomOut:
        """Add a room."""
        return shown([services.keep_room(None, change, actor=g.user)])[0]

    @expose("/<int:room_id>")
    @endpoint(answer=RoomOut)
    def show(self, room_id: int) -> RoomOut:
        """One room."""
        return shown([queries.room_for(g.user, room_id)])[0]

    @expose("/<int:room_id>", methods=["PATCH"])
    @endpoint(body=RoomEdit, answer=RoomOut, current="show")
    def change(self, change: RoomEdit, room_id: int) -> RoomOut:
        """Change what is sent."""
        return shown([services.keep_room(queries.room_for(g.user, room_id), change, actor=g.user)])[0]

    @expose("/<int:room_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, room_id: int) -> None:
        """Remove a room that nothing names."""
        services.drop_room(queries.room_for(g.user, room_id), actor=g.user)


def shown(rooms: list[Room]) -> list[RoomOut]:
    """Rooms with what of them is out of order."""
    broken = queries.outages([room.id for room in rooms])
    return [room_out(room, [str(each.feature or room) for each in broken.get(room.id, [])]) for room in rooms]
