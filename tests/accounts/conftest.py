"""What the tests of accounts share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts import queries
from app.accounts.models import LinkPurpose, OneTimeLink, SessionKind, User
from app.accounts.schemas import SignIn
from app.accounts.services import Grant, sign_in
from app.core.audit import AuditEntry
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db
from tests.factories.people import PASSWORD


@pytest.fixture
def system(session: Any) -> User:
    """The row in whose name the product itself acts."""
    return queries.system_user()


@pytest.fixture
def enter(session: Any) -> Callable[..., Grant]:
    """Sign somebody in by e-mail address and password."""

    def enter(person: User, password: str = PASSWORD, kind: SessionKind = SessionKind.api, **more: Any) -> Grant:
        return sign_in(SignIn(email=person.email, password=password, **more), kind=kind)

    return enter


@pytest.fixture
def latest_link(session: Any) -> Callable[[User, LinkPurpose], OneTimeLink]:
    """The newest link of a person."""

    def latest(person: User, purpose: LinkPurpose) -> OneTimeLink:
        mine = sa.select(OneTimeLink).where(OneTimeLink.user_id == person.id, OneTimeLink.purpose == purpose)
        return db.session.scalars(mine.order_by(OneTimeLink.id.desc())).first()

    return latest


@pytest.fixture
def audited(session: Any) -> Callable[[], list[str]]:
    """The actions in the audit log, the oldest first."""
    before = db.session.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0
    since = sa.select(AuditEntry.action).where(AuditEntry.id > before).order_by(AuditEntry.id)
    return lambda: list(db.session.scalars(since))


@pytest.fixture
def told(session: Any) -> Callable[[str], list[dict[str, Any]]]:
    """What subscribers will be told of an event, once each."""

    def told(event: str) -> list[dict[str, Any]]:
        rows = db.session.scalars(
            sa.select(OutboxMessage).where(OutboxMessage.event == event).order_by(OutboxMessage.id)
        )
        return list({str(row.payload): row.payload for row in rows}.values())

    return told


def put(row: Any, **values: Any) -> None:
    """Make a row what a test needs it to be."""
    with transaction():
        for name, value in values.items():
            setattr(row, name, value)


@pytest.fixture
def count_queries(session: Any) -> Callable[[], Any]:
    """The statements that are sent while it is open."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if statement.startswith("SELECT"):
                asked.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def registration(app: Flask) -> Iterator[None]:
    """Self-registration is on, for people of example.org."""
    before = {name: app.config[name] for name in ("REGISTRATION_ENABLED", "REGISTRATION_DOMAINS")}
    app.config.update(REGISTRATION_ENABLED=True, REGISTRATION_DOMAINS=["example.org"])
    yield
    app.config.update(before)
