"""What we say elsewhere of an item's occurrence."""

from flask_babel import gettext as _

from app.calendar.models import CalendarItem
from app.calendar.sources import Occurrence
from app.calendar.sync.state import State, state_of
from app.core.links import absolute


def ours_of(item: CalendarItem, occurrence: Occurrence) -> State:
    """Our side, with the way to its page here and the reason for which the last wish was refused."""
    address = absolute(occurrence.path) if occurrence.path else ""
    refusal = _("Not taken over: %(reason)s", reason=item.refusal) if item.refusal else None
    return state_of(occurrence, address=address, refusal=refusal)
