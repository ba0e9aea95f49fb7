"""What happens to tickets in silence."""

from datetime import timedelta

from app.core.outbox import OutboxMessage
from app.extensions import db
from app.tickets import jobs, services
from app.tickets.models import Attachment, TicketStatus
from app.tickets.schemas import Resolution, UploadDraft
from app.tickets.wording import MeasuredSettings
from tests.factories import tickets


def test_what_was_solved_a_week_ago_without_a_word_is_closed(alice, bob, clock):
    silent, contradicted = tickets.ticket(alice), tickets.ticket(alice)
    for ticket in (silent, contradicted):
        services.resolve_ticket(ticket, Resolution(text="Restarted"), actor=bob)
    clock.advance(days=6)
    tickets.message(contradicted, alice, "Still bad")
    jobs.close_resolved_tickets(clock.now)
    assert silent.status is TicketStatus.resolved

    clock.advance(days=1, minutes=1)
    jobs.close_resolved_tickets(clock.now)
    jobs.close_resolved_tickets(clock.now)

    assert silent.status is TicketStatus.closed
    assert contradicted.status is TicketStatus.open


def test_the_employee_is_reminded_after_three_days_and_again_after_seven(alice, bob, clock):
    ticket = tickets.ticket(alice)
    services.move_ticket(ticket, TicketStatus.waiting_on_employee, actor=bob)

    for days, reminders in ((2, 0), (1.1, 1), (1, 1), (3, 2), (5, 2)):
        clock.advance(days=days)
        jobs.remind_requesters(clock.now)
        assert ticket.reminders_sent == reminders


def test_uploads_that_nobody_named_go_after_a_day(alice, clock):
    services.announce_upload(UploadDraft(filename="a.png", size=10), actor=alice)
    clock.advance(hours=23)
    jobs.remove_unnamed_uploads(clock.now)
    assert db.session.query(Attachment).count() == 1

    clock.advance(hours=2)
    jobs.remove_unnamed_uploads(clock.now)

    assert db.session.query(Attachment).count() == 0
    assert db.session.query(OutboxMessage).filter_by(event="ticket.files_redacted").count() == 1


def test_the_usual_response_is_measured_once_there_is_enough_to_measure(alice, bob, clock):
    for _number in range(20):
        ticket = tickets.ticket(alice)
        ticket_time = clock.now
        clock.advance(minutes=5)
        tickets.message(ticket, bob, "On it")
        assert ticket.first_responded_at - ticket_time == timedelta(minutes=5)

    jobs.measure_response(clock.now)

    assert MeasuredSettings.current().usual_response_hours == 1
