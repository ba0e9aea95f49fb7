"""Questions about how the product itself is doing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

import sqlalchemy as sa

from app.core import clock, mail
from app.core.db import Model
from app.core.jobs import JobState
from app.core.outbox import OutboxMessage
from app.extensions import db
from app.notifications.models import Delivery, DeliveryState

NAME_COLUMNS = {
    "ab_user": "first_name",
    "import_runs": "filename",
    "kb_synonyms": "words",
    "equipment": "tag",
    **dict.fromkeys(("kb_items", "known_problems", "maintenance_windows", "tasks", "calendar_links"), "title"),
    **dict.fromkeys(("ab_role", "teams", "categories", "kb_categories", "kb_tags", "jobs"), "name"),
    **dict.fromkeys(("sites", "buildings", "floors", "rooms", "room_features"), "name"),
    **dict.fromkeys(("equipment_models", "manufacturers"), "name"),
}


@dataclass(frozen=True)
class JobHealth:
    """How late a job is, and whether its last run failed."""

    name: str
    late_seconds: float
    has_failed: bool


@dataclass(frozen=True)
class KeptMail:
    """What a mail said."""

    subject: str
    sender: str
    recipient: str
    text: str
    html: str


def gauges() -> Iterator[tuple[str, str, float]]:
    """Name, meaning and value of each number that an operator watches."""
    untold = sa.and_(OutboxMessage.told_at.is_(None), OutboxMessage.dead_at.is_(None))
    unsent = Delivery.state == DeliveryState.waiting
    yield "outbox_waiting", "Events that wait to be told.", _count(OutboxMessage.id, untold)
    yield "outbox_oldest_seconds", "Age of the oldest of them.", _age(OutboxMessage, untold)
    yield "deliveries_waiting", "Mails that wait to be sent.", _count(Delivery.id, unsent)
    yield "deliveries_oldest_seconds", "Age of the oldest of them.", _age(Delivery, unsent)
    dead_events = _count(OutboxMessage.id, OutboxMessage.dead_at.is_not(None))
    dead_mails = _count(Delivery.id, Delivery.state == DeliveryState.dead)
    yield "dead_letters", "Events and mails that were given up.", dead_events + dead_mails


def job_states() -> list[JobHealth]:
    """Every job, by name."""
    now = clock.now()
    rows = db.session.scalars(sa.select(JobState).order_by(JobState.name))
    return [
        JobHealth(row.name, max(0.0, (now - row.next_run_at).total_seconds()), bool(row.last_error)) for row in rows
    ]


def subject_names(subjects: Collection[str]) -> dict[str, str]:
    """What the things of audit entries ("rooms:5") are called now; what is gone or has no name is left out."""
    ids: dict[str, set[int]] = {}
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        if kind in NAME_COLUMNS and number.isdigit():
            ids.setdefault(kind, set()).add(int(number))
    parts = [_names(kind, keys) for kind, keys in sorted(ids.items())]
    return {f"{row.kind}:{row.id}": row.name for row in db.session.execute(sa.union_all(*parts))} if parts else {}


def _names(kind: str, keys: set[int]) -> sa.Select[Any]:
    table = Model.metadata.tables[kind]
    name = sa.cast(table.c[NAME_COLUMNS[kind]], sa.Text).label("name")
    return sa.select(sa.literal(kind).label("kind"), table.c.id, name).where(table.c.id.in_(keys))


def kept_mail(delivery: Delivery) -> KeptMail | None:
    """The copy of a mail that was kept for want of a server; None when there is none."""
    raw = mail.kept(delivery.message_id) if delivery.message_id else None
    if raw is None:
        return None
    message = message_from_bytes(raw, policy=policy.default)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (str(part.get_content()) if part else "" for part in parts.values())
    return KeptMail(str(message["Subject"] or ""), str(message["From"] or ""), str(message["To"] or ""), text, html)


def _count(column: sa.orm.InstrumentedAttribute[int], condition: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(column)).where(condition)) or 0


def _age(model: type[OutboxMessage | Delivery], condition: sa.ColumnElement[bool]) -> float:
    oldest = db.session.scalar(sa.select(model.created_at).where(condition).order_by(model.due_at).limit(1))
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0
