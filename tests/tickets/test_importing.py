"""Tickets that come in by a file: all or nothing, times kept, nobody told."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.queries import person_by_email, system_user
from app.core.errors import NotAllowed
from app.core.outbox import OutboxMessage
from app.core.records import MOST_ERRORS, BadRows, RecordFile
from app.extensions import db
from app.tickets import queries, search, services
from app.tickets.models import Category, Message, MessageType, Priority, Ticket, TicketStatus, TimelineEntry
from tests.factories.tickets import category

DATA = Path(__file__).parents[1] / "data"
BASE = {
    "subject": "Tap drips",
    "description": "Into the printer.",
    "createdAt": "2026-02-02T09:00:00Z",
    "requester": {"email": "nora@example.org", "name": "Nora Feld"},
}
NO_ADDRESS = "Enter an e-mail address such as anna@example.com."
ANSWER = {"author": "it@example.org", "body": "Coming.", "createdAt": "2026-02-02T10:00:00Z"}


@pytest.fixture(autouse=True)
def ground(session, clock):
    """The categories of a fresh installation, on a Monday in March."""
    for name in ("Hardware", "Access", "Other"):
        category(name)


@pytest.fixture
def lines(tmp_path):
    """A file of these rows."""

    def write(*rows):
        path = tmp_path / "rows.jsonl"
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
        return RecordFile(path, json_columns=["messages"])

    return write


def take_over(records):
    services.import_tickets(records, actor=system_user())
    return list(db.session.scalars(sa.select(Ticket).order_by(Ticket.id)))


def refused(records):
    with pytest.raises(BadRows) as refusal:
        services.import_tickets(records, actor=system_user())
    assert db.session.scalar(sa.select(sa.func.count(Ticket.id))) == 0
    return [(row.line, row.text) for row in refusal.value.rows]


def conversation(ticket):
    rows = sa.select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id)
    return [(row.author.email, row.message_type, row.body) for row in db.session.scalars(rows)]


def test_the_sample_comes_in_with_its_times():
    closed, active, waiting = take_over(RecordFile(DATA / "tickets.jsonl"))
    assert closed.created_at == datetime(2026, 1, 12, 8, 41, tzinfo=UTC)
    assert closed.first_responded_at == datetime(2026, 1, 12, 9, 20, tzinfo=UTC)
    assert closed.resolved_at == closed.closed_at == closed.updated_at == datetime(2026, 1, 13, 10, 5, tzinfo=UTC)
    assert (closed.status, closed.is_active, closed.priority) == (TicketStatus.closed, False, Priority.high)
    assert conversation(closed) == [
        ("it@example.org", MessageType.admin, "I will bring another cable after lunch."),
        ("nora.feld@example.org", MessageType.user, "That was it, thank you!"),
    ]
    assert active.created_at == datetime(2026, 2, 2, 6, 15, tzinfo=UTC)
    assert active.description_html == "<p>Ich komme seit heute <b>nicht mehr</b> hinein.</p>"
    assert active.description == "Ich komme seit heute nicht mehr hinein."
    assert (active.status, active.category.name, active.is_our_turn) == (TicketStatus.in_progress, "Access", False)
    assert conversation(active)[1][1] is MessageType.internal
    assert waiting.waiting_since == datetime(2026, 3, 2, 9, tzinfo=UTC), "patience begins with the import"
    assert waiting.last_word_by.email == "front.desk@imported.invalid"


def test_csv_and_json_lines_say_the_same():
    closed, fresh = take_over(RecordFile(DATA / "tickets.csv", json_columns=["messages"]))
    assert closed.description == "I hear myself with half a second delay,\nin every call."
    assert (closed.status, closed.priority, closed.category.name) == (TicketStatus.closed, Priority.low, "Hardware")
    assert conversation(closed) == [("it@example.org", MessageType.admin, "Please try the other port.")]
    assert (fresh.status, fresh.category.name, fresh.requester.name) == (TicketStatus.open, "Other", "sam")


def test_bad_rows_are_listed_and_nothing_comes_in():
    found = refused(RecordFile(DATA / "tickets_with_errors.jsonl"))
    assert [line for line, _text in found] == [2, 3, 5, 6, 7, 7, 7, 7, 7, 8, 9]
    texts = dict(found)
    assert texts[2] == "subject: is empty or too short"
    assert texts[3] == "resolvedAt: lies before createdAt"
    assert texts[5] == "is no JSON"
    assert texts[7] == "colour: is no field of this format"
    assert person_by_email("nora@example.org") is None
    assert not db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)))


def test_reading_stops_when_everything_is_bad(lines):
    found = refused(lines(*["{}"] * (MOST_ERRORS * 2)))
    assert len(found) == MOST_ERRORS + 1
    assert "stopped" in found[-1][1]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"createdAt": "2027-01-01T00:00:00Z"}, "createdAt: lies before 1970 or in the future"),
        ({"createdAt": "1960-01-01T00:00:00Z"}, "createdAt: lies before 1970 or in the future"),
        ({"status": "open", "resolvedAt": "2026-02-03"}, "resolvedAt: belongs to a ticket that is resolved or closed"),
        ({"description": " "}, "description: text is missing"),
        ({"descriptionHtml": "<img src=x>", "description": ""}, "description: text is missing"),
        ({"requester": None}, "requester: is no object with fields"),
        ({"category": "x" * 81}, "category: is longer than 80 letters"),
        ({"messages": [ANSWER | {"author": "a@@b"}]}, f"messages.0.author.email: {NO_ADDRESS}"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(lines, change, text):
    assert refused(lines(BASE, BASE | change)) == [(2, text)]


def test_a_csv_file_with_broken_cells_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    head = "subject;description;createdAt;requester.email;messages\n"
    good = "A;B;2026-02-02;nora@example.org;\n"
    path.write_text(
        f"{head}{good}\nA;B;2026-02-02;nora@example.org;;;\nA;B;2026-02-02;nora@example.org;[oops\n", encoding="utf-8"
    )
    found = refused(RecordFile(path, json_columns=["messages"]))
    assert found == [(4, "has 7 cells, the header names 5"), (5, "messages: is no JSON")]


def test_a_file_in_another_encoding_is_refused_by_line(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(
        "subject,description,createdAt,requester.email\nTür,klemmt,2026-02-02,n@example.org\n".encode("latin-1")
    )
    assert refused(RecordFile(path)) == [(2, "subject: contains characters that cannot be stored")]


def test_a_broken_csv_file_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(f"subject,description\n{'x' * 30},y\n", encoding="utf-8")
    assert refused(RecordFile(path, longest_cell=20)) == [(2, "is no CSV: field larger than field limit (20)")]


def test_an_empty_file_brings_nothing(tmp_path):
    for name, text in (("rows.jsonl", "\n\n"), ("rows.csv", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert take_over(RecordFile(tmp_path / name)) == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, TicketStatus.open),
        ({"resolvedAt": "2026-02-03T00:00:00Z"}, TicketStatus.closed),
        ({"resolvedAt": "2026-02-28T00:00:00Z"}, TicketStatus.resolved),
        ({"status": "Waiting on employee"}, TicketStatus.waiting_on_employee),
        ({"status": "resolved"}, TicketStatus.resolved),
        ({"status": ""}, TicketStatus.open),
    ],
)
def test_the_status_follows_from_what_is_told(lines, given, status):
    [ticket] = take_over(lines(BASE | given))
    assert ticket.status is status
    assert (ticket.resolved_at is None) == ticket.is_active


def test_people_are_recognised(lines, alice):
    rows = [
        BASE | {"requester": "Alice Berg <ALICE@example.org>", "messages": [{**ANSWER, "author": "Alice Berg"}]},
        BASE | {"messages": [{**ANSWER, "author": "nora feld"}, {**ANSWER, "author": "Nora Feld"}]},
        BASE | {"requester": {"email": "long@example.org", "name": "L" * 90}},
    ]
    first, second, third = take_over(lines(*rows))
    assert first.requester_id == alice.id
    assert conversation(first) == [("alice@example.org", MessageType.user, "Coming.")]
    assert [email for email, *_rest in conversation(second)] == ["nora.feld@imported.invalid", "nora@example.org"]
    assert third.requester.name == "L" * 64
    newcomer = person_by_email("nora@example.org")
    assert (newcomer.active, newcomer.password, newcomer.base_role.value) == (True, None, "Employee")


def test_an_unknown_category_waits_until_it_is_offered(lines):
    first, second = take_over(lines(BASE | {"category": "Water  and pipes"}, BASE | {"category": "HARDWARE"}))
    assert (first.category.name, first.category.is_active) == ("Water and pipes", False)
    assert second.category.name == "Hardware"
    assert db.session.scalar(sa.select(sa.func.count(Category.id)).where(Category.name.ilike("hardware"))) == 1


def test_a_reply_on_an_old_one_files_a_new_one_of_the_same_category(lines):
    old = BASE | {
        "category": "Water and pipes",
        "resolvedAt": "2025-03-01T00:00:00Z",
        "createdAt": "2025-02-02T09:00:00Z",
    }
    [ticket] = take_over(lines(old | {"description": "drip " * 20_000}))
    again = services.reopen_ticket(ticket, actor=ticket.requester)
    assert again.id != ticket.id
    assert again.category_id == ticket.category_id


def test_messages_out_of_order_are_put_in_order(lines):
    early = {**ANSWER, "body": "First", "createdAt": "2026-02-01T08:00:00Z"}  # a clock that went wrong
    [ticket] = take_over(lines(BASE | {"messages": [ANSWER, early]}))
    assert [body for *_who, body in conversation(ticket)] == ["First", "Coming."]
    assert ticket.first_responded_at == ticket.created_at


def test_what_was_taken_over_is_found(lines, bob):
    note = {**ANSWER, "body": "Plumber costs a fortune", "messageType": "internal"}
    [ticket] = take_over(lines(BASE | {"messages": [ANSWER, note], "subject": "Café tap drips"}))
    every = sa.select(Ticket.id)
    assert db.session.scalars(search.ids_readable_by_all("cafe com", every)).all() == [ticket.id]
    assert db.session.scalars(search.ids_readable_by_all("fortune", every)).all() == []
    assert db.session.scalars(search.ids_matching("fortune", sa.select(Ticket.id).where(sa.false()))).all() == [
        ticket.id
    ]
    assert queries.ticket_for(bob, ticket.id).is_imported


def test_a_very_long_text_in_any_script_is_taken(lines):
    words = " ".join(chr(0x4E00 + number % 20_000) * 2 for number in range(120_000))
    [ticket] = take_over(lines(BASE | {"description": words}))
    assert ticket.description == words


def test_the_history_says_so_and_nobody_is_told(lines):
    [ticket] = take_over(lines(BASE))
    entry = db.session.scalars(sa.select(TimelineEntry).where(TimelineEntry.ticket_id == ticket.id)).one()
    assert (entry.kind, entry.actor.username) == ("imported", "system")
    told = db.session.scalars(
        sa.select(OutboxMessage.event).where(OutboxMessage.subscriber.startswith("notifications"))
    ).all()
    assert told == []


def test_many_come_in_by_chunks(lines):
    tickets = take_over(lines(*[BASE | {"subject": f"Tap {number}", "messages": [ANSWER]} for number in range(1101)]))
    assert [ticket.subject for ticket in tickets] == [f"Tap {number}" for number in range(1101)]
    assert {len(conversation(ticket)) for ticket in tickets[::250]} == {1}


def test_due_times_count_from_the_beginning(lines):
    [ticket] = take_over(lines(BASE))
    assert ticket.response_due_at == ticket.created_at + timedelta(hours=8)
    assert ticket.due_at == ticket.response_due_at


def test_only_an_administrator_takes_over(lines, bob):
    with pytest.raises(NotAllowed):
        services.import_tickets(lines(BASE), actor=bob)


@pytest.fixture
def run(app):
    """Run a command as `python run.py import tickets` does."""
    return lambda *words: app.test_cli_runner().invoke(args=["import", "tickets", *map(str, words)])


def test_a_dry_run_writes_nothing(run):
    done = run(DATA / "tickets.jsonl", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "3 tickets with 5 messages of 4 people would come in." in done.output
    assert db.session.scalar(sa.select(sa.func.count(Ticket.id))) == 0


def test_the_command_says_speed_and_memory(run):
    done = run(DATA / "tickets.jsonl")
    assert done.exit_code == 0, done.output
    assert "rows/s), peak memory" in done.output
    assert db.session.scalar(sa.select(sa.func.count(Ticket.id))) == 3


def test_the_command_lists_bad_rows(run):
    done = run(DATA / "tickets_with_errors.jsonl")
    assert done.exit_code == 1
    assert f"{DATA / 'tickets_with_errors.jsonl'}:5: is no JSON" in done.output
    assert "Nothing was changed." in done.output
