"""What becomes of a ticket, by every service that changes one."""

from datetime import timedelta

import pytest

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from app.core.paging import Paging
from app.tickets import queries, services
from app.tickets.filters import OwnTicketFilters
from app.tickets.models import NEVER, IllegalMove, MessageType, Priority, Source, TicketStatus
from app.tickets.schemas import (
    CallerTicketDraft,
    LinkDraft,
    MessageChange,
    MessageDraft,
    Resolution,
    TicketChange,
    TicketDraft,
)
from app.tickets.services.talking import _mentioned
from tests.factories import tickets
from tests.factories.people import PersonFactory, TeamFactory


def kinds(ticket, actor):
    """The timeline as (kind, from, to)."""
    return [(entry.kind, entry.old, entry.new) for entry in queries.timeline(ticket, actor)]


# Filing


def test_a_ticket_starts_with_its_categorys_team_and_priority(alice):
    team = TeamFactory()
    tickets.category("Network", team_id=team.id, default_priority=Priority.high)

    ticket = tickets.ticket(alice, category="Network")

    assert (ticket.team, ticket.priority, ticket.status) == (team, Priority.high, TicketStatus.open)


def test_numbers_are_never_used_twice(alice):
    first, second = tickets.ticket(alice), tickets.ticket(alice)

    assert second.id > first.id


def test_an_unknown_category_is_refused_at_its_field(alice):
    with pytest.raises(Invalid) as refusal:
        services.file_ticket(TicketDraft(subject="a", description="b", category="Nonsense"), actor=alice)

    assert "category" in refusal.value.errors


def test_staff_file_for_a_caller_and_assign_at_once(alice, bob):
    tickets.category()
    draft = CallerTicketDraft(
        subject="a",
        description="b",
        category="Hardware",
        requester_id=alice.id,
        assigned_to=bob.id,
        team_id=TeamFactory().id,
        source=Source.phone,
    )

    ticket = services.file_for_caller(draft, actor=bob)

    assert (ticket.requester, ticket.filed_by, ticket.assignee, ticket.source) == (alice, bob, bob, Source.phone)


def test_an_employee_files_for_nobody_else(alice, bob):
    tickets.category()
    draft = CallerTicketDraft(subject="a", description="b", category="Hardware", requester_id=bob.id)

    with pytest.raises(NotAllowed):
        services.file_for_caller(draft, actor=alice)


@pytest.mark.parametrize("field", ["requester_id", "assigned_to", "team_id"])
def test_unknown_people_and_teams_are_refused_at_their_field(bob, field):
    tickets.category()
    draft = CallerTicketDraft(subject="a", description="b", category="Hardware", **{field: 987_654})

    with pytest.raises(Invalid):
        services.file_for_caller(draft, actor=bob)


def test_only_it_staff_can_be_assigned(alice, bob):
    with pytest.raises(Invalid):
        services.assign_ticket(tickets.ticket(alice), alice, actor=bob)


# Talking


def test_the_first_public_answer_sets_the_response_time_and_the_next_target(alice, bob, clock):
    ticket = tickets.ticket(alice)
    assert ticket.due_at == ticket.response_due_at
    clock.advance(minutes=30)

    tickets.message(ticket, bob, "A note", MessageType.internal)
    assert ticket.first_responded_at is None
    tickets.message(ticket, bob, "Looking into it")

    assert ticket.first_responded_at - ticket.created_at == timedelta(minutes=30)
    assert ticket.due_at == ticket.resolution_due_at


def test_the_assignees_first_answer_starts_the_work(alice, bob):
    ticket = tickets.ticket(alice)
    services.assign_ticket(ticket, bob, actor=bob)

    tickets.message(ticket, bob, "On it")

    assert ticket.status is TicketStatus.in_progress


@pytest.mark.parametrize("state", [TicketStatus.waiting_on_employee, TicketStatus.resolved])
@pytest.mark.parametrize("is_assigned", [True, False])
def test_a_requesters_word_brings_a_quiet_ticket_back(alice, bob, state, is_assigned):
    ticket = tickets.ticket(alice)
    if is_assigned:
        services.assign_ticket(ticket, bob, actor=bob)
    services.move_ticket(ticket, state, actor=bob)

    tickets.message(ticket, alice)

    assert ticket.status is (TicketStatus.in_progress if is_assigned else TicketStatus.open)
    assert ticket.is_our_turn


def test_a_word_on_a_closed_ticket_opens_it_within_thirty_days(alice, clock):
    ticket = tickets.ticket(alice)
    services.close_own_ticket(ticket, actor=alice)
    clock.advance(days=29)

    tickets.message(ticket, alice)

    assert ticket.status is TicketStatus.open


def test_a_word_on_a_long_closed_ticket_files_a_new_linked_one(alice, clock):
    ticket = tickets.ticket(alice)
    services.close_own_ticket(ticket, actor=alice)
    clock.advance(days=31)

    message = tickets.message(ticket, alice, "It is back")

    assert ticket.status is TicketStatus.closed
    assert message.ticket_id != ticket.id
    [link] = queries.links(ticket, alice)
    assert link.ticket_id == message.ticket_id


def test_employees_never_speak_as_staff(alice):
    ticket = tickets.ticket(alice)

    for kind in (MessageType.admin, MessageType.internal):
        with pytest.raises(NotAllowed):
            tickets.message(ticket, alice, kind=kind)


def test_an_agent_who_is_the_requester_leaves_no_notes(bob):
    ticket = tickets.ticket(bob)

    with pytest.raises(NotAllowed):
        tickets.message(ticket, bob, kind=MessageType.internal)


def test_notes_move_the_staffs_version_only(alice, bob):
    ticket = tickets.ticket(alice)
    before = ticket.version, ticket.staff_version

    tickets.message(ticket, bob, kind=MessageType.internal)

    assert (ticket.version, ticket.staff_version) == (before[0], before[1] + 1)


def test_a_reply_to_what_changed_meanwhile_is_stale(alice, bob):
    ticket = tickets.ticket(alice)
    seen = queries.seen_version(ticket, bob)
    tickets.message(ticket, alice, "Found it myself")

    with pytest.raises(Stale):
        services.post_message(ticket, MessageDraft(body="Try this"), actor=bob, seen=seen)


def test_staff_who_are_named_are_found_and_others_are_not(alice, bob):
    ticket = tickets.ticket(alice)

    named = _mentioned(f"@{bob.email.split('@')[0]} and @{alice.email} please look, foo@bar", bob)

    assert named == (bob.id,)
    assert _mentioned(f"@{bob.email}", alice) == ()
    assert ticket.id


def test_the_author_changes_a_message_within_fifteen_minutes_and_the_old_text_is_kept(alice, clock):
    ticket = tickets.ticket(alice)
    message = tickets.message(ticket, alice, "I typed this wrogn")

    services.edit_message(ticket, message, MessageChange(body="I typed this wrong"), actor=alice)
    assert (message.body, message.edited_at) == ("I typed this wrong", clock.now)

    clock.advance(minutes=16)
    with pytest.raises(Conflict):
        services.edit_message(ticket, message, MessageChange(body="Never mind"), actor=alice)


def test_nobody_changes_the_words_of_others(alice, bob):
    ticket = tickets.ticket(alice)
    message = tickets.message(ticket, alice)

    with pytest.raises(NotAllowed):
        services.edit_message(ticket, message, MessageChange(body="x"), actor=bob)


def test_a_redacted_message_is_gone_for_good(alice, carol, bob):
    ticket = tickets.ticket(alice)
    message = tickets.message(ticket, alice, "My password is hunter2")
    services.edit_message(ticket, message, MessageChange(body="My password is hunter3"), actor=alice)
    with pytest.raises(NotAllowed):
        services.redact_message(ticket, message, actor=bob)

    services.redact_message(ticket, message, actor=carol)

    assert (message.body, message.redacted_at is not None) == ("", True)
    assert ("message_redacted", None, None) in kinds(ticket, alice)
    with pytest.raises(Conflict):
        services.edit_message(ticket, message, MessageChange(body="x"), actor=alice)


# Handling


def test_claiming_starts_the_work_and_a_second_claim_is_refused_by_name(alice, bob, carol):
    ticket = tickets.ticket(alice)

    services.claim_ticket(ticket, actor=bob)
    services.claim_ticket(ticket, actor=bob)

    assert (ticket.assignee, ticket.status) == (bob, TicketStatus.in_progress)
    with pytest.raises(Conflict, match=bob.name):
        services.claim_ticket(ticket, actor=carol)


def test_taking_the_assignee_off_makes_it_open(alice, bob):
    ticket = tickets.ticket(alice)
    services.claim_ticket(ticket, actor=bob)

    services.assign_ticket(ticket, None, actor=bob)

    assert (ticket.assignee_id, ticket.status) == (None, TicketStatus.open)


def test_managers_change_nothing(alice, mia):
    ticket = tickets.ticket(alice)

    for change in (
        lambda: services.claim_ticket(ticket, actor=mia),
        lambda: services.change_ticket(ticket, TicketChange(priority=Priority.low), actor=mia),
        lambda: services.mark_spam(ticket, actor=mia),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_an_illegal_move_names_the_legal_ones(alice, bob):
    ticket = tickets.ticket(alice)
    services.move_ticket(ticket, TicketStatus.resolved, actor=bob)

    with pytest.raises(IllegalMove) as refusal:
        services.move_ticket(ticket, TicketStatus.waiting_on_employee, actor=bob)

    assert refusal.value.details["legal"] == ["open", "in_progress", "closed"]


def test_only_the_requester_closes_what_is_in_progress(alice, bob):
    ticket = tickets.ticket(alice)
    services.claim_ticket(ticket, actor=bob)

    with pytest.raises(IllegalMove):
        services.move_ticket(ticket, TicketStatus.closed, actor=bob)
    services.close_own_ticket(ticket, "Works again", actor=alice)

    assert ticket.status is TicketStatus.closed
    assert not ticket.is_active


def test_a_change_is_all_or_nothing(alice, bob):
    ticket = tickets.ticket(alice)

    with pytest.raises(Invalid):
        services.change_ticket(ticket, TicketChange(priority=Priority.urgent, assigned_to=alice.id), actor=bob)

    assert ticket.priority is Priority.medium


def test_every_changed_field_stands_in_the_timeline(alice, bob, carol):
    ticket, team = tickets.ticket(alice), TeamFactory()
    tickets.category("Network")
    other = PersonFactory()

    services.change_ticket(
        ticket,
        TicketChange(
            subject="Black  screen",
            priority=Priority.low,
            category="Network",
            team_id=team.id,
            requester_id=other.id,
            assigned_to=carol.id,
        ),
        actor=bob,
    )

    changed = kinds(ticket, bob)
    assert ("changed", "Screen stays black", "Black screen") in changed
    assert ("changed", "medium", "low") in changed
    assert ("changed", "Hardware", "Network") in changed
    assert ("changed", alice.name, other.name) in changed
    assert ("assigned", None, carol.name) in changed
    assert queries.own_tickets(other, OwnTicketFilters(), Paging("-number")).total == 1


def test_an_edit_of_an_older_version_is_stale(alice, bob):
    ticket = tickets.ticket(alice)
    seen = queries.seen_version(ticket, bob)
    services.claim_ticket(ticket, actor=bob)

    with pytest.raises(Stale):
        services.change_ticket(ticket, TicketChange(priority=Priority.low), actor=bob, seen=seen)


def test_resolving_with_words_answers_and_without_words_says_why(alice, bob, clock):
    told, untold = tickets.ticket(alice), tickets.ticket(alice)

    services.resolve_ticket(told, Resolution(text="New cable"), actor=bob)
    services.resolve_ticket(untold, Resolution(skipped_because="Came by, all said"), actor=bob)

    assert (told.resolution, told.first_responded_at, told.due_at) == ("New cable", clock.now, NEVER)
    assert untold.resolution is None
    assert ("resolution_skipped", None, "Came by, all said") in kinds(untold, bob)
    assert "resolution_skipped" not in {kind for kind, _old, _new in kinds(untold, alice)}


@pytest.mark.parametrize(
    ("then", "status"),
    [("wait", TicketStatus.waiting_on_employee), ("resolve", TicketStatus.resolved), ("", TicketStatus.open)],
)
def test_an_answer_may_move_the_ticket_with_it(alice, bob, then, status):
    ticket = tickets.ticket(alice)

    services.answer(ticket, MessageDraft(body="Try the other port"), then=then, actor=bob)

    assert ticket.status is status


def test_a_note_never_moves_the_ticket(alice, bob):
    ticket = tickets.ticket(alice)

    services.answer(ticket, MessageDraft(body="Hm", message_type=MessageType.internal), then="resolve", actor=bob)

    assert ticket.status is TicketStatus.open


def test_spam_leaves_the_queue_and_comes_back(alice, bob):
    ticket = tickets.ticket(alice)

    services.mark_spam(ticket, actor=bob)
    assert not ticket.is_active
    services.mark_spam(ticket, False, actor=bob)

    assert ticket.is_active
    assert "spam" not in {kind for kind, _old, _new in kinds(ticket, alice)}


def test_bulk_changes_each_ticket_on_its_own(alice, bob):
    ticket = tickets.ticket(alice)

    results = services.change_each([ticket.id, 999_999], TicketChange(priority=Priority.urgent), actor=bob)

    assert [result["ok"] for result in results] == [True, False]
    assert ticket.priority is Priority.urgent


# Watchers, links, duplicates


def test_a_watcher_sees_the_ticket_and_may_leave(alice, bob, mallory):
    ticket, colleague = tickets.ticket(alice), PersonFactory()

    services.add_watcher(ticket, colleague.id, actor=alice)
    services.add_watcher(ticket, colleague.id, actor=bob)
    assert queries.ticket_for(colleague, ticket.id) == ticket
    assert tickets.message(ticket, colleague, "Same here").message_type is MessageType.user

    services.remove_watcher(ticket, colleague.id, actor=colleague)
    with pytest.raises(NotFound):
        queries.ticket_for(colleague, ticket.id)
    with pytest.raises(NotAllowed):
        services.add_watcher(ticket, mallory.id, actor=mallory)


def test_a_duplicate_closes_and_its_requester_watches_the_other(alice, bob):
    first, second = tickets.ticket(alice), tickets.ticket(PersonFactory())
    services.claim_ticket(first, actor=bob)

    services.close_as_duplicate(first, second.id, actor=bob)

    assert first.status is TicketStatus.closed
    assert queries.watches(alice, second)
    with pytest.raises(Conflict):
        services.close_as_duplicate(first, second.id, actor=bob)
    with pytest.raises(Invalid):
        services.close_as_duplicate(second, second.id, actor=bob)


def test_linking_twice_is_one_link_and_can_be_undone(alice, bob):
    first, second = tickets.ticket(alice), tickets.ticket(alice)

    link = services.link_tickets(first, LinkDraft(other_id=second.id), actor=bob)
    assert services.link_tickets(second, LinkDraft(other_id=first.id), actor=bob).id == link.id
    services.unlink_tickets(first, link, actor=bob)

    assert not queries.links(first, bob)
    with pytest.raises(Invalid):
        services.link_tickets(first, LinkDraft(other_id=first.id), actor=bob)


def test_links_to_hidden_tickets_are_hidden(alice, bob):
    mine, theirs = tickets.ticket(alice), tickets.ticket(PersonFactory())
    services.link_tickets(mine, LinkDraft(other_id=theirs.id), actor=bob)

    assert not queries.links(mine, alice)
    assert len(queries.links(mine, bob)) == 1


# The requester, and silence


def test_still_broken_goes_back_to_whoever_had_it(alice, bob):
    ticket = tickets.ticket(alice)
    services.claim_ticket(ticket, actor=bob)
    services.resolve_ticket(ticket, Resolution(text="Restarted"), actor=bob)

    services.reopen_ticket(ticket, "Not for long", actor=alice)

    assert (ticket.status, ticket.is_our_turn) == (TicketStatus.in_progress, True)


def test_opening_again_after_thirty_days_files_a_new_one(alice, clock):
    ticket = tickets.ticket(alice)
    services.close_own_ticket(ticket, actor=alice)
    clock.advance(days=31)

    again = services.reopen_ticket(ticket, "It is back", actor=alice)

    assert (again.id != ticket.id, again.description) == (True, "It is back")


def test_an_open_ticket_cannot_be_opened_again(alice):
    with pytest.raises(IllegalMove):
        services.reopen_ticket(tickets.ticket(alice), actor=alice)


def test_strangers_neither_close_nor_reopen(alice, bob):
    ticket = tickets.ticket(alice)

    with pytest.raises(NotAllowed):
        services.close_own_ticket(ticket, actor=bob)
    with pytest.raises(NotAllowed):
        services.reopen_ticket(ticket, actor=bob)


def test_waiting_does_not_count_towards_the_resolution(alice, bob, clock):
    ticket = tickets.ticket(alice)  # Monday 9:00 UTC, the desk is staffed
    due = ticket.resolution_due_at
    services.move_ticket(ticket, TicketStatus.waiting_on_employee, actor=bob)
    assert ticket.due_at == NEVER
    clock.advance(hours=3)

    tickets.message(ticket, alice, "Here you are")

    assert ticket.waited_seconds == 3 * 3600
    assert ticket.resolution_due_at == due + timedelta(hours=3)


def test_a_new_priority_has_new_targets(alice, bob, clock):
    ticket = tickets.ticket(alice)
    before = ticket.response_due_at

    services.change_ticket(ticket, TicketChange(priority=Priority.urgent), actor=bob)

    assert ticket.response_due_at == ticket.created_at + timedelta(hours=1) < before
