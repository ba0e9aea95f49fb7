"""How jobs and mails stand."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.notifications.models import DeliveryState
from app.web.admin import Word, say


class Standing(StrEnum):
    """How a job stands."""

    running = "running"
    asked = "asked"
    failed = "failed"
    waiting = "waiting"


say(
    {
        DeliveryState.waiting: Word(_l("Waiting"), "info", "clock"),
        DeliveryState.sent: Word(_l("Sent"), "success", "check"),
        DeliveryState.dropped: Word(_l("Not needed any more"), "neutral", "minus"),
        DeliveryState.dead: Word(_l("Given up"), "danger", "circle-x"),
    }
)
say(
    {
        Standing.running: Word(_l("Running"), "progress", "circle-play"),
        Standing.asked: Word(_l("Asked for"), "info", "clock"),
        Standing.failed: Word(_l("Failed"), "danger", "circle-x"),
        Standing.waiting: Word(_l("Waiting for its time"), "success", "circle-check"),
    }
)
