"""The same creating call twice: done once, answered twice the same. A key is kept for 24 hours."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Response, g, request
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, insert_into
from app.core.errors import Invalid, Malformed
from app.core.jobs import job
from app.core.transaction import transaction
from app.extensions import db

KEPT_FOR = timedelta(hours=24)
SANE_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class IdempotencyKey(Model):
    """A caller's key, what was asked with it, and what was answered."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        sa.UniqueConstraint("actor_id", "key"),
        sa.Index("ix_idempotency_keys_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(200))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int | None] = mapped_column()
    location: Mapped[str | None] = mapped_column(sa.String(300))
    body: Mapped[str | None] = mapped_column(sa.Text)


def key() -> str | None:
    """The key that the caller gave; `Malformed` when it is none."""
    given = request.headers.get("Idempotency-Key")
    if given is not None and not SANE_KEY.fullmatch(given):
        raise Malformed(_("An Idempotency-Key has 1 to 200 printable ASCII characters without spaces."))
    return given


def once(given: str, run: Callable[[], Response]) -> Response:
    """Do it and keep the answer, or give the kept one. Whoever comes at the same moment waits; only success is kept.

    `Invalid` when the key was used for something else.
    """
    actor_id = g.user.id
    with transaction():  # the key's row belongs to the change: neither is ever saved without the other
        if not _reserve(actor_id, given):
            return _kept(actor_id, given)
        response = run()
        _keep(actor_id, given, response)
    return response


@job("api.forget_idempotency_keys", every=timedelta(hours=1))
def forget_old_keys(now: datetime) -> None:
    """Remove the keys that nobody may count on any more."""
    with transaction():
        db.session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT_FOR))


def _fingerprint() -> str:
    asked = f"{request.method}\n{request.full_path}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(asked + request.get_data()).hexdigest()


def _reserve(actor_id: int, given: str) -> bool:
    """Take the key; PostgreSQL waits here for another who is about to, SQLite at the start of the transaction."""
    expired = (IdempotencyKey.actor_id == actor_id, IdempotencyKey.key == given,
               IdempotencyKey.created_at < clock.now() - KEPT_FOR)  # fmt: skip
    db.session.execute(sa.delete(IdempotencyKey).where(*expired))
    values = {"actor_id": actor_id, "key": given, "fingerprint": _fingerprint(), "created_at": clock.now()}
    row = insert_into(IdempotencyKey).values(values)
    taken = row.on_conflict_do_nothing(index_elements=["actor_id", "key"]).returning(IdempotencyKey.id)
    return db.session.scalar(taken) is not None


def _row(actor_id: int, given: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return IdempotencyKey.actor_id == actor_id, IdempotencyKey.key == given


def _kept(actor_id: int, given: str) -> Response:
    row = db.session.scalars(sa.select(IdempotencyKey).where(*_row(actor_id, given))).one()
    if row.fingerprint != _fingerprint():
        raise Invalid(_("This Idempotency-Key was used for another request."))
    response = Response(row.body, row.status, mimetype="application/json")
    if row.location:
        response.headers["Location"] = row.location
    return response


def _keep(actor_id: int, given: str, response: Response) -> None:
    answer = {"status": response.status_code, "location": response.headers.get("Location"),
              "body": response.get_data(as_text=True)}  # fmt: skip
    db.session.execute(sa.update(IdempotencyKey).where(*_row(actor_id, given)).values(answer))
