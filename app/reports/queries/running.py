"""How the product itself runs: mail, sign-ins, audit."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Session, SessionKind, User
from app.core.audit import AuditEntry
from app.extensions import db
from app.notifications.models import Delivery, DeliveryState
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.queries.dashboard import grain_for
from app.reports.queries.knowledge import over_time
from app.reports.queries.tables import field_table
from app.reports.tables import Row, Table

MOST = 5_001
AUDIT_LOG = "/staff/audit-log"


def mail_table(asked: Asked) -> Table:
    """Mails of the period by what they were about."""
    period = asked.period
    states = {state: _number_of(Delivery.state == state).label(state.value) for state in DeliveryState}
    question = sa.select(Delivery.template, sa.func.count().label("written"), *states.values())
    question = question.where(Delivery.created_at >= period.start, Delivery.created_at < period.end)
    found = db.session.execute(question.group_by(Delivery.template).order_by(sa.func.count().desc()))
    rows = [
        Row(row.template, row.template, {
            "mail": row.template.replace("_", " "), "written": row.written, "sent": int(row.sent),
            "waiting": int(row.waiting), "given_up": int(row.dead),
        }, {"given_up": "/staff/mails"} if row.dead else {})
        for row in found
    ]  # fmt: skip
    return field_table(asked, rows)


def sign_in_table(asked: Asked) -> Table:
    """Sign-ins over time."""
    period = asked.period
    grain = grain_for(period)
    rows_of = {kind: sa.select(Session.id).where(Session.kind == kind) for kind in SessionKind}
    found = {kind: over_time(period, Session.created_at, rows) for kind, rows in rows_of.items()}
    key = period.bucket_of(Session.created_at, grain).label("key")
    people = sa.select(key, sa.func.count(sa.distinct(Session.user_id)))
    people = people.where(Session.created_at >= period.start, Session.created_at < period.end).group_by(sa.text("1"))
    who = dict(tuple(row) for row in db.session.execute(people))
    labels = DIMENSIONS[grain.value].labels([bucket.key for bucket in period.buckets(grain)])
    rows = [
        Row(str(at), label, {"period": label, "browsers": found[SessionKind.web].get(at, 0),
                             "programs": found[SessionKind.api].get(at, 0), "people": who.get(at, 0)})
        for at, label in labels.items()
    ]  # fmt: skip
    return field_table(asked, rows)


def audit_table(asked: Asked) -> Table:
    """What was changed in the period and by how many, from the audit log."""
    period = asked.period
    times = sa.func.count()
    question = sa.select(AuditEntry.action, User.first_name, times)
    question = question.join(User, User.id == AuditEntry.actor_id)
    question = question.where(AuditEntry.created_at >= period.start, AuditEntry.created_at < period.end)
    question = question.group_by(AuditEntry.action, User.id, User.first_name).order_by(times.desc(), AuditEntry.action)
    rows = [
        Row(
            f"{action}:{at}",
            action,
            {"action": action, "person": name, "times": number},
            {"action": "/staff/audit-log"},
        )
        for at, (action, name, number) in enumerate(db.session.execute(question.limit(MOST)))
    ]
    return field_table(asked, rows)


def _number_of(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
