"""Rooms: for those who have booked them."""

from collections.abc import Mapping

from flask_babel import gettext as _

from app.notifications.about.notice import Notice
from app.notifications.models import What

NOTICES: Mapping[What, Notice] = {
    What.room_device_failed: Notice(
        icon="triangle-alert",
        sentence=lambda params: _(
            "%(device)s in %(room)s is out of order", device=params["device"], room=params["room"]
        ),
        path="/rooms/{room_id}",
        button=lambda: _("To the room"),
        reason=lambda: _("You get this because you have booked this room in the coming week."),
        lines=lambda params: [_("You have booked this room. IT repairs it; another room may suit you better.")],
    ),
}
