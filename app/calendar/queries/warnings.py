"""What speaks against the time of a visit without forbidding it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.calendar.models import Visit
from app.calendar.queries.days import absence_of
from app.core.company import DeskHoursSettings


def warnings(visit: Visit) -> list[str]:
    """Sentences for the planner: the technician is away, the desk is closed."""
    found = []
    zone = ZoneInfo(visit.zone)
    end = visit.ends_at - timedelta(seconds=1)  # what ends at midnight does not touch the day that begins then
    first, last = visit.starts_at.astimezone(zone).date(), end.astimezone(zone).date()
    if absence_of(visit.technician_id, first, last + timedelta(days=1)):
        found.append(_("%(name)s is away on that day.", name=visit.technician.name))
    desk = DeskHoursSettings.desk()
    if desk.between(visit.starts_at, visit.ends_at) < visit.duration:
        found.append(_("Some of this is outside desk hours."))
    return found
