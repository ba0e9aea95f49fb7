"""The audit log: who did what to which thing, kept for good."""

from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import context
from app.core.db import Model
from app.extensions import db


class AuditEntry(Model):
    """One line of the audit log."""

    __tablename__ = "audit_entries"

    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    action: Mapped[str] = mapped_column(sa.String(80), index=True)
    subject: Mapped[str | None] = mapped_column(sa.String(80), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    request_id: Mapped[str | None] = mapped_column(sa.String(64))
    address: Mapped[str | None] = mapped_column(sa.String(64))
    actor: Mapped[User] = relationship(User)


def audit(action: str, subject: Any = None, *, actor: Any, **details: Any) -> None:
    """Write one line in the caller's transaction. `subject` is a row or a plain name."""
    if subject is not None and not isinstance(subject, str):
        subject = f"{subject.__tablename__}:{subject.id}"
    db.session.add(
        AuditEntry(
            actor_id=actor.id,
            action=action,
            subject=subject,
            details=details,
            request_id=context.request_id.get(),
            address=context.address.get(),
        )
    )
