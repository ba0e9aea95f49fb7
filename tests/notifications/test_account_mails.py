"""Mails about an account: always sent, alone, with a link that works once."""

import re

import pytest

from app.accounts import services as accounts
from app.accounts.models import BaseRole
from app.accounts.schemas import Forgotten, PasswordChange, PersonDraft, Registration
from app.core.transaction import transaction
from tests.factories.people import PASSWORD
from tests.notifications.conftest import tell

NEW = "purple elephants dance slowly"


def link_in(mail) -> str:
    [address] = set(re.findall(r"http://localhost(/\S+[A-Za-z0-9_-]{40}\S*)", mail.body))
    return address


def test_an_invited_person_has_a_link_that_opens(session, carol, mailbox, client):
    accounts.add_person(PersonDraft(email="nora@example.org", name="Nora Vik", role=BaseRole.employee), actor=carol)
    tell()

    [mail] = mailbox
    assert mail.to == "nora@example.org"
    assert "Nora Vik" in mail.body
    assert client.get(link_in(mail)).status_code == 200


def test_a_forgotten_password_is_answered_by_a_link(session, alice, mailbox, client):
    accounts.ask_for_reset(Forgotten(email=alice.email))
    tell()

    [mail] = mailbox
    assert mail.to == alice.email
    assert client.get(link_in(mail)).status_code == 200


def test_a_registration_is_confirmed_by_a_link(app, session, mailbox, client):
    app.config["REGISTRATION_ENABLED"] = True
    try:
        accounts.register(Registration(email="otto@example.org", name="Otto Lang", password=NEW))
    finally:
        app.config["REGISTRATION_ENABLED"] = False
    tell()

    [mail] = mailbox
    assert mail.to == "otto@example.org"
    assert client.get(link_in(mail)).status_code == 200


def test_a_changed_password_is_told_to_its_owner(session, alice, mailbox):
    accounts.change_password(PasswordChange(current_password=PASSWORD, new_password=NEW), actor=alice)
    tell()

    [mail] = mailbox
    assert mail.to == alice.email
    assert "/forgot-password" in mail.body


def test_a_mail_can_be_tried(session, carol, mailbox):
    accounts.ask_for_test_mail(actor=carol)
    tell()

    [mail] = mailbox
    assert mail.to == carol.email


@pytest.mark.parametrize("channel", ["mail", "bell"])
def test_no_choice_switches_them_off(session, alice, mailbox, channel):
    with transaction():
        alice.preferences = {"notifications": {"received": {channel: False}, "answered": {channel: False}}}
    accounts.ask_for_reset(Forgotten(email=alice.email))
    tell()

    assert len(mailbox) == 1
