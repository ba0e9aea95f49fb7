"""Devices and rooms of tickets: pickers, what stands beside a ticket, and tickets on the pages of devices and rooms."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import g, jsonify, request
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from werkzeug.wrappers import Response

from app.core import clock
from app.core.paging import Paging
from app.equipment import queries as equipment
from app.rooms import queries as rooms
from app.tickets import queries
from app.tickets.filters import TicketFilters
from app.web.admin import DeskPage

SHOWN = 8
AHEAD = timedelta(days=2)  # of bookings beside a ticket
COUNTED_WITHIN = timedelta(days=365)


class ThingsDesk(DeskPage):
    """Fragments and hits about devices and rooms."""

    route_base = "/staff/tickets"
    class_permission_name = "Ticket"
    default_view = "devices"
    method_permission_name = dict.fromkeys(
        ("devices", "rooms", "beside", "for_equipment", "for_room", "for_model"), "read"
    )

    @expose("/devices")
    @has_access
    def devices(self) -> Response:
        """Hits for a picker of devices: by tag, serial number, name or model."""
        found = equipment.lookup(g.user, request.args.get("q", "")[:200])
        return _hits((row.id, str(row), str(row.model)) for row in found)

    @expose("/rooms")
    @has_access
    def rooms(self) -> Response:
        """Hits for a picker of rooms: by name or number."""
        found = rooms.rooms_found(g.user, request.args.get("q", "")[:200])
        return _hits((row.id, row.name, row.place) for row in found)

    @expose("/<int:ticket_id>/things")
    @has_access
    def beside(self, ticket_id: int) -> Any:
        """The device and the room of a ticket, with what else was asked about them."""
        ticket = queries.ticket_for(g.user, ticket_id)
        device = equipment.equipment_for(g.user, ticket.equipment_id) if ticket.equipment_id else None
        room = rooms.room_for(g.user, ticket.room_id) if ticket.room_id else None
        now = clock.now()
        return self.render_template(
            "staff/tickets/_things.html",
            ticket=ticket,
            device=device,
            room=room,
            today=now.date(),
            others=queries.other_tickets_about(ticket, g.user) if device else [],
            of_model=queries.other_tickets_of_model(ticket, g.user) if device else [],
            bookings=rooms.in_rooms([room.id], now, now + AHEAD)[:3] if room else [],
            outages=rooms.outages([room.id]).get(room.id, []) if room else [],
        )

    @expose("/for-equipment/<int:device_id>")
    @has_access
    def for_equipment(self, device_id: int) -> Any:
        """What was asked about a device, for its page."""
        return self._about(equipment_id=device_id)

    @expose("/for-room/<int:room_id>")
    @has_access
    def for_room(self, room_id: int) -> Any:
        """What was asked about a room, for its page."""
        return self._about(room_id=room_id)

    @expose("/for-model/<int:model_id>")
    @has_access
    def for_model(self, model_id: int) -> Any:
        """How often the devices of a model were asked about in the last year."""
        failures = queries.failures_of_model(g.user, model_id, clock.now() - COUNTED_WITHIN)
        return self.render_template("staff/tickets/_for_model.html", failures=failures)

    def _about(self, **thing: int) -> Any:
        filters = TicketFilters(view="all", **{name: [value] for name, value in thing.items()})
        page = queries.queue_rows(g.user, filters, Paging("-number", SHOWN))
        return self.render_template("staff/tickets/_for_thing.html", page=page, thing=thing)


def _hits(found: Iterable[tuple[int, str, str]]) -> Response:
    return jsonify(results=[{"id": pk, "text": text, "detail": detail} for pk, text, detail in found])
