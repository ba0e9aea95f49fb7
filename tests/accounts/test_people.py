"""People: added, changed, deactivated, and the first administrator."""

import threading

import pytest

from app.accounts import first_run, links, passwords, queries, services
from app.accounts.models import BaseRole, LinkPurpose, Role, SessionKind, Standing
from app.accounts.preferences import Channel, Kind, Ways, preferences_of
from app.accounts.schemas import (
    DeskPersonChange,
    FirstAdmin,
    PasswordChange,
    PersonChange,
    PersonDraft,
    ProfileChange,
    SignIn,
)
from app.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, TooManyTries
from app.core.transaction import transaction
from app.extensions import db
from app.worker import relay, sender
from tests.accounts.conftest import put
from tests.factories.people import PASSWORD, PersonFactory, TeamFactory

NEW = "seven green hills at dawn"


def draft(**values):
    return PersonDraft(**{"email": "Dora@Example.org", "name": "Dora Lind", **values})


# --- adding


def test_a_new_person_is_invited_by_mail(carol, mailbox, latest_link):
    dora = services.add_person(draft(role="AGENT", department="IT"), actor=carol)
    relay.run()
    sender.run()

    assert (dora.email, dora.username, dora.name) == ("dora@example.org", "dora@example.org", "Dora Lind")
    assert dora.base_role is BaseRole.agent
    assert dora.standing is Standing.invited
    [mail] = mailbox
    assert links.address_of(latest_link(dora, LinkPurpose.invite)) in mail.body


def test_one_address_is_one_person(carol, alice):
    with pytest.raises(Invalid) as refusal:
        services.add_person(draft(email=alice.email.upper()), actor=carol)
    assert list(refusal.value.errors) == ["email"]


def test_only_administrators_add_people(alice, bob, mia, mallory):
    for actor in (alice, bob, mia, mallory):
        with pytest.raises(NotAllowed):
            services.add_person(draft(), actor=actor)
    assert queries.person_by_email("dora@example.org") is None


def test_a_person_with_a_password_is_told_nothing_and_may_sign_in(system, enter, told):
    dora = services.enter_person(draft(), actor=system, password=NEW)
    assert enter(dora, password=NEW).person == dora
    assert told("person.invited") == []


def test_a_weak_first_password_adds_nobody(system):
    with pytest.raises(Invalid):
        services.enter_person(draft(), actor=system, password="password1234")
    assert queries.person_by_email("dora@example.org") is None


def test_an_import_finds_people_by_address_or_adds_them_quietly(system, alice, told):
    assert services.find_or_add_person(alice.email.upper(), "Somebody", actor=system) == alice
    assert services.find_or_add_person("dora@example.org", "Dora Lind", actor=system).name == "Dora Lind"
    assert told("person.invited") == []


def test_an_invitation_is_sent_again_until_a_password_was_chosen(carol, alice, told):
    dora = services.add_person(draft(), actor=carol)
    services.invite_again(dora, actor=carol)
    assert len(told("person.invited")) == 2
    with pytest.raises(Conflict):
        services.invite_again(alice, actor=carol)
    with pytest.raises(NotAllowed):
        services.invite_again(dora, actor=alice)


def test_a_password_link_for_whoever_never_had_one_is_an_invitation(carol, alice, told):
    dora = services.enter_person(draft(), actor=carol)
    services.send_reset(dora, actor=carol)
    services.send_reset(alice, actor=carol)
    assert len(told("person.invited")) == len(told("person.reset_asked")) == 1
    put(alice, active=False)
    with pytest.raises(Conflict):
        services.send_reset(alice, actor=carol)


# --- changing


def test_only_what_is_sent_changes(carol, alice, audited):
    put(alice, phone="123", department="Sales")
    services.change_person(alice, PersonChange(department="Finance"), actor=carol)
    assert (alice.phone, alice.department) == ("123", "Finance")
    services.change_person(alice, PersonChange(name="Alice Bergmann", phone=""), actor=carol)
    assert (alice.name, alice.phone) == ("Alice Bergmann", None)
    assert audited() == ["person.changed", "person.changed"]


def test_another_role_counts_at_once_and_ends_every_session(carol, alice, enter, clock, told):
    row, version = enter(alice).session, queries.permissions_version()
    services.change_person(alice, PersonChange(role="MANAGER"), actor=carol)
    assert alice.base_role is BaseRole.manager
    assert queries.permissions_version() == version + 1
    assert not row.is_alive(clock.now)
    assert told("sessions.ended") == [{"person_id": alice.id, "session_ids": [row.id]}]


def test_the_role_somebody_has_anyway_changes_nothing(carol, alice, enter, clock):
    row, version = enter(alice).session, queries.permissions_version()
    services.change_person(alice, PersonChange(role="EMPLOYEE"), actor=carol)
    assert row.is_alive(clock.now)
    assert queries.permissions_version() == version


def test_further_roles_stay_when_the_base_role_changes(carol, alice):
    with transaction():
        db.session.add(role := Role(name="Auditor"))
    change = DeskPersonChange(email=alice.email, extra_role_ids=[role.id, queries.base_role(BaseRole.admin).id])
    services.change_person(alice, change, actor=carol)
    assert (alice.base_role, alice.extra_roles) == (BaseRole.employee, [role])
    services.change_person(alice, PersonChange(role="AGENT"), actor=carol)
    assert (alice.base_role, alice.extra_roles) == (BaseRole.agent, [role])


def test_with_a_new_address_one_signs_in_by_it_and_old_links_end(carol, alice, bob, enter, clock):
    services.send_reset(alice, actor=carol)
    services.change_person(alice, DeskPersonChange(email="Alice.New@example.org"), actor=carol)
    assert enter(alice).person.username == "alice.new@example.org"
    with pytest.raises(Invalid):
        services.change_person(alice, DeskPersonChange(email=bob.email), actor=carol)


def test_only_administrators_change_people(alice, bob, mia):
    for actor in (alice, bob, mia):
        with pytest.raises(NotAllowed):
            services.change_person(alice, PersonChange(role="ADMIN"), actor=actor)


def test_the_last_administrator_stays_one(carol):
    for change in (PersonChange(role="AGENT"), PersonChange(is_active=False)):
        with pytest.raises(Conflict):
            services.change_person(carol, change, actor=carol)
    assert carol.is_admin


def test_an_administrator_may_step_down_while_another_is_active(carol):
    other = PersonFactory(role=BaseRole.admin)
    services.change_person(carol, PersonChange(role="EMPLOYEE"), actor=carol)
    assert not carol.is_admin
    with pytest.raises(Conflict):
        services.deactivate_person(other, actor=other)


def test_a_deactivated_administrator_is_none_to_count_on(carol):
    PersonFactory(role=BaseRole.admin, active=False)
    with pytest.raises(Conflict):
        services.deactivate_person(carol, actor=carol)


@pytest.mark.real_commits
def test_two_administrators_who_deactivate_each_other_leave_one(app, carol):
    other = PersonFactory(role=BaseRole.admin)
    ids, refusals, start = (carol.id, other.id), [], threading.Barrier(2)

    def deactivate(who, by):
        with app.app_context():
            start.wait()
            try:
                services.deactivate_person(queries.person(who), actor=queries.person(by))
            except DomainError as refusal:
                refusals.append(type(refusal))

    threads = [threading.Thread(target=deactivate, args=pair) for pair in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert queries.has_administrator()


# --- leaving and coming back


def test_a_leaver_is_out_at_once_and_hands_over(carol, bob, enter, clock, told):
    successor = PersonFactory(role=BaseRole.agent)
    team = TeamFactory(members=[bob])
    row = enter(bob).session
    services.send_reset(bob, actor=carol)

    services.deactivate_person(bob, actor=carol, successor=successor, devices_are_back=True)

    assert bob.standing is Standing.deactivated
    assert queries.signed_in(row.id, clock.now) is None
    assert team.members == []
    facts = {"person_id": bob.id, "successor_id": successor.id, "actor_id": carol.id, "devices_are_back": True}
    assert told("person.deactivated") == [facts]
    with pytest.raises(services.SignInRefused):
        enter(bob)


def test_only_it_staff_take_over(carol, bob, alice):
    for successor in (alice, bob, PersonFactory(role=BaseRole.agent, active=False)):
        with pytest.raises(Invalid):
            services.deactivate_person(bob, actor=carol, successor=successor)
    assert bob.is_active


def test_only_administrators_deactivate(alice, bob):
    for service in (services.deactivate_person, services.reactivate_person):
        with pytest.raises(NotAllowed):
            service(alice, actor=bob)


def test_who_comes_back_signs_in_as_before(carol, alice, enter):
    services.change_person(alice, PersonChange(is_active=False), actor=carol)
    services.change_person(alice, PersonChange(is_active=True), actor=carol)
    assert enter(alice).person == alice


# --- oneself


def test_people_change_their_own_profile(alice):
    change = ProfileChange(
        name="A. Berg", timezone="Asia/Tokyo", locale="de", notification_preferences={Kind.solved: Ways(mail=False)}
    )
    services.change_profile(change, actor=alice)
    assert (alice.name, alice.timezone, alice.locale) == ("A. Berg", "Asia/Tokyo", "de")
    assert not preferences_of(alice).wants(Kind.solved, Channel.mail)


def test_a_new_password_ends_all_other_sessions(alice, enter, clock, told):
    here, elsewhere = enter(alice).session, enter(alice).session
    put(alice, must_change_password=True)
    services.change_password(PasswordChange(current_password=PASSWORD, new_password=NEW), actor=alice, spare=here.id)
    assert passwords.verify(alice.password, NEW)
    assert not alice.must_change_password
    assert here.is_alive(clock.now)
    assert not elsewhere.is_alive(clock.now)
    assert told("person.password_changed") == [{"person_id": alice.id}]


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("wrong", NEW, "current_password"),
        (PASSWORD, "password1234", "new_password"),
        (PASSWORD, PASSWORD, "new_password"),
    ],
)
def test_a_password_change_is_refused_at_the_field(alice, current, new, field):
    with pytest.raises(Invalid) as refusal:
        services.change_password(PasswordChange(current_password=current, new_password=new), actor=alice)
    assert list(refusal.value.errors) == [field]
    assert passwords.verify(alice.password, PASSWORD)


def test_guessing_the_present_password_is_slowed_down_too(alice, clock):
    change = PasswordChange(current_password="wrong", new_password=NEW)
    for _ in range(10):
        with pytest.raises(Invalid):
            services.change_password(change, actor=alice)
    with pytest.raises(TooManyTries):
        services.change_password(change, actor=alice)


# --- the first administrator


def first(code):
    return FirstAdmin(code=code, name="Carl Ames", email="Carl@example.org", password=NEW)


@pytest.mark.usefixtures("session")
def test_the_terminals_code_makes_the_first_administrator():
    assert not queries.has_administrator()
    carl = services.appoint_first_admin(first(f" {first_run.code().lower().replace('-', ' ')} "))
    assert carl.is_admin
    assert queries.has_administrator()
    assert services.sign_in(SignIn(email="carl@example.org", password=NEW), kind=SessionKind.web).person == carl


@pytest.mark.real_commits
def test_two_who_are_first_at_the_same_moment_are_one(app, session):
    start, outcomes = threading.Barrier(2), []

    def appoint(email):
        with app.app_context():
            draft = first(first_run.code()).model_copy(update={"email": email})
            start.wait()
            try:
                outcomes.append(services.appoint_first_admin(draft).email)
            except DomainError as refusal:
                outcomes.append(type(refusal))

    threads = [threading.Thread(target=appoint, args=[f"{name}@example.org"]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(NotFound) == 1


def test_an_agent_becomes_an_administrator(carol, bob):
    services.change_person(bob, PersonChange(role="ADMIN"), actor=carol)
    assert bob.is_admin
    services.change_person(carol, PersonChange(role="EMPLOYEE"), actor=bob)


@pytest.mark.usefixtures("session")
def test_a_second_first_administrator_there_is_not():
    services.appoint_first_admin(first(first_run.code()))
    with pytest.raises(NotFound):
        services.appoint_first_admin(first(first_run.code()))


def test_the_code_cannot_be_guessed_for_long(session, clock):
    for _ in range(10):
        with pytest.raises(Invalid) as refusal:
            services.appoint_first_admin(first("AAAA-AAAA"))
        assert list(refusal.value.errors) == ["code"]
    with pytest.raises(TooManyTries):
        services.appoint_first_admin(first(first_run.code()))
    assert not queries.has_administrator()


@pytest.mark.usefixtures("session")
def test_a_weak_password_makes_no_administrator():
    weak = first(first_run.code()).model_copy(update={"password": "password1234"})
    with pytest.raises(Invalid):
        services.appoint_first_admin(weak)
    assert not queries.has_administrator()
