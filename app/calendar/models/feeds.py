"""Secret addresses at which a calendar can be read."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.calendar.sources import ScopeKind
from app.core.db import Model, UtcDateTime


class CalendarFeed(Model):
    """An address whose holder reads what its owner may see; only the hash of its token is kept (see core.tokens)."""

    __tablename__ = "calendar_feeds"

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    scope_kind: Mapped[ScopeKind] = mapped_column(sa.Enum(ScopeKind, native_enum=False, length=20))
    scope_id: Mapped[int] = mapped_column(sa.BigInteger)
    nonce: Mapped[str] = mapped_column(sa.String(64))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[User] = relationship(User)
