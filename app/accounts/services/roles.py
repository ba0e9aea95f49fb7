"""Roles and permissions: made by `init` as the matrix says, and an administrator's own ones on top."""

import sqlalchemy as sa
from flask_appbuilder import AppBuilder
from flask_appbuilder.security.manager import BaseSecurityManager
from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu
from flask_babel import gettext as _

from app.accounts import policies, queries
from app.accounts.models import SYSTEM, BaseRole, PermissionsVersion, Role, User
from app.accounts.roles import MATRIX
from app.accounts.schemas import RoleChange
from app.accounts.services.saving import saved_or
from app.core.audit import audit
from app.core.errors import Conflict, Invalid, require
from app.core.transaction import library_commits, transaction
from app.extensions import db


def set_up_roles(appbuilder: AppBuilder) -> None:
    """Make permissions, the base roles with what the matrix gives them, and the system's own row; part of `init`.

    May be done again at any time; `init` keeps two from doing it at once.
    """
    with library_commits():
        BaseSecurityManager.create_db(appbuilder.sm)
        appbuilder.add_permissions(update_perms=True)
    _lay_ground()
    _grant_matrix()


@transaction()
def change_role(role: Role | None, change: RoleChange, *, actor: User) -> Role:
    """Make or change a role of one's own; `NotAllowed` for the product's, `Invalid` when the name is taken."""
    require(policies.can_administer(actor) and (role is None or policies.can_change_role(role)))
    role = role or Role()
    with saved_or(Invalid.for_field("name", _("Another role has this name already."))):
        role.name = change.name
        db.session.add(role)
    role.permissions = list(queries.permission_views(change.permission_ids))
    note_permissions_changed()
    audit("role.changed", role, actor=actor, name=change.name, permissions=len(role.permissions))
    return role


@transaction()
def remove_role(role: Role, *, actor: User) -> None:
    """Delete a role of one's own; `Conflict` while somebody has it."""
    require(policies.can_administer(actor) and policies.can_change_role(role))
    if role.user:
        raise Conflict(_("Some people have this role. Take it from them first."))
    audit("role.removed", role, actor=actor, name=role.name)
    db.session.delete(role)
    note_permissions_changed()


def note_permissions_changed() -> None:
    """End every cache of permissions, as part of the caller's transaction; others who do the same wait for its end."""
    db.session.execute(sa.update(PermissionsVersion).values(number=PermissionsVersion.number + 1))


@transaction()
def _lay_ground() -> None:
    known = set(db.session.scalars(sa.select(Role.name)))
    db.session.add_all(Role(name=role.value) for role in BaseRole if role.value not in known)
    if db.session.scalar(sa.select(PermissionsVersion.id)) is None:
        db.session.add(PermissionsVersion(number=1))
    if db.session.scalar(sa.select(User.id).where(User.username == SYSTEM)) is None:
        db.session.add(User(username=SYSTEM, email=SYSTEM, first_name="IT Helpdesk Pro", last_name="", active=False))


@transaction()
def _grant_matrix() -> None:
    """Give the three limited roles exactly what the matrix says; Admin got everything from Flask-AppBuilder."""
    known = {(each.permission.name, each.view_menu.name): each for each in _all_permission_views()}
    changed = False
    for base, views in MATRIX.items():
        role = queries.base_role(base)
        wanted = {known[pair] for view, names in views.items() for name in names if (pair := (name, view)) in known}
        wanted |= {each for pair, each in known.items() if pair[0] == "menu_access" and pair[1] in views}
        if set(role.permissions) != wanted:
            role.permissions = sorted(wanted, key=lambda each: each.id)
            changed = True
    if changed:
        note_permissions_changed()


def _all_permission_views() -> list[PermissionView]:
    everything = sa.select(PermissionView).join(Permission).join(ViewMenu)
    return list(db.session.scalars(everything).unique())
