"""What mails say, in whose words, and how they hang together."""

import re
from typing import Any

import pytest

from app.core import settings as groups
from app.core.company import CompanySettings
from app.core.transaction import transaction
from app.extensions import db
from app.notifications.about import NOTICES
from app.notifications.mails import header_text
from app.notifications.models import Delivery, What
from app.tickets import services
from app.tickets.models import TicketStatus
from app.tickets.schemas import KnownProblemChange, MessageDraft, Resolution, TicketDraft
from app.worker import relay, sender
from tests.factories.people import PersonFactory
from tests.notifications.conftest import tell


def test_a_mail_shows_message_state_next_step_and_the_way_back(quiet, alice, bob, mailbox, say):
    services.claim_ticket(quiet, actor=bob)
    say(quiet, "Please press the button\nfor ten seconds.", bob)
    tell()

    [mail] = mailbox
    for part in (mail.body, mail.html):
        assert "for ten seconds." in part
        assert "Being worked on" in part
        assert f"http://localhost/tickets/{quiet.id}" in part
        assert "Please answer on the ticket page" in part
    assert "> Please press the button\n> for ten seconds." in mail.body.replace("\r", "")


def test_mails_of_a_ticket_hang_together(quiet, alice, bob, mailbox, clock, say):
    say(quiet, "One.", bob)
    tell()
    clock.advance(minutes=5)
    say(quiet, "Two.", bob)
    tell()

    first, second = (mail.message for mail in mailbox)
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert re.fullmatch(rf"<ticket\.{quiet.id}\.\d+\.public\.\d+\.\d+\.[\w-]+@localhost>", first["Message-ID"])
    assert first["Auto-Submitted"] == "auto-generated"


def test_answers_go_to_support(quiet, bob, carol, mailbox, say):
    groups.save(CompanySettings(name="Acme IT", support_mail="help@acme.example"), actor=carol)
    say(quiet, "One.", bob)
    tell()

    [mail] = mailbox
    assert mail.message["Reply-To"] == "help@acme.example"
    assert "Acme IT" in mail.body


def test_a_mail_speaks_the_language_of_its_reader(quiet, alice, bob, mailbox, say):
    with transaction():
        alice.locale = "de"
    say(quiet, "Eins.", bob)
    tell()

    [mail] = mailbox
    assert '<html lang="de"' in mail.html


def test_a_mail_tells_hours_on_the_clock_of_its_reader(alice, bob, mailbox, clock):
    with transaction():
        alice.timezone = "Asia/Tokyo"
        starts = {"starts_at": "2026-03-03T20:00:00+00:00", "ends_at": "2026-03-03T21:00:00+00:00"}
        for person in (alice, bob):
            write(person, What.maintenance_announced, None, PLANNED | starts | {"title": "Switches"})
    sender.run()

    far, near = (mail.subject for mail in mailbox)
    assert re.search(r"Wednesday, March 4, 5:00.AM", far)
    assert "Tuesday, March 3" in near


def test_a_subject_cannot_break_the_header(clock, alice, mailbox):
    subject = "Screen\x07 is\u2028 black " + "x" * 400
    services.file_ticket(TicketDraft(subject=subject, description="...", category="Hardware"), actor=alice)
    tell()

    [mail] = mailbox
    assert mail.subject.startswith("[#")
    assert "\x07" not in mail.subject
    assert len(mail.subject) <= 200


@pytest.mark.parametrize(
    ("text", "safe"),
    [("a\r\nb", "a b"), ("a\u2028b\u0085c", "a b c"), ("  ä 😀 ", "ä 😀"), ("x" * 300, "x" * 199 + "…")],
)
def test_header_text(text, safe):
    assert header_text(text) == safe


def test_a_long_message_is_cut(quiet, bob, mailbox, say):
    say(quiet, "word " * 5000, bob)
    tell()

    [mail] = mailbox
    assert len(mail.body) < 6000
    assert "…" in mail.body


def test_the_text_of_a_redacted_message_does_not_leave(quiet, alice, bob, carol, mailbox, say):
    message = say(quiet, "The password is hunter2.", bob)
    relay.run()
    services.redact_message(quiet, message, actor=carol)
    sender.run()

    assert all("hunter2" not in mail.body + mail.html for mail in mailbox)


def test_a_person_who_lost_the_ticket_gets_no_mail_of_it(quiet, alice, bob, mailbox, say):
    dora = PersonFactory()
    services.add_watcher(quiet, dora.id, actor=alice)
    say(quiet, "One.", bob)
    relay.run()
    services.remove_watcher(quiet, dora.id, actor=alice)
    sender.run()

    assert [mail.to for mail in mailbox] == [alice.email]


def test_the_fixed_links_lead_to_the_page_that_asks(quiet, alice, bob, mailbox, client):
    services.claim_ticket(quiet, actor=bob)
    services.resolve_ticket(quiet, Resolution(text="A new cable."), actor=bob)
    tell()

    [mail] = mailbox
    links = re.findall(r"http://localhost(/tickets/fixed/\S+)", mail.body)
    assert len(links) == 2
    for link in links:
        assert client.get(link).status_code == 200
        assert quiet.status is TicketStatus.resolved  # looking changes nothing
    client.post(links[0])
    assert quiet.status is TicketStatus.closed


def test_a_solution_that_comes_along_with_others_asks_too(quiet, alice, bob, mailbox, clock, say):
    services.claim_ticket(quiet, actor=bob)
    say(quiet, "One moment.", bob)
    clock.advance(seconds=30)
    services.resolve_ticket(quiet, Resolution(text="A new cable."), actor=bob)
    tell()

    [mail] = mailbox
    assert mail.body.count("/tickets/fixed/") == 2
    assert mail.html.count("/tickets/fixed/") == 2


OF_DEVICES = {
    "room_id": 5, "room": "Amber", "export_id": 1, "file": "tickets.csv", "rows": 20001, "why": "The disk is full.",
    "device_id": 7, "device": "LT-7 Laptop", "due_on": "2026-03-09", "name": "Alice Berg", "reason": "Not mine",
    "count": 2, "named": ["LT-7 Laptop"], "model_id": 3, "model": "Falke 14", "ends_on": "2026-09-01", "devices": 4,
}  # fmt: skip
STAFF = {
    What.ticket_assigned,
    What.ticket_answer_on_mine,
    What.ticket_still_broken,
    What.ticket_mentioned,
    What.ticket_new_in_team,
    What.visit_assigned,
    What.visit_taken_off,
}
PLANNED = {
    "ticket_id": 7, "subject": "Screen", "technician": "Bob", "note": "Second floor", "text": "Use Wi-Fi", "task_id": 1,
    "starts_at": "2026-03-03T09:00:00+00:00", "ends_at": "2026-03-03T10:00:00+00:00", "effect": "interrupted",
    "before": "2026-03-02T09:00:00+00:00", "times": 2, "who": "Bob", "zone": "Asia/Tokyo",
}  # fmt: skip


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_kind_of_mail_can_be_written(quiet, alice, bob, mailbox, what, locale):
    other = services.file_ticket(TicketDraft(subject="Other", description="...", category="Hardware"), actor=alice)
    problem = services.raise_problem(KnownProblemChange(title="Mail is slow", text="We look."), actor=bob)
    person = bob if what in STAFF else alice
    with transaction():
        person.locale = locale
        write(
            person,
            what,
            quiet,
            {"other_id": other.id, "problem_id": problem.id, "title": problem.title, "actor_id": bob.id}
            | OF_DEVICES
            | PLANNED,
        )
    sender.run()

    [mail] = mailbox
    assert mail.subject
    for part in (mail.body, mail.html):
        assert "None" not in part
        assert "%(" not in part
        assert "{{" not in part
    assert ("/staff/tickets/" in mail.body) is (what in STAFF)


def write(person: Any, what: What, ticket: Any, context: dict[str, Any]) -> None:
    ticket_id = None if what in NOTICES else ticket.id
    row = Delivery(
        user_id=person.id, cause=f"test:{what}", recipient=person.email, template=what.value, ticket_id=ticket_id
    )
    row.context = context
    db.session.add(row)


def test_what_is_said_on_the_page_is_told_by_mail_as_text(quiet, bob, mailbox):
    services.post_message(quiet, MessageDraft(body_html="<p>Press <b>this</b></p>"), actor=bob)
    tell()

    [mail] = mailbox
    assert "Press this" in mail.body
