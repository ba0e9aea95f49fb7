"""The forms of the calendar's pages; their rules stand in the schemas."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import get_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.fields import DateTimeLocalField
from wtforms.validators import DataRequired

from app.accounts import queries as accounts
from app.rooms import queries as rooms
from app.web.forms import SchemaForm

MOST_ROOMS = 300
MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def from_wall(clock: datetime) -> datetime:
    """What the reader's clock means in UTC: an hour that is skipped moves on, one that comes twice is the first."""
    return clock.replace(tzinfo=ZoneInfo(str(get_timezone()))).astimezone(UTC)


def on_wall(moment: datetime) -> datetime:
    """The moment on the reader's clock, without a zone."""
    return moment.astimezone(ZoneInfo(str(get_timezone()))).replace(tzinfo=None)


class WallTimeField(DateTimeLocalField):
    """A moment as the reader's clock shows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=MINUTES, **kwargs)

    def process_data(self, value: datetime | None) -> None:
        self.data = on_wall(value) if value and value.tzinfo else value

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = from_wall(self.data) if self.data else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime(MINUTES[0]) if self.data else ""


class VisitForm(SchemaForm):
    """A visit for a ticket."""

    ticket_id = IntegerField(_l("Ticket number"), [DataRequired(_l("For which ticket?"))])
    technician_id = SelectField(_l("Technician"), coerce=int)
    room_id = SelectField(_l("Room"), default="", description=_l("Reserved for the visit."))
    equipment_id = HiddenField(_l("Spare device"), description=_l("From stock; reserved for the visit."))
    starts_at = WallTimeField(_l("From"), [DataRequired(_l("Please choose a time."))])
    ends_at = WallTimeField(_l("Until"), [DataRequired(_l("Please choose a time."))])
    note = TextAreaField(_l("Note"), description=_l("The requester sees it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.technician_id.choices = [SelectChoice(person.id, person.name) for person in accounts.agents()]
        found = rooms.rooms_found(g.user, "", MOST_ROOMS)
        named = [SelectChoice(str(room.id), f"{room.name} ({room.place})") for room in found]
        self.room_id.choices = [SelectChoice("", _("None")), *named]


class MoveForm(SchemaForm):
    """Another time for something."""

    starts_at = WallTimeField(_l("From"), [DataRequired(_l("Please choose a time."))])
    ends_at = WallTimeField(_l("Until"), [DataRequired(_l("Please choose a time."))])
