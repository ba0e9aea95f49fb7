"""Questions about people, teams and sign-ins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
    assoc_user_role,
)
from sqlalchemy.orm import contains_eager, selectinload

from app.accounts.models import (
    FIXED_ROLES,
    SYSTEM,
    BaseRole,
    OneTimeLink,
    PermissionsVersion,
    Role,
    Session,
    SignInFailure,
    Team,
    User,
)
from app.accounts.schemas import PersonFilters
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db


@dataclass(frozen=True)
class SignedIn:
    """A live session, whose it is, and the number under which permissions may be cached."""

    session: Session
    person: User
    permissions_version: int
    last_seen_at: datetime


# Every request asks this; making the question anew would cost as much as asking it.
_SIGNED_IN = (
    sa.select(Session, PermissionsVersion.number)
    .join(Session.user)
    .outerjoin(assoc_user_role, assoc_user_role.c.user_id == User.id)  # a nested join reads everybody's on SQLite
    .outerjoin(Role, Role.id == assoc_user_role.c.role_id)
    .outerjoin(PermissionsVersion, sa.true())
    .options(contains_eager(Session.user).contains_eager(User.roles))
    .where(Session.id == sa.bindparam("session_id"), Session.expires_at > sa.bindparam("now"))
    .where(Session.revoked_at.is_(None), User.active.is_(True))
)


def signed_in(session_id: int, now: datetime) -> SignedIn | None:
    """Who stands behind a session, in one query; None when it ended or its person is not active."""
    row = db.session.execute(_SIGNED_IN, {"session_id": session_id, "now": now}).unique().first()
    return SignedIn(row[0], row[0].user, row[1] or 0, row[0].last_seen_at) if row else None


def session_row(session_id: int) -> Session | None:
    """A session in whatever state, to know whose it was."""
    return db.session.get(Session, session_id)


def permissions_version() -> int:
    """The number that changes with every change of roles or permissions."""
    return db.session.scalar(sa.select(PermissionsVersion.number)) or 0


def permissions_of_roles(role_ids: Sequence[int]) -> frozenset[tuple[str, str]]:
    """The (permission, view) pairs that these roles give together."""
    pairs = (
        sa.select(Permission.name, ViewMenu.name)
        .select_from(assoc_permissionview_role)
        .join(PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .where(assoc_permissionview_role.c.role_id.in_(role_ids))
        .distinct()
    )
    return frozenset((permission, view) for permission, view in db.session.execute(pairs))


def system_user() -> User:
    """The inactive person in whose name the product itself acts; made by `init`."""
    return db.session.scalars(sa.select(User).where(User.username == SYSTEM)).one()


def person(person_id: int) -> User:
    """A person by id; `NotFound` for strangers and for the system itself."""
    found = db.session.get(User, person_id)
    if found is None or found.username == SYSTEM:
        raise NotFound
    return found


def person_by_email(email: str) -> User | None:
    """A person by e-mail address, whatever its letters' case."""
    return db.session.scalar(sa.select(User).where(User.username == email.strip().lower()))


def ids_by_email(emails: Iterable[str]) -> dict[str, int]:
    """The ids of those of these lower-cased addresses that are known."""
    wanted, found = list(emails), {}
    for start in range(0, len(wanted), 500):
        rows = sa.select(User.username, User.id).where(User.username.in_(wanted[start : start + 500]))
        found.update(dict(list(db.session.execute(rows))))
    return found


def active_ids_by_email(emails: Iterable[str]) -> dict[str, int]:
    """The ids of those of these lower-cased addresses whose people are active."""
    rows = sa.select(User.username, User.id).where(User.username.in_(list(emails)), User.active.is_(True))
    return dict(list(db.session.execute(rows)))


def people(*, roles: Sequence[BaseRole] = (), is_active: bool | None = None, text: str = "") -> sa.Select[tuple[User]]:
    """People who fit, the system left out; to be ordered and paged by whoever asks."""
    question = sa.select(User).where(User.username != SYSTEM)
    if roles:
        question = question.where(User.roles.any(Role.name.in_([role.value for role in roles])))
    if is_active is not None:
        question = question.where(User.active.is_(is_active))
    if words := text.strip():
        question = question.where(_names(words))
    return question


def people_page(filters: PersonFilters, paging: Paging) -> Page:
    """A page of the people who fit the filters, with their roles."""
    rows = people(roles=filters.role, is_active=filters.is_active, text=filters.q).options(selectinload(User.roles))
    keys = {"name": User.first_name, "email": User.email, "createdAt": User.created_at, "id": User.id}
    return page_of(rows, paging, keys=keys, tie=User.id)


def people_like(words: str, most: int) -> Sequence[User]:
    """Active people whose name, address or department has the words, by name."""
    question = people(is_active=True, text=words).order_by(User.first_name, User.id).limit(most)
    return db.session.scalars(question).all()


def _names(words: str) -> sa.ColumnElement[bool]:
    columns = (User.first_name, User.email, User.department)
    return sa.or_(*(column.icontains(words, autoescape=True) for column in columns))


def agents() -> Sequence[User]:
    """Active people to whom tickets can be assigned, by name."""
    roles = (BaseRole.agent.value, BaseRole.admin.value)
    question = people(is_active=True).where(User.roles.any(Role.name.in_(roles))).options(selectinload(User.roles))
    return db.session.scalars(question.order_by(User.first_name, User.id)).unique().all()


def active_teams() -> Sequence[Team]:
    """Teams that take tickets, by name."""
    return db.session.scalars(sa.select(Team).where(Team.is_active).order_by(Team.name)).all()


def team_ids(person: User) -> list[int]:
    """The teams in which a person is."""
    return [team.id for team in person.teams]


# From the role to its people: asked the other way round, SQLite reads everybody. The sign-in page asks each time.
_AN_ADMINISTRATOR = (
    sa.select(User.id)
    .select_from(Role)
    .join(assoc_user_role, assoc_user_role.c.role_id == Role.id)
    .join(User, User.id == assoc_user_role.c.user_id)
    .where(Role.name == BaseRole.admin.value, User.active.is_(True))
    .limit(1)
)


def has_administrator() -> bool:
    """Whether anybody can administer; until then the first-run page waits."""
    return db.session.scalar(_AN_ADMINISTRATOR) is not None


def how_many_people() -> int:
    """How many active people there are."""
    question = sa.select(sa.func.count(User.id)).where(User.active.is_(True), User.username != SYSTEM)
    return db.session.scalar(question) or 0


def other_active_admins(person: User) -> int:
    """How many active administrators there are besides this person."""
    admin = User.roles.any(Role.name == BaseRole.admin.value)
    count = sa.select(sa.func.count(User.id)).where(User.active.is_(True), admin, User.id != person.id)
    return db.session.scalar(count) or 0


def base_roles_of(person_ids: Sequence[int]) -> dict[int, BaseRole]:
    """The strongest base role of each of these people; employee for whoever has none."""
    pairs = sa.select(assoc_user_role.c.user_id, Role.name).join(Role, Role.id == assoc_user_role.c.role_id)
    had: dict[int, set[str]] = {person_id: set() for person_id in person_ids}
    for person_id, name in db.session.execute(pairs.where(assoc_user_role.c.user_id.in_(person_ids))):
        had[person_id].add(name)
    strongest = (BaseRole.admin, BaseRole.manager, BaseRole.agent, BaseRole.employee)
    return {
        who: next((role for role in strongest if role.value in names), BaseRole.employee) for who, names in had.items()
    }


def extra_roles(role_ids: Sequence[int]) -> Sequence[Role]:
    """The roles of an administrator's making among these."""
    wanted = sa.select(Role).where(Role.id.in_(role_ids), Role.name.not_in(FIXED_ROLES))
    return db.session.scalars(wanted.order_by(Role.name)).all()


def all_extra_roles() -> Sequence[Role]:
    """Every role of an administrator's making, by name."""
    return db.session.scalars(sa.select(Role).where(Role.name.not_in(FIXED_ROLES)).order_by(Role.name)).all()


def base_role(role: BaseRole) -> Role:
    """The row of one of the four base roles."""
    return db.session.scalars(sa.select(Role).where(Role.name == role.value)).one()


def sessions_of(person: User, now: datetime) -> Sequence[Session]:
    """The devices on which a person is signed in, the latest used first."""
    alive = sa.select(Session).where(Session.revoked_at.is_(None), Session.expires_at > now)
    alive = alive.where(Session.user_id == person.id)
    return db.session.scalars(alive.order_by(Session.last_seen_at.desc(), Session.id.desc())).all()


def own_session(person: User, session_id: int, now: datetime) -> Session:
    """One live session of this person; `NotFound` for anybody else's."""
    found = db.session.get(Session, session_id)
    if found is None or found.user_id != person.id or not found.is_alive(now):
        raise NotFound
    return found


def link_of(token_hash: str, *, is_locked: bool = False) -> OneTimeLink | None:
    """The one-time link whose token has this hash, in whatever state; locked, nobody else uses it meanwhile."""
    link = sa.select(OneTimeLink).where(OneTimeLink.token_hash == token_hash)
    return db.session.scalar(link.with_for_update() if is_locked else link)


def failures_of(account_hash: str) -> SignInFailure | None:
    """How often signing in to this account failed lately."""
    return db.session.scalar(sa.select(SignInFailure).where(SignInFailure.account_hash == account_hash))


def permission_views(ids: Sequence[int]) -> Sequence[PermissionView]:
    """These permissions on views."""
    return db.session.scalars(sa.select(PermissionView).where(PermissionView.id.in_(ids))).unique().all()


def permissions_by_view() -> dict[str, list[PermissionView]]:
    """Every permission that a role can have, grouped by what it is about; menus follow their views."""
    rows = sa.select(PermissionView).join(PermissionView.permission).join(PermissionView.view_menu)
    rows = rows.where(Permission.name != "menu_access").order_by(ViewMenu.name, Permission.name)
    grouped: dict[str, list[PermissionView]] = {}
    for row in db.session.scalars(rows).unique():
        grouped.setdefault(row.view_menu.name, []).append(row)
    return grouped


def role(role_id: int) -> Role:
    """A role by id; `NotFound` for unknown ones."""
    found = db.session.get(Role, role_id)
    if found is None:
        raise NotFound
    return found


def people_of(ids: Sequence[int]) -> Sequence[User]:
    """These people, by name."""
    wanted = sa.select(User).where(User.id.in_(ids), User.username != SYSTEM).options(selectinload(User.roles))
    return db.session.scalars(wanted.order_by(User.first_name, User.id)).all()


def roles_with_counts() -> Sequence[tuple[Role, int]]:
    """All roles that people can have, by name, and how many people have each."""
    count = sa.func.count(assoc_user_role.c.user_id)
    question = sa.select(Role, count).outerjoin(assoc_user_role, assoc_user_role.c.role_id == Role.id)
    rows = db.session.execute(question.where(Role.name != "Public").group_by(Role.id, Role.name).order_by(Role.name))
    return [(role, number) for role, number in rows]
