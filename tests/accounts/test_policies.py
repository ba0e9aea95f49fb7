"""Who may do what to people and roles."""

from app.accounts import policies
from app.accounts.models import Role


def test_administrators_and_the_product_itself_administer(alice, bob, mia, carol, mallory, system):
    assert policies.can_administer(carol)
    assert policies.can_administer(system)
    assert not any(policies.can_administer(each) for each in (alice, bob, mia, mallory))


def test_a_deactivated_administrator_does_not(carol):
    carol.active = False
    assert not policies.can_administer(carol)


def test_staff_see_everybody_and_everybody_themselves(alice, bob, mia, carol, mallory):
    assert all(policies.can_see_person(each, alice) for each in (alice, bob, mia, carol))
    assert not policies.can_see_person(mallory, alice)
    assert not policies.can_see_person(alice, bob)
    bob.active = False
    assert not policies.can_see_person(bob, alice)


def test_sessions_are_ended_by_their_person_or_an_administrator(alice, bob, carol):
    assert policies.can_end_sessions(alice, alice)
    assert policies.can_end_sessions(carol, alice)
    assert not policies.can_end_sessions(bob, alice)


def test_the_roles_of_the_product_cannot_be_changed():
    assert not policies.can_change_role(Role(name="Agent"))
    assert not policies.can_change_role(Role(name="Public"))
    assert policies.can_change_role(Role(name="Auditor"))
