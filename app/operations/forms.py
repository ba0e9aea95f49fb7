"""The forms of the company's settings, one per group; what is valid stands in the group's schema."""

from datetime import date
from typing import Any, ClassVar
from zoneinfo import available_timezones

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, IntegerField, StringField, TextAreaField
from wtforms.fields import EmailField, TelField, TimeField
from wtforms.validators import InputRequired

from app.core import settings
from app.core.company import CompanySettings, DeskHoursSettings
from app.core.settings import SettingsGroup
from app.tickets.models import Priority
from app.tickets.settings import PatienceSettings, TargetSettings
from app.web.admin import ChoiceField
from app.web.forms import SchemaForm
from config import LOCALES

ZONES = {name: name.replace("_", " ") for name in sorted(available_timezones()) if "/" in name}
LANGUAGES = {"en": "English", "de": "Deutsch"}
NEEDED = [InputRequired(_l("This is needed."))]


class SettingsForm(SchemaForm):
    """A form over one group of settings."""

    group: ClassVar[type[SettingsGroup]]
    title: ClassVar[Any]
    intro: ClassVar[Any] = ""

    @classmethod
    def opened(cls, *, is_sent: bool = True) -> "SettingsForm":
        """The form with what was sent, if something was, or with the values in force."""
        values = cls.group.current()
        data = {name: getattr(values, name) for name in cls.group.model_fields}
        return cls(data=data) if is_sent else cls(formdata=None, data=data)

    @property
    def seen(self) -> str:
        """What the page remembers of the values in force."""
        return settings.mark(self.group.current())

    def wanted(self) -> SettingsGroup | None:
        """The values to be in force from now on; what the form does not ask for stays."""
        asked = {field.short_name for field in self}
        current = self.group.current()
        return self.read(
            self.group, **{name: getattr(current, name) for name in self.group.model_fields if name not in asked}
        )


class WeekdaysField(Field):
    """Days of the week, by check boxes; Monday is 0."""

    def process_data(self, value: Any) -> None:
        self.data = sorted(value or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [int(text) for text in valuelist if text in set("0123456")]

    def offered(self) -> list[tuple[int, str]]:
        """Number and name of each day, in the reader's language."""
        names = (get_locale() or "en").days["format"]["wide"]
        return [(number, names[number]) for number in range(7)]


class DatesField(TextAreaField):
    """Dates, one a line."""

    def process_data(self, value: Any) -> None:
        self.data = sorted(value or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = [line.strip() for line in "\n".join(valuelist).splitlines() if line.strip()]
        try:
            self.data = [date.fromisoformat(line) for line in lines]
        except ValueError as error:
            raise ValueError(_("Write each date as year-month-day, such as 2026-12-25.")) from error

    def _value(self) -> str:
        if self.raw_data:
            return "\n".join(self.raw_data)
        return "\n".join(day.isoformat() for day in self.data or [])


class HoursField(Field):
    """Desk hours for each priority: one number each, sent in the order of the priorities, the most urgent first."""

    order = tuple(reversed(Priority))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = dict(zip(self.order, valuelist, strict=False))

    def of(self, priority: Priority) -> Any:
        """What stands in the control of a priority."""
        return (self.data or {}).get(priority, "")


class CompanyForm(SettingsForm):
    """Name, looks and contacts."""

    group, title = CompanySettings, _l("Company")
    intro = _l("Shown on every page and in every mail.")

    name = StringField(_l("Name"), NEEDED)
    accent = StringField(
        _l("Accent colour"),
        description=_l(
            "Such as #2a5bd7. Its lightness is adapted so that everything stays readable. Empty for the usual blue."
        ),
    )
    support_phone = TelField(_l("Phone of the help desk"))
    support_mail = EmailField(_l("Mail of the help desk"), description=_l("Answers to our mails go there."))
    support_hours = StringField(
        _l("When it can be reached"), description=_l("In your words, such as “Monday to Friday, 8 to 18”.")
    )
    language = ChoiceField(
        _l("Language"),
        offered={code: LANGUAGES[code] for code in LOCALES},
        description=_l("For people whose browser asks for none of ours, and for mails to them."),
    )
    zone = ChoiceField(
        _l("Time zone"),
        offered=ZONES,
        empty=_l("That of the server"),
        description=_l("Desk hours count in this zone; people may choose their own for what they read."),
    )


class LogoForm(SchemaForm):
    """A picture of the company."""

    picture = FileField(_l("Picture"), NEEDED)


class DeskHoursForm(SettingsForm):
    """When the desk is staffed."""

    group, title = DeskHoursSettings, _l("Desk hours")
    intro = _l("Targets count these hours only. Tickets that are open already keep their due times.")

    weekdays = WeekdaysField(_l("Days"))
    opens = TimeField(_l("Opens"), NEEDED)
    closes = TimeField(_l("Closes"), NEEDED, description=_l("00:00 means midnight at the end of the day."))
    holidays = DatesField(
        _l("Holidays"), description=_l("One date a line, as year-month-day. The desk is closed on them.")
    )


class TargetsForm(SettingsForm):
    """How fast tickets should be answered and solved."""

    group, title = TargetSettings, _l("Targets")
    intro = _l("In desk hours. They count for new tickets and whenever a priority changes.")

    response_hours = HoursField(_l("First response"))
    resolution_hours = HoursField(_l("Solution"))


class PatienceForm(SettingsForm):
    """How long tickets wait by themselves."""

    group, title = PatienceSettings, _l("Patience")
    intro = _l("In days.")

    close_resolved_days = IntegerField(
        _l("Close a resolved ticket after"), NEEDED, description=_l("Without a word from the requester.")
    )
    first_reminder_days = IntegerField(
        _l("First reminder after"), NEEDED, description=_l("When a ticket waits on the employee.")
    )
    second_reminder_days = IntegerField(
        _l("Second reminder after"),
        NEEDED,
        description=_l("After that it stands under “No answer after two reminders” in My work."),
    )


SECTIONS: dict[str, type[SettingsForm]] = {
    "company": CompanyForm,
    "desk-hours": DeskHoursForm,
    "targets": TargetsForm,
    "patience": PatienceForm,
}
