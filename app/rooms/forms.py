"""Fields of rooms' screens that the kit does not have."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, NumberRange, Optional

from app.core import clock
from app.core.errors import Invalid
from app.core.walltime import to_utc, zone_names
from app.rooms import queries, services
from app.rooms.models import BookingOccurrence, Room, Scope
from app.rooms.schemas import BookingChange, BookingDraft, FreeFilters
from app.web.forms import SchemaForm
from app.web.portal import timezone

ZONES: Mapping[str, str] = {
    name: name for name in sorted(zone_names()) if "/" in name and not name.startswith(("Etc/", "SystemV/"))
}


class HoursField(Field):
    """From when to when, for each weekday; a day without times is closed, no times at all mean always open."""

    control = "hours"

    def process_formdata(self, valuelist: list[str]) -> None:
        pairs = list(zip(valuelist[::2], valuelist[1::2], strict=False))
        if any(bool(opens) != bool(closes) for opens, closes in pairs):
            raise ValueError(_("A day needs both times, or none."))
        self.data = {str(day): [opens[:5], closes[:5]] for day, (opens, closes) in enumerate(pairs) if opens}

    def days(self) -> Iterator[tuple[str, str, str]]:
        """Each weekday in the reader's words, with its two times."""
        names: Any = get_day_names("wide", "stand-alone", get_locale() or "en")
        for day in range(7):
            opens, closes = (self.data or {}).get(str(day), ("", ""))
            yield names[day], opens, closes


REPEATS = {
    "": _l("Does not repeat"),
    "FREQ=DAILY": _l("Every day"),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": _l("Every workday"),
    "FREQ=WEEKLY": _l("Every week"),
    "FREQ=WEEKLY;INTERVAL=2": _l("Every two weeks"),
    "FREQ=MONTHLY": _l("Every month on this day"),
}
SCOPES = {
    Scope.this.value: _l("Only this one"),
    Scope.following.value: _l("This and the following"),
    Scope.all.value: _l("All that are to come"),
}
FIRST_HOUR, LAST_HOUR = 8, 18  # outside of these, the morning is offered
SOONEST = timedelta(minutes=30)  # times are offered by the half hour


def _number(text: Any) -> int:
    return int(text) if str(text or "0").isascii() and str(text or "0").isdigit() else -1


class FindForm(FlaskForm):
    """When a room is wanted, for how many, with what; read from the address. Times are those of the reader's zone."""

    class Meta(FlaskForm.Meta):
        """A question, not a change: it stands in the address."""

        csrf = False

    day = DateField(_l("Day"), [Optional()])
    start = TimeField(_l("From"), [Optional()])
    end = TimeField(_l("Until"), [Optional()])
    people = IntegerField(_l("People"), [Optional(), NumberRange(1, 10_000)])
    building = SelectField(_l("Where"), coerce=_number, default=0)
    features = SelectMultipleField(_l("With"), coerce=_number)

    def __init__(self, asked: Any) -> None:
        super().__init__(formdata=asked or None)
        self.building.choices = [(0, _("Everywhere")), *((row.id, str(row)) for row in queries.buildings())]
        self.features.choices = [(row.id, row.name) for row in queries.features()]
        begins = _next_half_hour(ZoneInfo(timezone()))
        self.day.data = self.day.data or begins.date()
        if not self.start.data:
            self.start.data, self.end.data = begins.time(), (begins + 2 * SOONEST).time()
        if not self.end.data:
            self.end.data = (datetime.combine(self.day.data, self.start.data) + 2 * SOONEST).time()

    def wanted(self) -> FreeFilters | None:
        """What is looked for; None where the answers make no sense, which the form then says."""
        if not self.validate():
            return None
        start, end = _moments(self.day.data, self.start.data, self.end.data, ZoneInfo(timezone()))
        try:
            services.must_be_sound(start, end)
        except Invalid as error:
            self.form_errors = [*self.form_errors, error.message]
            return None
        return FreeFilters(start=start, end=end, capacity=self.people.data, features=self.features.data or [],
                           building=[self.building.data] if self.building.data else [])  # fmt: skip


class BookForm(SchemaForm):
    """Booking a room; times are those on the wall of the room."""

    title = StringField(_l("What is it about?"), [DataRequired(_l("Please say what it is about."))])
    day = DateField(_l("Day"), [DataRequired(_l("Please choose a day."))])
    start = TimeField(_l("From"), [DataRequired(_l("Please say from when."))])
    end = TimeField(_l("Until"), [DataRequired(_l("Please say until when."))])
    repeats = SelectField(_l("Repeats"), choices=[SelectChoice(*pair) for pair in REPEATS.items()])
    until = DateField(_l("Until the day"), [Optional()])
    private = BooleanField(_l("Private"), description=_l("Others see that the room is taken, not by whom or for what."))

    def __init__(self, room: Room, asked: Any) -> None:
        begins = _next_half_hour(room.zone)
        ends = begins + 2 * SOONEST
        start, end = _asked_moment(asked, "start", room.zone) or begins, _asked_moment(asked, "end", room.zone) or ends
        super().__init__(data={"day": start.date(), "start": start.time(), "end": end.time(),
                               "title": str(asked.get("title", ""))[:200]})  # fmt: skip
        self.room = room

    def draft(self) -> BookingDraft | None:
        """What was entered, or None with the problems at their fields."""
        if self.is_submitted() and self.repeats.data and not self.until.data:
            self.until.errors = [_("Please say until which day it repeats.")]
            return None
        if not self.validate_on_submit():
            return None
        start, end = _moments(self.day.data, self.start.data, self.end.data, self.room.zone)
        rule = f"{self.repeats.data};UNTIL={self.until.data:%Y%m%d}" if self.repeats.data else None
        return self.read(BookingDraft, starts_at=start, ends_at=end, recurrence=rule)

    def refuse(self, error: Any) -> None:
        """Show a refusal where the form asks for what it is about."""
        places = {"starts_at": "start", "ends_at": "end", "recurrence": "repeats"}
        if isinstance(error, Invalid):
            error.errors = {places.get(name, name): texts for name, texts in error.errors.items()}
        super().refuse(error)

    def again(self) -> dict[str, str]:
        """What another room's form begins with."""
        if not (self.day.data and self.start.data and self.end.data):
            return {}
        start, end = _moments(self.day.data, self.start.data, self.end.data, self.room.zone)
        return {"start": start.isoformat(), "end": end.isoformat(), "title": self.title.data or ""}


class RebookForm(BookForm):
    """Changing a booking of one's own: words and times of one time, of it and the following, or of all to come."""

    scope = SelectField(_l("What is changed"), choices=[SelectChoice(*pair) for pair in SCOPES.items()])

    def __init__(self, row: BookingOccurrence) -> None:
        room, booking = row.room, row.booking
        self.row, self.begins, self.ends = row, row.starts_at.astimezone(room.zone), row.ends_at.astimezone(room.zone)
        super().__init__(room, {})
        shown = {self.title: row.title, self.day: self.begins.date(), self.start: self.begins.time(),
                 self.end: self.ends.time(), self.private: booking.is_private}  # fmt: skip
        for field, value in shown.items():
            if not self.is_submitted():
                field.data = value
        del self.repeats, self.until
        if booking.recurrence is None:
            del self.scope

    def change(self) -> BookingChange | None:
        """What differs from what is booked, or None with the problems at their fields."""
        if not self.validate_on_submit():
            return None
        changed: dict[str, Any] = {}
        if (self.day.data, self.start.data, self.end.data) != (self.begins.date(), *self._shown_times()):
            changed["starts_at"], changed["ends_at"] = self._moments()
        if self.title.data != self.row.title:
            changed["title"] = self.title.data
        if self.private.data != self.row.booking.is_private:
            changed["private"] = self.private.data
        return self.read(BookingChange, **changed)

    def asked_scope(self) -> Scope:
        """How much of a series is meant."""
        return Scope(self.scope.data) if self.scope else Scope.this

    def _shown_times(self) -> tuple[time, time]:
        """As the fields have them: to the minute."""
        return self.begins.time().replace(second=0, microsecond=0), self.ends.time().replace(second=0, microsecond=0)

    def _moments(self) -> tuple[datetime, datetime]:
        """The new times; what went over several days still does."""
        start, end = _moments(self.day.data, self.start.data, self.end.data, self.room.zone)
        days = (self.ends.date() - self.begins.date()).days
        if days == 0 or (self.end.data == time(0) == self.ends.time() and days == 1):
            return start, end
        wall = datetime.combine(self.day.data + timedelta(days=days), self.end.data)
        return start, to_utc(wall, self.room.zone)[0]


def _next_half_hour(zone: ZoneInfo) -> datetime:
    """The next half hour of a working day's hours: in the evening, people look for tomorrow."""
    now = clock.now().astimezone(zone)
    if not FIRST_HOUR <= now.hour < LAST_HOUR:
        day = now.date() + timedelta(days=now.hour >= LAST_HOUR)
        return datetime.combine(day, time(FIRST_HOUR + 1), zone)
    return now.replace(minute=0, second=0, microsecond=0) + SOONEST * (now.minute // 30 + 1)


def _moments(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Two times of a day as moments; an end at 00:00 is the end of that day."""
    until = day + timedelta(days=1) if end == time(0) else day
    return to_utc(datetime.combine(day, start), zone)[0], to_utc(datetime.combine(until, end), zone)[0]


def _asked_moment(asked: Any, name: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(asked.get(name, ""))
        return moment.astimezone(zone) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
