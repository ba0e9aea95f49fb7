"""The mail of a report: read when it leaves, with the rights that its recipient has then."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.models import User
from app.core import tokens
from app.core.company import CompanySettings
from app.core.errors import DomainError, Invalid, NotAllowed
from app.core.links import absolute
from app.notifications.mails import Composed
from app.reports import queries, wording
from app.reports.exports import export_of, sheet_of
from app.reports.models import ReportSchedule
from app.reports.registry import REPORTS
from app.reports.schemas import ReportQuery

SHOWN = 12  # rows in the mail itself; the file has all
UNSUBSCRIBE = "report-refusal"  # the purpose of the signed link: [schedule id, person id]


def compose_report(person: User, context: Mapping[str, Any]) -> Composed | None:
    """Words and file of one mail, or why there is no file; None when the schedule is gone or nothing is in it."""
    with force_locale(person.locale or CompanySettings.current().language):
        return _composed(person, context)


def _composed(person: User, context: Mapping[str, Any]) -> Composed | None:
    schedule = queries.schedule_by_id(context["schedule_id"])
    if schedule is None or (queries.refuses(person, schedule) and not context.get("is_test")):
        return None
    try:
        asked = queries.ask(person, schedule.report, _query(schedule, context))
    except DomainError as refusal:
        return _missing(person, schedule, refusal)
    table = queries.read(asked)
    if table.is_empty and not context.get("is_test"):
        return None
    export = export_of(sheet_of(asked, table), schedule.format)
    address = f"/staff/reports/{asked.report.name}?{urlencode(queries.address_of(asked))}"
    words = {
        "report": asked.report, "table": table, "rows": table.rows[:SHOWN], "period": wording.compared(asked.period),
        "said": wording.said, "address": absolute(address), "missing": "",
        "stop": _stop(person, schedule), "is_test": bool(context.get("is_test")),
    }  # fmt: skip
    return Composed(words, ((export.filename, export.content_type, b"".join(export.pieces)),))


def _missing(person: User, schedule: ReportSchedule, refusal: DomainError) -> Composed | None:
    """Who waits for a report is told why it does not come."""
    report = REPORTS.get(schedule.report)
    if report is None:
        return None
    if isinstance(refusal, NotAllowed):
        why = _("Your roles do not let you read this report, or what it tells about, any more.")
    else:
        why = _("It could not be made with its filters: %(reason)s", reason=_reason(refusal))
    words = {"report": report, "missing": why, "period": _("not sent"), "stop": _stop(person, schedule),
             "planner": schedule.owner.name}  # fmt: skip
    return Composed(words)


def _reason(refusal: DomainError) -> str:
    fields = refusal.errors if isinstance(refusal, Invalid) else {}
    return " ".join(chain.from_iterable(fields.values())) or refusal.message


def _stop(person: User, schedule: ReportSchedule) -> str:
    return absolute(f"/reports/stop/{tokens.sign(UNSUBSCRIBE, [schedule.id, person.id])}")


def _query(schedule: ReportSchedule, context: Mapping[str, Any]) -> ReportQuery:
    first, last = date.fromisoformat(context["first"]), date.fromisoformat(context["last"])
    return ReportQuery.model_validate({**schedule.query, "from": first, "to": last})
