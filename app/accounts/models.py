"""People (columns added to Flask-AppBuilder's user), sessions, one-time links, teams."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Model, UtcDateTime

EMAIL_LENGTH = 254  # RFC 5321, section 4.5.3.1.3
NAME_LENGTH = 64


class BaseRole(StrEnum):
    """The four roles of which each person has exactly one; further Flask-AppBuilder roles come on top."""

    employee = "Employee"
    agent = "Agent"
    manager = "Manager"
    admin = "Admin"


SYSTEM = "system"  # the user name of the row in whose name the product itself acts
FIXED_ROLES = frozenset({*(role.value for role in BaseRole), "Public"})  # the product's own


class Standing(StrEnum):
    """How a person stands to the help desk."""

    active = "active"
    invited = "invited"
    deactivated = "deactivated"


# Flask-AppBuilder's class is extended, not subclassed: a subclass would make two objects of one row.
User.__table__.c.username.type = sa.String(EMAIL_LENGTH)  # the lower-cased e-mail address
User.department = mapped_column(sa.String(120), nullable=True)
User.phone = mapped_column(sa.String(40), nullable=True)
User.locale = mapped_column(sa.String(10), nullable=True)
User.timezone = mapped_column(sa.String(64), nullable=True)
User.must_change_password = mapped_column(sa.Boolean, nullable=False, default=False, server_default=sa.false())
User.preferences = mapped_column(sa.JSON, nullable=False, default=dict, server_default="{}")
User.created_at = mapped_column(UtcDateTime, nullable=True, default=clock.now)
User.__table__.c.last_login.type = UtcDateTime()  # Flask-AppBuilder's is naive


def _name(person: User) -> str:
    """The full name; Flask-AppBuilder's last name stays empty."""
    return person.first_name


def _base_role(person: User) -> BaseRole:
    """The strongest of the four base roles that the person has; nobody (the system) counts as employee."""
    names = {role.name for role in person.roles}
    for role in (BaseRole.admin, BaseRole.manager, BaseRole.agent):
        if role.value in names:
            return role
    return BaseRole.employee


def _standing(person: User) -> Standing:
    """Invited means: no password was ever set."""
    if not person.active:
        return Standing.deactivated
    return Standing.active if person.password else Standing.invited


User.name = property(_name)
User.base_role = property(_base_role)
User.is_staff = property(lambda person: person.base_role is not BaseRole.employee)
User.is_agent = property(lambda person: person.base_role in {BaseRole.agent, BaseRole.admin})
User.is_admin = property(lambda person: person.base_role is BaseRole.admin)
User.standing = property(_standing)
User.extra_roles = property(lambda person: [role for role in person.roles if role.name not in FIXED_ROLES])
User.__str__ = _name  # what Flask-AppBuilder shows where a screen names a person

team_members = sa.Table(
    "team_members",
    Model.metadata,
    sa.Column("team_id", sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Team(Model):
    """IT staff who share a queue."""

    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    members: Mapped[list[User]] = relationship(User, secondary=team_members, backref="teams", order_by=User.first_name)

    def __str__(self) -> str:
        return self.name


class SessionKind(StrEnum):
    """How a device signed in."""

    web = "web"
    api = "api"


class Session(Model):
    """One signed-in device; its cookie or tokens live exactly as long as this row."""

    __tablename__ = "sessions"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[SessionKind] = mapped_column(sa.Enum(SessionKind, native_enum=False, length=10))
    token_hash: Mapped[str] = mapped_column(sa.String(64))  # of the cookie's key, or of the refresh token in force
    is_remembered: Mapped[bool] = mapped_column(default=False)
    device_label: Mapped[str] = mapped_column(sa.String(120), default="")
    address: Mapped[str | None] = mapped_column(sa.String(64))
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # moves on while the device is used
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(User)

    def is_alive(self, now: datetime) -> bool:
        """Whether the device is still signed in."""
        return self.revoked_at is None and self.expires_at > now


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    invite = "invite"
    reset = "reset"
    confirm = "confirm"


class OneTimeLink(Model):
    """A link sent by mail that works once; only the hash of its token is kept (see core.tokens)."""

    __tablename__ = "one_time_links"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(sa.Enum(LinkPurpose, native_enum=False, length=10))
    nonce: Mapped[str] = mapped_column(sa.String(64))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(User)

    def works(self, now: datetime) -> bool:
        """Whether the link was neither used nor replaced nor has expired."""
        return self.used_at is None and self.expires_at > now


class SignInFailure(Model):
    """Failed sign-ins of one account name (known or not), counted across processes."""

    __tablename__ = "sign_in_failures"

    account_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class PermissionsVersion(Model):
    """One row whose number grows with each change of roles or permissions, so that caches end at once."""

    __tablename__ = "permissions_version"

    number: Mapped[int] = mapped_column(default=1)


Person = User  # the product's word; Flask-AppBuilder's class
__all__ = [
    "BaseRole",
    "LinkPurpose",
    "OneTimeLink",
    "PermissionsVersion",
    "Person",
    "Role",
    "Session",
    "SessionKind",
    "SignInFailure",
    "Standing",
    "Team",
    "User",
    "team_members",
]
