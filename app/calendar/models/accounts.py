"""Accounts at a calendar service, and the calendars there that show what is ours."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import EMAIL_LENGTH, User
from app.calendar.sources import ScopeKind
from app.core import clock
from app.core.db import Model, UtcDateTime


class AccountKind(StrEnum):
    """In whose name we speak to the service."""

    service = "service"  # the service account itself; its owner shares a calendar with it
    delegated = "delegated"  # the service account in the name of a person of the company's domain
    oauth = "oauth"  # a person who said yes on the service's own page


class Direction(StrEnum):
    """Who may change what; ours is the authority in both."""

    push = "push"  # ours is shown there, and put right when changed there
    two_way = "two_way"  # a new time and a deletion there become our own commands


class PauseReason(StrEnum):
    """Why nothing is sent or fetched."""

    person = "person"  # somebody said so
    no_access = "no_access"  # the service does not let us in any more
    owner_gone = "owner_gone"  # the person in whose name this runs is deactivated
    calendar_gone = "calendar_gone"  # the calendar there is not to be found
    many_removed = "many_removed"  # so much was deleted there at once that a person must say whether it is meant


def _words(kind: type[StrEnum]) -> sa.Enum:
    return sa.Enum(kind, native_enum=False, length=20)


class CalendarAccount(Model):
    """An account at the service, with what proves that it is ours (sealed), and how it fares."""

    __tablename__ = "calendar_accounts"

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    kind: Mapped[AccountKind] = mapped_column(_words(AccountKind))
    subject: Mapped[str] = mapped_column(sa.String(EMAIL_LENGTH), default="")  # whose name is used there
    secret: Mapped[str | None] = mapped_column(sa.Text)  # see core.sealing
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_reason: Mapped[PauseReason | None] = mapped_column(_words(PauseReason))
    hold_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the service asked us to wait
    failures: Mapped[int] = mapped_column(default=0)
    last_ok_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    owner: Mapped[User] = relationship(User)


class CalendarLink(Model):
    """One calendar there, what of ours it shows, and how far both have told each other."""

    __tablename__ = "calendar_links"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "calendar_id", "scope_kind", "scope_id"),
        sa.Index("ix_calendar_links_poll_due_at", "poll_due_at"),
        {"sqlite_autoincrement": True},
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("calendar_accounts.id", ondelete="CASCADE"))
    scope_kind: Mapped[ScopeKind] = mapped_column(_words(ScopeKind))
    scope_id: Mapped[int] = mapped_column(sa.BigInteger)
    calendar_id: Mapped[str] = mapped_column(sa.String(300))
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    direction: Mapped[Direction] = mapped_column(_words(Direction), default=Direction.push)
    zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    sync_token: Mapped[str | None] = mapped_column(sa.Text)
    list_hash: Mapped[str | None] = mapped_column(sa.String(64))  # of the parameters that the token was made with
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_reason: Mapped[PauseReason | None] = mapped_column(_words(PauseReason))
    is_leaving: Mapped[bool] = mapped_column(default=False)  # what we put there is being removed, then the link goes
    are_removals_meant: Mapped[bool] = mapped_column(default=False)  # a person answered yes to `many_removed`
    poll_due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when ours was last compared as a whole
    pulled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pushed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    channel_nonce: Mapped[str | None] = mapped_column(sa.String(64))
    channel_resource: Mapped[str | None] = mapped_column(sa.String(300))
    channel_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    account: Mapped[CalendarAccount] = relationship(CalendarAccount, backref="links")

    @property
    def is_two_way(self) -> bool:
        """Whether wishes from there are heard."""
        return self.direction is Direction.two_way

    @property
    def pause(self) -> PauseReason | None:
        """Why nothing moves, if so: its own reason or the account's."""
        return self.paused_reason or self.account.paused_reason
