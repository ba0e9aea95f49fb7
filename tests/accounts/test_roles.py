"""Roles and what they permit."""

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import PermissionView

from app.accounts import queries, services
from app.accounts.models import BaseRole, PermissionsVersion, Role, User
from app.accounts.roles import MATRIX
from app.accounts.schemas import RoleChange
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.transaction import transaction
from app.extensions import db
from tests.accounts.conftest import put


def pairs(role):
    return queries.permissions_of_roles([role.id])


@pytest.fixture
def ids(session):
    return list(db.session.scalars(sa.select(PermissionView.id).order_by(PermissionView.id).limit(3)))


@pytest.mark.parametrize("base", list(MATRIX))
def test_init_gave_each_role_what_the_matrix_says(session, base):
    wanted = {(name, view) for view, names in MATRIX[base].items() for name in names}
    assert {pair for pair in pairs(queries.base_role(base)) if pair[0] != "menu_access"} == wanted


def test_the_administrator_has_every_permission(session):
    everything = db.session.scalar(sa.select(sa.func.count(PermissionView.id)))
    assert len(pairs(queries.base_role(BaseRole.admin))) == everything


def test_nobody_who_is_not_signed_in_has_any(session):
    public = db.session.scalars(sa.select(Role).where(Role.name == "Public")).one()
    assert pairs(public) == frozenset()


def test_a_manager_changes_no_ticket(session):
    may = {name for name, view in pairs(queries.base_role(BaseRole.manager)) if view == "Ticket"}
    assert may == {"can_read"}


@pytest.mark.real_commits
def test_setting_up_again_repairs_roles_and_keeps_own_ones(app, carol):
    version = queries.permissions_version()
    own = services.change_role(None, RoleChange(name="Auditor", permission_ids=[1, 2]), actor=carol)
    put(queries.base_role(BaseRole.agent), permissions=[])
    services.set_up_roles(app.appbuilder)
    assert ("can_write", "Ticket") in pairs(queries.base_role(BaseRole.agent))
    assert len(pairs(own)) == 2
    assert queries.permissions_version() == version + 2
    services.set_up_roles(app.appbuilder)
    assert queries.permissions_version() == version + 2
    assert db.session.scalar(sa.select(sa.func.count(PermissionsVersion.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(User.id)).where(User.username == "system")) == 1


@pytest.mark.real_commits
def test_setting_up_makes_what_is_missing(app, system):
    put(system, username="former", email="former")
    with transaction():
        db.session.execute(sa.delete(PermissionsVersion))
    services.set_up_roles(app.appbuilder)
    assert queries.permissions_version() == 1
    assert not queries.system_user().is_active


def test_an_own_role_permits_what_was_chosen(carol, ids):
    version = queries.permissions_version()
    role = services.change_role(None, RoleChange(name="Auditor", permission_ids=ids), actor=carol)
    assert {each.id for each in role.permissions} == set(ids)
    services.change_role(role, RoleChange(name="Reviewer", permission_ids=ids[:1]), actor=carol)
    assert (role.name, [each.id for each in role.permissions]) == ("Reviewer", ids[:1])
    assert queries.permissions_version() == version + 2


def test_the_products_roles_are_not_changed_or_deleted(carol, bob, ids):
    agent = queries.base_role(BaseRole.agent)
    with pytest.raises(NotAllowed):
        services.change_role(agent, RoleChange(name="Agent", permission_ids=ids), actor=carol)
    with pytest.raises(NotAllowed):
        services.remove_role(agent, actor=carol)
    with pytest.raises(NotAllowed):
        services.change_role(None, RoleChange(name="Own", permission_ids=ids), actor=bob)


def test_two_roles_cannot_share_a_name(carol):
    with pytest.raises(Invalid):
        services.change_role(None, RoleChange(name="Agent"), actor=carol)


def test_a_role_that_somebody_has_stays(carol, alice):
    role = services.change_role(None, RoleChange(name="Auditor"), actor=carol)
    with transaction():
        alice.roles.append(role)
    with pytest.raises(Conflict):
        services.remove_role(role, actor=carol)
    with transaction():
        alice.roles.remove(role)
    role_id = role.id
    services.remove_role(role, actor=carol)
    with pytest.raises(NotFound):
        queries.role(role_id)


def test_a_role_cannot_be_deleted_by_others(carol, bob):
    role = services.change_role(None, RoleChange(name="Auditor"), actor=carol)
    with pytest.raises(NotAllowed):
        services.remove_role(role, actor=bob)


def test_roles_are_listed_with_their_people(carol, alice, bob):
    services.change_role(None, RoleChange(name="Auditor"), actor=carol)
    counts = {role.name: number for role, number in queries.roles_with_counts()}
    assert counts == {"Admin": 1, "Agent": 1, "Auditor": 0, "Employee": 1, "Manager": 0}


def test_permissions_are_grouped_by_what_they_are_about(session):
    grouped = queries.permissions_by_view()
    assert [each.permission.name for each in grouped["Ticket"]] == ["can_read", "can_write"]
    assert all(each.permission.name != "menu_access" for rows in grouped.values() for each in rows)
