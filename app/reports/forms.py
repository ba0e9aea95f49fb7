"""The form of a report by mail."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import User
from app.reports.registry import Report
from app.web.forms import SchemaForm


class _Boxes(SelectMultipleField):
    """Several of a short list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ScheduleForm(SchemaForm):
    """Which report, how often, and to whom."""

    report = SelectField(_l("Report"))
    every = SelectField(
        _l("How often"),
        choices=[("day", _l("Every day")), ("week", _l("Every Monday")), ("month", _l("Every first of the month"))],
        description=_l("It tells of the day, the seven days or the month before."),
    )
    hour = SelectField(_l("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)])
    format = SelectField(_l("File"), choices=[("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")])
    roles = _Boxes(
        _l("To everybody of"),
        choices=[("Manager", _l("Managers")), ("Admin", _l("Administrators")), ("Agent", _l("IT staff"))],
    )
    people = _Boxes(_l("To"), coerce=int, description=_l("Each sees what their rights let them see."))

    def offer(self, reports: Sequence[Report], people: Sequence[User]) -> None:
        """Offer these reports and people."""
        self.report.choices = [(report.name, report.title) for report in reports]
        self.people.choices = [(person.id, person.name) for person in people]
