"""Who is told of what (product.md, "Notifications")."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts import preferences
from app.accounts.models import BaseRole
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import queries, wording
from app.notifications.models import Delivery, Notification, What
from app.tickets import services
from app.tickets.models import MessageType, TicketStatus
from app.tickets.schemas import KnownProblemChange, MessageDraft, Resolution, TicketChange, TicketDraft
from app.worker import relay, sender
from tests.factories.people import PersonFactory, TeamFactory
from tests.notifications.conftest import tell


def bells_of(person: Any) -> list[What]:
    return [row.what for row in reversed(queries.latest_notifications(person, 50))]


def mails_to(mailbox: Any, person: Any) -> int:
    return len([mail for mail in mailbox if mail.to == person.email])


def draft() -> TicketDraft:
    return TicketDraft(subject="No sound", description="In room 3.", category="Hardware")


def test_filing_tells_the_requester_once(alice, ticket, mailbox):
    relay.run()
    relay.run()
    sender.run()

    [mail] = mailbox
    assert mail.to == alice.email
    assert ticket.subject in mail.subject
    assert f"[#{ticket.id}]" in mail.subject
    assert bells_of(alice) == [What.ticket_received]


def test_agents_hear_of_a_new_ticket_by_the_bell_only(bob, ticket, mailbox):
    tell()

    assert bells_of(bob) == [What.ticket_new_in_team]
    assert mails_to(mailbox, bob) == 0


def test_only_the_team_hears_of_a_new_ticket_that_has_one(bob, alice, session):
    team = TeamFactory(members=[bob])
    other = PersonFactory(role=BaseRole.agent)
    ticket = services.file_ticket(draft(), actor=alice)
    relay.run()
    services.change_ticket(ticket, TicketChange(team_id=team.id), actor=other)
    relay.run()

    assert bells_of(bob) == [What.ticket_new_in_team, What.ticket_new_in_team]
    assert bells_of(other) == [What.ticket_new_in_team]


def test_an_answer_tells_requester_and_watchers_and_nobody_of_the_own_act(quiet, alice, bob, mailbox, say):
    dora = PersonFactory()
    services.add_watcher(quiet, dora.id, actor=alice)
    services.claim_ticket(quiet, actor=bob)

    say(quiet, "Please try the other cable.", bob)
    tell()

    assert bells_of(alice)[-1:] == [What.ticket_answered]
    assert bells_of(dora) == [What.ticket_answered]
    assert What.ticket_answer_on_mine not in bells_of(bob)
    assert sorted(mail.to for mail in mailbox) == sorted([alice.email, dora.email])
    assert "Please try the other cable." in mailbox[0].body


def test_the_assignee_hears_what_the_requester_says(quiet, alice, bob, mailbox, say):
    services.claim_ticket(quiet, actor=bob)
    say(quiet, "The cable did not help.", alice)
    tell()

    assert bells_of(bob)[-1] is What.ticket_answer_on_mine
    [mail] = mailbox
    assert mail.to == bob.email
    assert f"/staff/tickets/{quiet.id}" in mail.body


def test_an_assignment_tells_the_new_assignee(quiet, bob, carol, mailbox):
    services.assign_ticket(quiet, bob, actor=carol)
    tell()

    assert bells_of(bob)[-1] is What.ticket_assigned
    assert [mail.to for mail in mailbox] == [bob.email]


def test_claiming_tells_nobody(quiet, bob, mailbox):
    before = bells_of(bob)
    services.claim_ticket(quiet, actor=bob)
    tell()

    assert bells_of(bob) == before
    assert not list(mailbox)


def test_a_ticket_that_was_given_back_is_new_for_its_team(quiet, bob, carol):
    dora = PersonFactory(role=BaseRole.agent)
    team = TeamFactory(members=[bob, dora])
    services.change_ticket(quiet, TicketChange(team_id=team.id, assigned_to=bob.id), actor=carol)
    relay.run()
    assert bells_of(dora) == []

    services.assign_ticket(quiet, None, actor=bob)
    relay.run()
    assert bells_of(dora) == [What.ticket_new_in_team]


def test_another_team_is_no_new_assignment(quiet, bob, carol, session):
    services.assign_ticket(quiet, bob, actor=carol)
    relay.run()
    services.change_ticket(quiet, TicketChange(team_id=TeamFactory(members=[]).id), actor=carol)
    relay.run()

    assert bells_of(bob).count(What.ticket_assigned) == 1


def test_a_note_reaches_neither_requester_nor_watchers(quiet, alice, bob, carol, mailbox, say):
    dora = PersonFactory()
    services.add_watcher(quiet, dora.id, actor=alice)
    services.claim_ticket(quiet, actor=bob)
    before = bells_of(alice)

    say(quiet, "He broke it himself. @bob @alice @carol", carol, note=True)
    tell()

    assert bells_of(alice) == before
    assert bells_of(dora) == []
    assert bells_of(bob)[-1] is What.ticket_mentioned
    assert {mail.to for mail in mailbox} == {bob.email}


def test_a_note_is_not_told_to_staff_who_are_the_requester(clock, bob, carol, mailbox, say):
    own = services.file_ticket(draft(), actor=bob)
    tell()
    clock.advance(minutes=5)
    mailbox.empty()

    say(own, "Bob again. @bob", carol, note=True)
    tell()

    assert What.ticket_mentioned not in bells_of(bob)
    assert not list(mailbox)


def test_a_note_stays_hidden_when_its_reader_becomes_the_requester(quiet, bob, carol, mailbox, say):
    say(quiet, "Look at this, @bob", carol, note=True)
    relay.run()
    assert bells_of(bob)[-1] is What.ticket_mentioned
    services.change_ticket(quiet, TicketChange(requester_id=bob.id), actor=carol)
    tell()

    assert What.ticket_mentioned not in bells_of(bob)
    assert all("Look at this" not in mail.body for mail in mailbox)


def test_a_mention_goes_before_the_other_reasons(quiet, bob, carol, say):
    services.claim_ticket(quiet, actor=bob)
    say(quiet, "@bob can you look?", carol)
    relay.run()

    assert bells_of(bob)[-1] is What.ticket_mentioned
    assert bells_of(bob).count(What.ticket_answer_on_mine) == 0


def test_solving_asks_the_requester_with_signed_links(quiet, alice, bob, mailbox, client):
    services.claim_ticket(quiet, actor=bob)
    services.resolve_ticket(quiet, Resolution(text="A new cable."), actor=bob)
    tell()

    [mail] = mailbox
    assert bells_of(alice)[-1] is What.ticket_solved
    assert "A new cable." in mail.body
    assert mail.body.count("/tickets/fixed/") == 2


def test_watchers_are_told_of_the_solution_without_being_asked(quiet, alice, bob, mailbox):
    dora = PersonFactory()
    services.add_watcher(quiet, dora.id, actor=alice)
    services.resolve_ticket(quiet, Resolution(text="A new cable."), actor=bob)
    tell()

    [mail] = mailbox.to(dora)
    assert "/tickets/fixed/" not in mail.body + mail.html


def test_an_answer_that_solves_is_told_once(quiet, alice, bob, mailbox):
    with transaction():
        services.post_message(quiet, MessageDraft(body="I changed the cable."), actor=bob)
        services.resolve_ticket(quiet, Resolution(text="A new cable."), actor=bob)
    tell()

    [mail] = mailbox.to(alice)
    assert "I changed the cable." in mail.body
    assert bells_of(alice)[-1] is What.ticket_solved
    assert What.ticket_answered not in bells_of(alice)


def test_still_broken_tells_the_assignee_once(quiet, alice, bob, clock, say):
    services.claim_ticket(quiet, actor=bob)
    services.resolve_ticket(quiet, Resolution(text="A new cable."), actor=bob)
    relay.run()
    clock.advance(hours=1)
    services.reopen_ticket(quiet, actor=alice)
    relay.run()
    assert bells_of(bob)[-1] is What.ticket_still_broken

    services.resolve_ticket(quiet, Resolution(text="Another cable."), actor=bob)
    clock.advance(hours=1)
    services.reopen_ticket(quiet, "It flickers now.", actor=alice)
    relay.run()
    assert bells_of(bob)[-1] is What.ticket_answer_on_mine
    assert bells_of(bob).count(What.ticket_still_broken) == 1


def test_closing_without_a_solution_is_told(quiet, alice, bob):
    services.move_ticket(quiet, TicketStatus.closed, actor=bob)
    relay.run()

    assert bells_of(alice)[-1] is What.ticket_closed


def test_closing_by_the_requester_tells_nobody(quiet, alice, bob):
    services.claim_ticket(quiet, actor=bob)
    relay.run()
    before = bells_of(alice), bells_of(bob)
    services.close_own_ticket(quiet, actor=alice)
    relay.run()

    assert (bells_of(alice), bells_of(bob)) == before


def test_a_duplicate_is_told_once_and_leads_to_the_other(quiet, alice, bob, mailbox):
    other = services.file_ticket(draft(), actor=PersonFactory())
    services.close_as_duplicate(quiet, other.id, actor=bob)
    tell()

    [mail] = mailbox.to(alice)
    assert f"/tickets/{other.id}" in mail.body
    assert bells_of(alice)[-1] is What.ticket_duplicate
    assert What.ticket_solved not in bells_of(alice)
    assert What.ticket_closed not in bells_of(alice)


def test_a_reminder_goes_out_while_the_answer_is_awaited(quiet, alice, bob, mailbox):
    services.claim_ticket(quiet, actor=bob)
    services.move_ticket(quiet, TicketStatus.waiting_on_employee, actor=bob)
    services.remind_requester(quiet, actor=bob)
    tell()

    assert bells_of(alice)[-1] is What.ticket_reminder
    assert mails_to(mailbox, alice) == 1


def test_a_reminder_is_not_told_after_the_answer(quiet, alice, bob, say):
    services.claim_ticket(quiet, actor=bob)
    services.move_ticket(quiet, TicketStatus.waiting_on_employee, actor=bob)
    services.remind_requester(quiet, actor=bob)
    say(quiet, "Here it is.", alice)
    relay.run()

    assert What.ticket_reminder not in bells_of(alice)


def test_a_fixed_problem_tells_those_who_have_it_too(quiet, alice, bob, mailbox):
    dora = PersonFactory()
    problem = services.raise_problem(
        KnownProblemChange(title="Mail is slow", text="We look.", leading_ticket_id=quiet.id), actor=bob
    )
    services.report_me_too(problem, actor=dora)
    services.change_problem(problem, KnownProblemChange(title="Mail is slow", text="Done.", state="fixed"), actor=bob)
    tell()

    assert bells_of(dora) == [What.known_problem_fixed]
    assert bells_of(alice)[-1] is What.known_problem_fixed
    [mail] = mailbox.to(dora)
    assert "Mail is slow" in mail.subject


def test_the_right_requester_has_the_confirmation_after_a_correction(quiet, bob, mailbox):
    dora = PersonFactory()
    services.change_ticket(quiet, TicketChange(requester_id=dora.id), actor=bob)
    tell()

    assert bells_of(dora) == [What.ticket_received]


def test_nobody_is_told_of_spam(ticket, alice, bob):
    services.mark_spam(ticket, actor=bob)
    relay.run()

    assert bells_of(alice) == []
    assert bells_of(bob) == []


def test_inactive_people_are_not_told(ticket, alice, mailbox):
    with transaction():
        alice.active = False
    tell()

    assert not mailbox.to(alice)


@pytest.mark.parametrize(("channel", "bells", "mails"), [("mail", 1, 0), ("bell", 0, 1)])
def test_each_person_chooses_by_kind_and_channel(session, alice, mailbox, channel, bells, mails):
    with transaction():
        alice.preferences = {"notifications": {"received": {channel: False}}}
    services.file_ticket(draft(), actor=alice)
    tell()

    assert len(bells_of(alice)) == bells
    assert mails_to(mailbox, alice) == mails
    assert not preferences.preferences_of(alice).wants(preferences.Kind.received, preferences.Channel[channel])


def test_a_note_on_mine_is_told_as_a_note(quiet, bob, carol, say):
    services.claim_ticket(quiet, actor=bob)
    say(quiet, "Ask the vendor.", carol, note=True)
    relay.run()

    [newest, *_] = queries.latest_notifications(bob, 5)
    assert (newest.what, newest.is_internal) == (What.ticket_answer_on_mine, True)
    assert wording.sentence_of(newest) == f"Carol Diaz left a note on #{quiet.id}"


def test_told_twice_makes_one_of_each(ticket, alice, bob):
    relay.run()
    bells = db.session.query(Notification).count()
    mails = db.session.query(Delivery).count()

    with transaction():
        db.session.execute(sa.text("update outbox_messages set told_at = null"))
    relay.run()

    assert (db.session.query(Notification).count(), db.session.query(Delivery).count()) == (bells, mails)
    assert (bells, mails) == (2, 1)


def test_what_people_say_is_never_an_html_tag_in_a_mail(quiet, alice, bob, mailbox):
    services.post_message(
        quiet, MessageDraft(body="<script>alert(1)</script>", message_type=MessageType.admin), actor=bob
    )
    tell()

    [mail] = mailbox
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
