"""The mail of a report: read when it leaves, with the rights that its recipient has then."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask_babel import force_locale

from app.accounts.models import User
from app.core import tokens
from app.core.company import CompanySettings
from app.core.errors import DomainError
from app.core.links import absolute
from app.notifications.mails import Composed
from app.reports import queries, wording
from app.reports.exports import export_of, sheet_of
from app.reports.models import ReportSchedule
from app.reports.schemas import ReportQuery

SHOWN = 12  # rows in the mail itself; the file has all
UNSUBSCRIBE = "report-refusal"  # the purpose of the signed link: [schedule id, person id]


def compose_report(person: User, context: Mapping[str, Any]) -> Composed | None:
    """Words and file of one mail; None when the schedule is gone, nothing is in it, or the person may not read it."""
    with force_locale(person.locale or CompanySettings.current().language):
        return _composed(person, context)


def _composed(person: User, context: Mapping[str, Any]) -> Composed | None:
    schedule = queries.schedule_by_id(context["schedule_id"])
    if schedule is None or (queries.refuses(person, schedule) and not context.get("is_test")):
        return None
    try:
        asked = queries.ask(person, schedule.report, _query(schedule, context))
    except DomainError:
        return None
    table = queries.read(asked)
    if table.is_empty and not context.get("is_test"):
        return None
    export = export_of(sheet_of(asked, table), schedule.format)
    address = f"/staff/reports/{asked.report.name}?{urlencode(queries.address_of(asked))}"
    link = tokens.sign(UNSUBSCRIBE, [schedule.id, person.id])
    words = {
        "report": asked.report, "table": table, "rows": table.rows[:SHOWN], "period": wording.compared(asked.period),
        "said": wording.said, "address": absolute(address),
        "stop": absolute(f"/reports/stop/{link}"), "is_test": bool(context.get("is_test")),
    }  # fmt: skip
    return Composed(words, ((export.filename, export.content_type, b"".join(export.pieces)),))


def _query(schedule: ReportSchedule, context: Mapping[str, Any]) -> ReportQuery:
    first, last = date.fromisoformat(context["first"]), date.fromisoformat(context["last"])
    return ReportQuery.model_validate({**schedule.query, "from": first, "to": last})
