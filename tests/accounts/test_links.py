"""One-time links: sent, sent again, used once; registration."""

from datetime import timedelta

import pytest

from app.accounts import links, passwords, queries, services
from app.accounts.models import BaseRole, LinkPurpose, SessionKind
from app.accounts.schemas import Forgotten, NewPassword, Registration, SignIn
from app.core import tokens
from app.core.errors import Invalid, NotFound
from app.worker import relay, sender
from tests.accounts.conftest import put

NEW = "seven green hills at dawn"


def token_of(link):
    return links.token_of(link.user_id, link.purpose, link.nonce)


@pytest.fixture
def reset(alice, latest_link, clock):
    services.ask_for_reset(Forgotten(email=alice.email.upper()))
    return latest_link(alice, LinkPurpose.reset)


def test_a_reset_is_mailed_to_the_address_on_file(alice, reset, mailbox):
    relay.run()
    sender.run()

    [mail] = mailbox
    assert mail.to == alice.email
    assert links.address_of(reset) in mail.body
    assert links.address_of(reset).startswith("http://localhost/reset-password?token=")


def test_the_token_itself_is_not_kept(reset):
    assert reset.token_hash == tokens.digest(token_of(reset))
    assert token_of(reset) not in (reset.nonce, reset.token_hash)


def test_nothing_is_sent_to_strangers_and_leavers(alice, told):
    put(alice, active=False)
    services.ask_for_reset(Forgotten(email=alice.email))
    services.ask_for_reset(Forgotten(email="nobody@example.org"))
    assert told("person.reset_asked") == []


def test_impatience_fills_no_mailbox(alice, reset, told, clock):
    services.ask_for_reset(Forgotten(email=alice.email))
    assert len(told("person.reset_asked")) == 1
    clock.advance(minutes=3)
    services.ask_for_reset(Forgotten(email=alice.email))
    assert len(told("person.reset_asked")) == 2


def test_a_reset_sets_the_password_once_and_ends_every_session(alice, reset, enter, clock, told):
    row = enter(alice).session
    assert services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW)) == alice
    assert passwords.verify(alice.password, NEW)
    assert not row.is_alive(clock.now)
    assert told("person.password_changed") == [{"person_id": alice.id}]
    with pytest.raises(Invalid) as refusal:
        services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW + "!"))
    assert list(refusal.value.errors) == ["token"]


def test_a_reset_is_over_after_an_hour(reset, clock):
    clock.advance(hours=1)
    with pytest.raises(Invalid):
        services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW))


@pytest.mark.parametrize("token", ["x", "Grüße", token_of.__name__])
def test_an_invented_token_works_nowhere(session, token):
    with pytest.raises(Invalid):
        services.set_password_by_link(NewPassword(token=token, password=NEW))
    with pytest.raises(Invalid):
        services.confirm_registration(token)


def test_a_weak_password_leaves_the_link_open(alice, reset):
    with pytest.raises(Invalid) as refusal:
        services.set_password_by_link(NewPassword(token=token_of(reset), password="password1234"))
    assert list(refusal.value.errors) == ["password"]
    assert services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW)) == alice


def test_a_newer_link_replaces_the_older(alice, reset, latest_link, clock):
    clock.advance(minutes=3)
    services.ask_for_reset(Forgotten(email=alice.email))
    with pytest.raises(Invalid):
        services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW))
    newer = latest_link(alice, LinkPurpose.reset)
    assert services.set_password_by_link(NewPassword(token=token_of(newer), password=NEW)) == alice


def test_a_leavers_link_is_over(alice, reset):
    put(alice, active=False)
    with pytest.raises(Invalid):
        services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW))


def test_a_password_set_by_a_link_ends_a_forced_change(alice, reset):
    put(alice, must_change_password=True)
    services.set_password_by_link(NewPassword(token=token_of(reset), password=NEW))
    assert not alice.must_change_password


def test_an_expired_link_is_sent_anew_to_the_address_on_file(alice, carol, latest_link, clock, mailbox):
    put(alice, password=None)
    services.invite_again(alice, actor=carol)
    old = latest_link(alice, LinkPurpose.invite)
    clock.advance(days=7)
    services.renew_link(token_of(old))
    services.renew_link(token_of(old))  # pressed twice: one mail
    relay.run()
    sender.run()
    new = latest_link(alice, LinkPurpose.invite)
    assert new.id != old.id
    assert new.expires_at == clock.now + timedelta(days=7)
    assert [mail for mail in mailbox if links.address_of(new) in mail.body]
    assert len(mailbox.to(alice)) == 1


def test_a_leaver_or_stranger_gets_no_new_link(alice, reset, told, clock):
    put(alice, active=False)
    clock.advance(hours=2)
    services.renew_link(token_of(reset))
    services.renew_link("invented")
    assert len(told("person.reset_asked")) == 1


# --- registration


def register(email="newcomer@example.org", name="New Comer", password=NEW):
    services.register(Registration(email=email, name=name, password=password))
    return queries.person_by_email(email)


@pytest.mark.usefixtures("session")
def test_where_registration_is_off_nobody_registers():
    with pytest.raises(NotFound):
        register()


def test_an_account_begins_when_its_address_is_confirmed(registration, session, latest_link, mailbox):
    person = register()
    assert not person.is_active
    with pytest.raises(services.SignInRefused):
        services.sign_in(SignIn(email=person.email, password=NEW), kind=SessionKind.api)
    relay.run()
    sender.run()
    link = latest_link(person, LinkPurpose.confirm)
    [mail] = mailbox
    assert links.address_of(link) in mail.body

    services.confirm_registration(token_of(link))

    assert services.sign_in(SignIn(email=person.email, password=NEW), kind=SessionKind.api).person == person
    assert person.base_role is BaseRole.employee
    with pytest.raises(Invalid):
        services.confirm_registration(token_of(link))


def test_only_people_of_the_company_register(registration, session):
    with pytest.raises(Invalid) as refusal:
        register("somebody@elsewhere.org")
    assert "example.org" in refusal.value.message


def test_a_weak_password_is_refused_at_registration(registration, session):
    with pytest.raises(Invalid):
        register(password="password1234")


def test_somebody_elses_account_is_not_touched_by_registering(registration, alice, told):
    before = alice.password
    register(alice.email, name="Not Alice")
    assert (alice.name, alice.password) == ("Alice Berg", before)
    assert told("person.registration_asked") == []


def test_a_leaver_cannot_come_back_by_registering(registration, alice, carol, told):
    services.deactivate_person(alice, actor=carol)
    register(alice.email)
    assert not alice.is_active
    assert told("person.registration_asked") == []


def test_registering_again_before_confirming_counts_anew(registration, session, latest_link, clock, told):
    person = register()
    register(name="Impatient")
    assert person.name == "New Comer"
    first = latest_link(person, LinkPurpose.confirm)
    clock.advance(minutes=3)
    register(name="Second Try")
    assert person.name == "Second Try"
    assert len(told("person.registration_asked")) == 2
    with pytest.raises(Invalid):
        services.confirm_registration(token_of(first))


def test_an_expired_confirmation_is_sent_anew_until_it_was_used(registration, session, latest_link, clock, told):
    person = register()
    first = latest_link(person, LinkPurpose.confirm)
    clock.advance(days=2)
    services.renew_link(token_of(first))
    services.confirm_registration(token_of(latest_link(person, LinkPurpose.confirm)))
    clock.advance(minutes=3)
    services.renew_link(token_of(first))
    assert len(told("person.registration_asked")) == 2
