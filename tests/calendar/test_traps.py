"""Mistakes seen in real products. Each has a test of its own, named after the mistake."""

import pytest

from app.calendar.models import PauseReason, Ruling
from app.calendar.services import connections
from app.calendar.sync.port import Busy
from app.calendar.sync.pulling import fetch
from tests.calendar.diary import BrokenSource
from tests.calendar.google.standin import Crash, Fault
from tests.calendar.pair import Pair
from tests.calendar.test_sync import ELEVEN, HOUR, moved, planned


@pytest.mark.parametrize("kind", ["500", "503", "429", "403", "401", "lost", "cut", "410"])
def test_an_error_while_fetching_deletes_nothing_here(pair: Pair, kind):
    planned(pair, 3)
    for _time in range(4):
        pair.standin.faults.append(Fault(kind, "events.list"))
        pair.pull()
        pair.clock.advance(hours=1)
        with_access = pair.link
        assert with_access.sync_token
    assert not any(one.is_cancelled for one in pair.diary.entries.values())


def test_a_calendar_that_is_gone_deletes_nothing_here(pair: Pair):
    numbers = planned(pair, 3)
    del pair.standin.calendars["primary"]
    pair.diary.change(numbers[0], title="Another")
    pair.tell(numbers[0])
    pair.push()  # each event answers 404 now
    assert not pair.diary.entries[numbers[0]].is_cancelled
    pair.pull()
    assert pair.link.paused_reason is PauseReason.calendar_gone
    assert not any(one.is_cancelled for one in pair.diary.entries.values())


def test_an_error_of_our_own_side_deletes_nothing_there(pair: Pair):
    [number] = planned(pair)
    pair.tell(number)
    pair.diary.is_broken = True
    pair.push()
    with pytest.raises(BrokenSource):
        pair.place()
    assert len(pair.standin.alive()) == 1
    assert "the database is away" in pair.item(number).last_error


def test_the_new_token_is_stored_with_its_changes_or_not_at_all(pair: Pair):
    [number] = planned(pair)
    before = pair.link.sync_token
    moved(pair, number, 2)
    pair.standin.faults.append(Fault("crash", "events.get"))  # killed after the list, before its handling
    with pytest.raises(Crash):
        pair.pull()
    assert pair.link.sync_token != before
    pair.clock.advance(minutes=5)
    pair.pull()
    assert pair.diary.entries[number].starts_at == ELEVEN + 2 * HOUR


def test_a_list_that_ends_in_the_middle_changes_nothing(pair: Pair):
    numbers = planned(pair, 5)
    before = pair.link.sync_token
    for number in numbers:
        moved(pair, number, 1)
    pair.standin.faults.append(Fault("500", "events.list", skip=1))
    pair.pull()
    assert pair.link.sync_token == before
    assert all(one.starts_at < ELEVEN + 2 * HOUR for one in pair.diary.entries.values())
    pair.settle()
    pair.compare()


def test_410_leads_to_the_whole_list_not_to_a_start_from_now(pair: Pair):
    numbers = planned(pair, 5)
    moved(pair, numbers[0], 2)
    pair.standin.forget_tokens()
    pair.pull()
    assert pair.diary.entries[numbers[0]].starts_at == ELEVEN + 2 * HOUR
    pair.settle()
    pair.compare()


def test_410_in_the_middle_of_the_pages_begins_anew(pair: Pair):
    numbers = planned(pair, 7)
    for number in numbers:
        moved(pair, number, 2)
    pair.standin.faults.append(Fault("410", "events.list", skip=1))
    pair.settle()
    assert all(one.starts_at >= ELEVEN + 2 * HOUR for one in pair.diary.entries.values())
    pair.compare()
    pair.standin.forget_tokens()
    pair.standin.faults.append(Fault("410", "events.list", skip=1))
    with pytest.raises(Busy):
        fetch(pair.link_id, pair.calendar)


def test_what_a_full_list_does_not_show_is_asked_for_before_it_counts_as_deleted(pair: Pair):
    numbers = planned(pair, 4)
    hidden, purged = (pair.item(number).remote_id for number in numbers[:2])
    pair.standin.person_deletes(purged)
    pair.standin.purge()
    pair.standin.forget_tokens()
    events = pair.standin.calendars["primary"]
    event = events.pop(hidden)  # a list that is not complete: the event is there all the same
    fetch(pair.link_id, pair.calendar)
    events[hidden] = event
    pair.settle()
    assert not pair.diary.entries[numbers[0]].is_cancelled
    assert pair.diary.entries[numbers[1]].is_cancelled
    pair.compare()


def test_events_are_known_by_their_id_never_by_their_times(pair: Pair):
    [number] = planned(pair)
    event = pair.there(number)
    own = pair.standin.person_adds(event["summary"], event["start"]["dateTime"], event["end"]["dateTime"])
    pair.standin.person_deletes(own)
    pair.settle()
    assert not pair.diary.entries[number].is_cancelled
    assert len(pair.standin.alive()) == 1


def test_much_deleted_at_once_is_for_a_person_to_say(pair: Pair, bob):
    numbers = planned(pair, 12)
    for removals in (Ruling.ours, Ruling.theirs):
        for number in numbers[:11]:
            pair.standin.person_deletes(pair.item(number).remote_id)
        pair.pull()
        assert pair.link.paused_reason is PauseReason.many_removed
        assert not any(one.is_cancelled for one in pair.diary.entries.values())
        connections.resume(pair.link, removals=removals, actor=bob)
        pair.settle()
        gone = [one for one in pair.diary.entries.values() if one.is_cancelled]
        assert len(gone) == (0 if removals is Ruling.ours else 11)
        pair.compare()


def test_a_few_of_many_are_too_many_by_share(pair: Pair):
    numbers = planned(pair, 20)
    for number in numbers[:3]:
        pair.standin.person_deletes(pair.item(number).remote_id)
    pair.pull()
    assert pair.link.paused_reason is PauseReason.many_removed


def test_a_lost_reply_makes_no_second_event(pair: Pair):
    number = pair.diary.plan(ELEVEN)
    pair.tell(number)
    pair.standin.faults.append(Fault("lost", "events.insert"))
    pair.push()
    assert pair.item(number).failures == 1
    pair.clock.advance(hours=1)
    pair.push()
    assert len(pair.standin.alive()) == 1
    pair.settle()
    pair.compare()


def test_a_lost_reply_is_not_taken_for_somebodys_wish(pair: Pair):
    [number] = planned(pair)
    for _time in range(2):
        pair.diary.shift(number, 1)
        pair.tell(number)
        pair.standin.faults.append(Fault("lost", "events.update"))
        pair.push()
        pair.clock.advance(hours=1)
    pair.settle()
    assert not pair.conflicts()
    assert pair.diary.entries[number].starts_at == ELEVEN + 2 * HOUR
    pair.compare()


def test_an_id_that_a_stranger_has_is_left_to_him(pair: Pair):
    number = pair.diary.plan(ELEVEN)
    pair.tell(number)
    name = pair.item(number).remote_id
    times = {"dateTime": "2026-03-02T08:00:00Z"}
    pair.standin._keep(pair.standin.calendars["primary"], name, {"summary": "Dentist", "start": times, "end": times})
    pair.settle()
    assert pair.standin.calendars["primary"][name].body["summary"] == "Dentist"
    assert pair.there(number)["summary"] == "Visit"
    assert len(pair.standin.alive()) == 2


def test_an_item_that_fails_for_a_day_is_given_up_and_tried_again_on_request(pair: Pair, bob):
    number = pair.diary.plan(ELEVEN)
    pair.tell(number)
    for _hour in range(26):
        pair.standin.faults.append(Fault("500", "events.insert"))
        pair.push()
        pair.clock.advance(hours=1)
    pair.standin.faults.clear()
    assert pair.item(number).dead_at
    pair.push()
    assert not pair.standin.alive()
    assert connections.retry_given_up(pair.link, actor=bob) == 1
    pair.settle()
    pair.compare()


def test_who_is_not_let_in_says_no_more(pair: Pair):
    [number] = planned(pair)
    pair.diary.change(number, title="Another")
    pair.tell(number)
    pair.standin.faults.append(Fault("401"))
    pair.push()
    assert pair.link.account.paused_reason is PauseReason.no_access
    before = sum(pair.standin.counts.values())
    pair.clock.advance(hours=1)
    pair.push()
    assert sum(pair.standin.counts.values()) == before


def test_a_worker_that_comes_too_late_overwrites_nothing(pair: Pair):
    from app.calendar.services.syncing import exchange

    [number] = planned(pair)
    pair.tell(number)
    pair.clock.advance(seconds=2)
    late = exchange.take(pair.item(number).id)
    pair.clock.advance(minutes=5)
    pair.diary.change(number, title="Newer")
    pair.settle()
    exchange.finish(late)
    exchange.renew(late)
    exchange.wait(late, Busy())
    exchange.note_removal(late)
    assert pair.item(number).removed_at is None
    assert pair.item(number).generation == 0
    pair.compare()


def test_a_meeting_that_ends_when_another_begins_disturbs_nobody():
    from app.calendar.sources import Window
    from tests.calendar.test_sources import NINE, VISIT

    assert not Window(NINE - HOUR, NINE).meets(VISIT)


def test_what_begins_when_a_visit_ends_takes_nobody_twice(alice, bob, clock):
    from tests.factories.calendar import HOUR as AN_HOUR
    from tests.factories.calendar import TEN, visit
    from tests.factories.tickets import ticket

    first = visit(ticket(alice), bob)
    after = visit(ticket(alice), bob, starts_at=TEN + AN_HOUR)
    before = visit(ticket(alice), bob, starts_at=TEN - AN_HOUR)
    assert before.ends_at == first.starts_at
    assert first.ends_at == after.starts_at


def test_a_ruling_for_their_move_removes_nothing_when_their_calendar_is_gone(pair: Pair):
    [number] = planned(pair)
    moved(pair, number, 2)
    pair.diary.shift(number, 1)
    pair.tell(number)
    pair.pull()
    pair.push()
    [item] = pair.conflicts()
    assert item.conflict["theirs"]
    del pair.standin.calendars["primary"]
    pair.rule(item, Ruling.theirs)
    pair.push()
    assert not pair.diary.entries[number].is_cancelled
