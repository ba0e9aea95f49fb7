"""Reports by mail: kept, sent when they are due, tried out, stopped."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.errors import Invalid, Malformed, require
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import services as notifications
from app.reports import policies, queries
from app.reports.models import ReportRefusal, ReportSchedule
from app.reports.queries.reading import rights_of
from app.reports.rhythm import days_before, next_run
from app.reports.schemas import ReportQuery, ScheduleChange, ScheduleDraft
from app.tickets.happened import zone_of

MAIL = "report"  # the template, and what `mails.compose` finds its composer by


@transaction()
def keep_schedule(
    schedule: ReportSchedule | None, change: ScheduleDraft | ScheduleChange, *, actor: User
) -> ReportSchedule:
    """Plan a report by mail (`schedule` is None) or change one; `Invalid` for what no report of the actor's is."""
    require(policies.can_schedule(rights_of(actor)))
    require(schedule is None or policies.can_change_schedule(actor, schedule))
    row = schedule or ReportSchedule(owner_id=actor.id)
    values = change.model_dump(exclude_unset=schedule is not None)
    query = dict(row.query or {})
    query |= {"group_by": values.pop("group_by")} if values.get("group_by") is not None else {}
    if values.get("filters") is not None:
        query = {"group_by": query.get("group_by", ""), **values["filters"]}
    for name, value in values.items():
        if value is not None and name not in ("filters", "group_by"):
            setattr(row, name, [str(each) for each in value] if name == "roles" else value)
    row.query = {name: value for name, value in query.items() if value}
    _check(row, actor)
    row.next_run_at = next_run(row.every, row.hour, zone_of(db.session.get(User, row.owner_id)), clock.now())
    db.session.add(row)
    db.session.flush()
    audit("report_schedule.changed" if schedule else "report_schedule.added", row, actor=actor, report=row.report)
    return row


def _check(row: ReportSchedule, actor: User) -> None:
    if not row.people and not row.roles:
        raise Invalid.for_field("people", _("Name at least one person or role."))
    try:
        queries.ask(actor, row.report, ReportQuery.model_validate(row.query))
    except Malformed as error:
        raise Invalid(errors=error.errors) from error
    except ValidationError as error:
        raise Invalid.for_field("filters", str(error.errors()[0]["msg"])) from error


@transaction()
def drop_schedule(schedule: ReportSchedule, *, actor: User) -> None:
    """Mail it no more."""
    require(policies.can_change_schedule(actor, schedule))
    audit("report_schedule.removed", schedule, actor=actor, report=schedule.report)
    db.session.delete(schedule)


@transaction()
def mail_schedule(schedule_id: int, now: datetime, *, actor: User) -> int:
    """Write the mails of a schedule whose time has come; answers how many. Who comes second finds that it has not.

    Each is put into words with its recipient's rights when it leaves.
    """
    row = db.session.get(ReportSchedule, schedule_id, with_for_update=True)
    if row is None or not row.is_active or row.next_run_at > now:
        return 0
    zone = zone_of(row.owner)
    due, row.last_run_at = row.next_run_at, now
    row.next_run_at = next_run(row.every, row.hour, zone, now)
    first, last = days_before(row.every, due.astimezone(zone).date())
    people = queries.recipients_of(row)
    for person in people:
        _write(row, person, first, last, cause=f"report:{row.id}:{last.isoformat()}", actor=actor)
    return len(people)


@transaction()
def send_test(schedule: ReportSchedule, *, actor: User) -> None:
    """Mail it to the actor now, even when it is empty."""
    require(policies.can_change_schedule(actor, schedule))
    now = clock.now()
    first, last = days_before(schedule.every, now.astimezone(zone_of(actor)).date())
    cause = f"report-test:{schedule.id}:{now.timestamp()}"
    _write(schedule, actor, first, last, cause=cause, actor=actor, is_test=True)


def _write(row: ReportSchedule, person: User, first: date, last: date, *, cause: str, actor: User, **more: Any) -> None:
    context = {"schedule_id": row.id, "first": first.isoformat(), "last": last.isoformat(), **more}
    notifications.tell_by_mail(person, MAIL, context, cause=cause)


@transaction()
def refuse_schedule(schedule: ReportSchedule, *, actor: User) -> None:
    """Stop the mails of a schedule for oneself; again changes nothing."""
    if not queries.refuses(actor, schedule):
        db.session.add(ReportRefusal(schedule_id=schedule.id, user_id=actor.id))
