"""What the address of a page asks of a report, and the choices that its filter bar offers."""

from datetime import date, timedelta
from typing import Any

from flask import flash, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError

from app.accounts import queries as accounts
from app.core import clock
from app.core.errors import Malformed
from app.reports import queries, wording
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS, PRIORITY_WORDS
from app.reports.periods import Period
from app.reports.registry import Report
from app.reports.schemas import ListExportQuery, ReportQuery
from app.reports.tables import FileFormat
from app.rooms import queries as rooms
from app.tickets import queries as tickets
from app.tickets.filters import TicketFilters
from app.tickets.happened import joined, zone_of
from app.tickets.models import SOURCE_WORDS

SPANS = ((7, _l("7 days")), (30, _l("30 days")), (90, _l("90 days")), (365, _l("12 months")))


def given_query() -> ReportQuery:
    """The query of the address; what makes no sense is said, and the usual period is shown."""
    given = {key: value for key, value in request.args.items() if value and _is_known(key)}
    try:
        query = ReportQuery.model_validate(given)
        Period.asked(query.from_, query.to, zone_of(g.user), clock.now())
    except (ValidationError, ValueError, Malformed):
        flash(_("These days or filters make no sense; you see the last 30 days."), "warning")
        return ReportQuery()
    return query


def list_asked() -> ListExportQuery:
    """The filter of the queue and the kind of file that the address names; without a filter, what is open."""
    given = {key: value for key, value in request.args.items() if value and key in TicketFilters.model_fields}
    wanted = request.args.get("format", "")
    kind = FileFormat(wanted) if wanted in set(FileFormat) else FileFormat.csv
    return ListExportQuery.model_validate({**(given or {"view": "open"}), "format": kind})


def _is_known(key: str) -> bool:
    return key == "from" or key in ReportQuery.model_fields


def filter_bar(asked: Asked, report: Report, address: str) -> dict[str, Any]:
    """What the bar above a report needs."""
    return {
        "asked": asked,
        "period": asked.period,
        "spans": list(_spans(asked)),
        "given": queries.address_of(asked),
        "chosen": {name: _first(value) for name, value in asked.given().items()},
        "filters": _filters(report),
        "groupings": [(name, DIMENSIONS[name].title) for name in report.dimensions if name in DIMENSIONS],
        "address": address,
        "compared": wording.compared(asked.period),
        "said": wording.said,
        "dimensions": DIMENSIONS,
        "weekdays": wording.weekdays(),
        "change": wording.change,
    }


def _first(value: Any) -> str:
    return joined(value[:1]) if isinstance(value, list) else str(value)


def _spans(asked: Asked) -> Any:
    today = asked.now.astimezone(asked.period.zone).date()
    for days, label in SPANS:
        first = today - timedelta(days=days - 1)
        yield label, first, today, _is_shown(asked, first, today)


def _is_shown(asked: Asked, first: date, last: date) -> bool:
    return (asked.period.first, asked.period.last) == (first, last)


def _filters(report: Report) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, title and choices of each filter that the report has."""
    choices = {
        "category": lambda: [(joined([each.name]), each.name) for each in tickets.categories(with_inactive=True)],
        "priority": lambda: [(key.value, str(word)) for key, word in PRIORITY_WORDS.items()],
        "team": lambda: [(str(team.id), team.name) for team in accounts.active_teams()],
        "assigned_to": lambda: [(str(person.id), person.name) for person in accounts.agents()],
        "source": lambda: [(key.value, str(word)) for key, word in SOURCE_WORDS.items()],
        "department": lambda: [(name, name) for name in queries.departments()],
        "building": lambda: [(str(each.id), each.name) for each in rooms.buildings()],
    }
    titles = {"category": _("Category"), "priority": _("Priority"), "team": _("Team"), "assigned_to": _("Agent"),
              "source": _("Came in by"), "department": _("Department"), "building": _("Building")}  # fmt: skip
    return [(name, titles[name], choices[name]()) for name in report.filters if name in choices]
