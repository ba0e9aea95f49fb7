"""Bookings of a room: an id means one time of a booking, `scope` says how much of its series is meant."""

from dataclasses import replace

from flask import g
from pydantic import AwareDatetime, Field

from app.core import holds
from app.core.paging import Page
from app.core.schemas import Schema
from app.rooms import policies, queries, services
from app.rooms.api.rooms import shown
from app.rooms.models import BookingOccurrence, Scope
from app.rooms.schemas import BookingChange, BookingDraft, BookingMade, BookingOut, FreeFilters, RefusedOut, RoomOut
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class BookingsQuery(ListQuery):
    """Which times of a room's bookings."""

    sort: str = "startsAt"
    since: AwareDatetime | None = Field(None, alias="from")
    until: AwareDatetime | None = Field(None, alias="to")


class AvailabilityQuery(Schema):
    """When a room is wanted, and what must be there."""

    since: AwareDatetime = Field(alias="from")
    until: AwareDatetime = Field(alias="to")
    capacity: int | None = Field(None, ge=1, le=10_000)
    features: Several[int] = Field(default_factory=list)
    building: Several[int] = Field(default_factory=list)


class ScopeQuery(Schema):
    """How much of a series is meant."""

    scope: Scope = Scope.this


class BookingsApi(Api):
    """Free rooms, and who has which room when."""

    resource_name = "rooms"
    class_permission_name = "MyBookings"

    @expose("/availability")
    @endpoint(query=AvailabilityQuery, answer=Listed[RoomOut])
    def availability(self, query: AvailabilityQuery) -> Page:
        """The rooms that are free all that time, the smallest that suffices first."""
        wanted = FreeFilters(start=query.since, end=query.until, capacity=query.capacity, features=query.features,
                             building=query.building)  # fmt: skip
        services.must_be_sound(wanted.start, wanted.end)
        rooms = shown(queries.free_rooms(g.user, wanted))
        return Page(rooms, 1, len(rooms), None, len(rooms), total_is_exact=True)

    @expose("/<int:room_id>/bookings")
    @endpoint(query=BookingsQuery, answer=Listed[BookingOut])
    def bookings(self, query: BookingsQuery, room_id: int) -> Page:
        """What takes place in a room."""
        room = queries.room_for(g.user, room_id)
        page = queries.bookings_of_room(room, query.since, query.until, query.paging())
        return replace(page, items=[out(row) for row in page.items])

    @expose("/<int:room_id>/bookings", methods=["POST"])
    @endpoint(body=BookingDraft, answer=BookingMade, status=201, idempotent=True,
              location=lambda made: f"/api/v1/rooms/{made.room.id}/bookings/{made.id}")  # fmt: skip
    def book(self, draft: BookingDraft, room_id: int) -> BookingMade:
        """Book a room for the caller; single times of a series may be refused, see `conflicts`."""
        return made(services.book_room(queries.room_for(g.user, room_id), draft, actor=g.user))

    @expose("/<int:room_id>/bookings/<int:booking_id>")
    @endpoint(answer=BookingOut)
    def booking(self, room_id: int, booking_id: int) -> BookingOut:
        """One time of a booking."""
        return out(self._occurrence(room_id, booking_id))

    @expose("/<int:room_id>/bookings/<int:booking_id>", methods=["PATCH"])
    @endpoint(query=ScopeQuery, body=BookingChange, answer=BookingOut, current="booking")
    def change_booking(self, query: ScopeQuery, change: BookingChange, room_id: int, booking_id: int) -> BookingOut:
        """Change what is sent."""
        row = self._occurrence(room_id, booking_id)
        return out(services.change_booking(row, change, query.scope, actor=g.user))

    @expose("/<int:room_id>/bookings/<int:booking_id>", methods=["DELETE"])
    @endpoint(query=ScopeQuery, status=204, current="booking")
    def cancel_booking(self, query: ScopeQuery, room_id: int, booking_id: int) -> None:
        """Give the room back."""
        services.cancel_booking(self._occurrence(room_id, booking_id), query.scope, actor=g.user)

    def _occurrence(self, room_id: int, booking_id: int) -> BookingOccurrence:
        return queries.occurrence_for(g.user, queries.room_for(g.user, room_id), booking_id)


def out(row: BookingOccurrence) -> BookingOut:
    """One time of a booking as the caller may see it."""
    return BookingOut.model_validate(_members(row))


def made(booked: services.Booked) -> BookingMade:
    """What came of a booking."""
    names = holds.names([each.hold for each in booked.refused if each.hold], g.user)
    refused = [
        RefusedOut(starts_at=each.slot.starts_at, ends_at=each.slot.ends_at, reason=each.reason,
                   title=names.get((each.hold.source_kind, each.hold.source_id)) if each.hold else None)
        for each in booked.refused
    ]  # fmt: skip
    members = _members(booked.occurrences[0])
    return BookingMade.model_validate({**members, "occurrences": len(booked.occurrences), "conflicts": refused})


def _members(row: BookingOccurrence) -> dict[str, object]:
    booking = row.booking
    is_open = policies.can_read_title(g.user, booking)
    return {
        "id": row.id, "series_id": booking.id, "room": row.room, "title": row.title if is_open else None,
        "owner": booking.owner if is_open else None, "starts_at": row.starts_at, "ends_at": row.ends_at,
        "timezone": booking.timezone, "recurrence": booking.recurrence, "private": booking.is_private,
        "is_moved": row.is_moved, "is_shifted": row.is_shifted,
    }  # fmt: skip
