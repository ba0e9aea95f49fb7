"""Ours goes there, their wishes come here."""

from datetime import timedelta

from app.calendar.models import PauseReason, Ruling
from app.calendar.services.syncing import placing
from tests.calendar.google.standin import Fault
from tests.calendar.pair import Pair
from tests.conftest import MONDAY_MORNING

HOUR = timedelta(hours=1)
ELEVEN = MONDAY_MORNING + 2 * HOUR


def moved(pair: Pair, number: int, hours: float) -> None:
    """Somebody drags an event there."""
    one, by = pair.diary.entries[number], timedelta(hours=hours)
    times = ((one.starts_at + by).isoformat(), (one.ends_at + by).isoformat())
    pair.standin.person_moves(pair.item(number).remote_id, *times)


def planned(pair: Pair, many: int = 1) -> list[int]:
    """Entries that both sides have."""
    numbers = [pair.diary.plan(ELEVEN + index * HOUR / 4, title=f"Visit {index}") for index in range(many)]
    pair.tell(*numbers)
    pair.settle()
    return numbers


def test_an_entry_appears_there_once(pair: Pair):
    number = pair.diary.plan(ELEVEN, title="Replace dock", place="Room 2.14", text="Bring a cable.")
    pair.tell(number)
    pair.tell(number)
    pair.push()
    pair.push()

    event = pair.there(number)
    assert (event["summary"], event["location"]) == ("Replace dock", "Room 2.14")
    assert event["start"] == {"dateTime": "2026-03-02T11:00:00Z", "timeZone": "Europe/Vienna"}
    assert pair.standin.counts["events.insert"] == 1
    pair.settle()
    pair.compare()


def test_ten_edits_make_one_call(pair: Pair):
    [number] = planned(pair)
    for index in range(10):
        pair.diary.change(number, title=f"Edit {index}")
        pair.tell(number)
    pair.push()
    assert pair.standin.counts["events.update"] == 1
    assert pair.there(number)["summary"] == "Edit 9"


def test_what_is_cancelled_here_goes_there(pair: Pair):
    [number] = planned(pair)
    pair.diary.change(number, is_cancelled=True)
    pair.tell(number)
    pair.push()
    assert not pair.standin.alive()
    pair.settle()
    pair.compare()


def test_what_comes_back_here_comes_back_there(pair: Pair):
    [number] = planned(pair)
    for is_cancelled in (True, False):
        pair.diary.change(number, is_cancelled=is_cancelled)
        pair.tell(number)
        pair.settle()
    pair.compare()
    assert len(pair.standin.alive()) == 1


def test_a_move_there_moves_ours(pair: Pair):
    [number] = planned(pair)
    moved(pair, number, 2)
    pair.settle()
    assert pair.diary.entries[number].starts_at == ELEVEN + 2 * HOUR
    pair.compare()


def test_a_move_that_is_refused_goes_back_with_the_reason(pair: Pair):
    [number] = planned(pair)
    moved(pair, number, 12)
    pair.settle()
    assert pair.diary.entries[number].starts_at == ELEVEN
    assert "Nobody works at night." in pair.there(number)["description"]
    assert pair.diary.refusals == ["Nobody works at night."]
    pair.compare()


def test_a_deletion_there_cancels_ours(pair: Pair):
    number = planned(pair, 3)[0]
    pair.standin.person_deletes(pair.item(number).remote_id)
    pair.settle()
    assert pair.diary.entries[number].is_cancelled
    pair.compare()


def test_a_deletion_that_is_refused_brings_the_event_back(pair: Pair):
    number = pair.diary.plan(ELEVEN, title="Fixed")
    pair.tell(number)
    pair.settle()
    pair.standin.person_deletes(pair.item(number).remote_id)
    pair.settle()
    assert "This one stays." in pair.there(number)["description"]
    assert len(pair.standin.alive()) == 1
    pair.compare()


def test_a_title_written_there_is_put_right(pair: Pair):
    [number] = planned(pair)
    pair.standin.person_retitles(pair.item(number).remote_id, "Lunch")
    pair.settle()
    assert pair.there(number)["summary"] == "Visit 0"
    pair.compare()


def test_a_link_that_only_shows_puts_everything_right(push_pair: Pair):
    numbers = planned(push_pair, 2)
    moved(push_pair, numbers[0], 2)
    push_pair.standin.person_deletes(push_pair.item(numbers[1]).remote_id)
    push_pair.settle()
    assert push_pair.diary.entries[numbers[0]].starts_at == ELEVEN
    push_pair.compare()


def test_both_moved_is_for_a_person_to_decide(pair: Pair):
    for ruling, hours in ((Ruling.ours, 1), (Ruling.theirs, 3)):
        number = planned(pair)[0]
        before = pair.diary.entries[number].starts_at
        pair.diary.shift(number, 1)
        one = pair.diary.entries[number]
        times = [(moment + 2 * HOUR).isoformat() for moment in (one.starts_at, one.ends_at)]
        pair.standin.person_moves(pair.item(number).remote_id, *times)
        pair.tell(number)
        pair.settle()
        [item] = pair.conflicts()
        assert item.conflict["ours"]["times"] != item.conflict["theirs"]["times"]

        pair.rule(item, ruling)
        pair.settle()
        assert pair.diary.entries[number].starts_at == before + hours * HOUR
        assert not pair.conflicts()
        pair.compare()


def test_one_side_moves_and_the_other_renames(pair: Pair):
    [number] = planned(pair)
    pair.diary.change(number, title="Two docks")
    moved(pair, number, 2)
    pair.tell(number)
    pair.settle()
    assert pair.diary.entries[number].starts_at == ELEVEN + 2 * HOUR
    assert pair.there(number)["summary"] == "Two docks"
    pair.compare()


def test_events_of_others_are_left_alone(pair: Pair):
    own = pair.standin.person_adds("Dentist", "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z")
    planned(pair)
    pair.standin.person_deletes(own)
    pair.settle()
    assert len(pair.diary.entries) == 1
    assert not pair.diary.entries[1].is_cancelled
    pair.compare()


def test_who_is_deactivated_empties_no_calendar(pair: Pair, bob):
    planned(pair)
    from app.core.transaction import transaction

    with transaction():
        bob.active = False
    pair.diary.entries.clear()
    placing.place_all(pair.link_id)
    pair.push()
    assert pair.link.account.paused_reason is PauseReason.owner_gone
    assert len(pair.standin.alive()) == 1


def test_a_limit_holds_the_whole_account_as_long_as_it_says(pair: Pair):
    numbers = [pair.diary.plan(ELEVEN + index * HOUR) for index in range(3)]
    pair.tell(*numbers)
    pair.standin.faults.append(Fault("429", retry_after=600))
    pair.push()
    assert pair.link.account.hold_until > pair.clock() + timedelta(seconds=590)
    before = sum(pair.standin.counts.values())
    pair.clock.advance(seconds=500)
    pair.push()
    assert sum(pair.standin.counts.values()) == before
    pair.settle()
    pair.compare()
