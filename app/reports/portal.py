"""The page behind "Stop these mails"."""

from flask import Blueprint, render_template

from app.accounts import queries as accounts
from app.core import tokens
from app.reports import queries, services
from app.reports.mails import UNSUBSCRIBE
from app.reports.registry import REPORTS

bp = Blueprint("portal_reports", __name__)


@bp.get("/reports/stop/<link>")
def stop(link: str) -> str:
    """Ask first: programs that look at mails follow links."""
    return _page(link, is_done=False)


@bp.post("/reports/stop/<link>")
def stopped(link: str) -> str:
    """Send them no more to this person."""
    schedule_id, person_id = tokens.read(UNSUBSCRIBE, link)
    if schedule := queries.schedule_by_id(schedule_id):
        services.refuse_schedule(schedule, actor=accounts.person(person_id))
    return _page(link, is_done=True)


def _page(link: str, *, is_done: bool) -> str:
    schedule_id, _person_id = tokens.read(UNSUBSCRIBE, link)
    schedule = queries.schedule_by_id(schedule_id)
    report = REPORTS.get(schedule.report) if schedule else None
    return render_template("portal/reports/stop.html", report=report, link=link, is_done=is_done)
