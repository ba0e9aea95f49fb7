"""Booking rooms: what is taken, refused, offered instead, changed and given back."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import services as accounts
from app.core import holds
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.holds import BookingConflict, Resource
from app.core.paging import Paging
from app.rooms import queries, services
from app.rooms.models import Scope
from app.rooms.schemas import BookingChange, BookingDraft, FreeFilters
from app.worker import relay
from tests.conftest import MONDAY_MORNING
from tests.factories import rooms
from tests.factories.people import PersonFactory

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
NINE = MONDAY_MORNING + DAY  # Tuesday, 10:00 in Vienna

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def room(bob):
    return rooms.room("Amber", actor=bob)


def book(room, actor, start=NINE, title="Stand-up", length=HOUR, **more):
    draft = BookingDraft(title=title, starts_at=start, ends_at=start + length, **more)
    return services.book_room(room, draft, actor=actor)


def starts(room):
    return [row.starts_at for row in queries.in_rooms([room.id], NINE - DAY, NINE + 60 * DAY)]


def test_a_room_is_booked_once(room, alice):
    booked = book(room, alice)
    assert [row.starts_at for row in booked.occurrences] == [NINE]
    assert len(holds.taken(Resource.room, [room.id], NINE, NINE + HOUR)) == 1


@pytest.mark.parametrize(("start", "taken"), [
    (NINE - HOUR, False), (NINE + HOUR, False), (NINE + HOUR - timedelta(seconds=1), True), (NINE + HOUR / 2, True),
])  # fmt: skip
def test_back_to_back_is_allowed_and_a_second_of_overlap_is_not(room, alice, start, taken):
    book(room, alice)
    if not taken:
        assert book(room, alice, start).occurrences
        return
    with pytest.raises(BookingConflict):
        book(room, alice, start)


def test_a_refusal_names_what_is_in_the_way_and_offers_three_rooms(room, alice, bob):
    same = [rooms.room(name, actor=bob, capacity=8) for name in ("Jade", "Onyx", "Opal", "Ruby")]
    rooms.room("Far", rooms.floor(at=rooms.building("Annex")), capacity=8)
    rooms.room("Tiny", capacity=1)
    book(same[0], bob)
    book(room, bob, title="Board meeting")
    with pytest.raises(BookingConflict) as refused:
        book(room, alice)
    assert refused.value.message == "Amber is taken by “Board meeting”, Mar 3, 2026, 10:00–11:00."
    assert [offer["name"] for offer in refused.value.details["offers"]] == ["Onyx", "Opal", "Ruby"]
    assert refused.value.details["conflicts"][0]["title"] == "Board meeting"


def test_with_no_room_like_it_smaller_ones_are_offered(room, alice, bob):
    rooms.room("Tiny", capacity=1)
    book(room, bob)
    with pytest.raises(BookingConflict) as refused:
        book(room, alice)
    assert [offer["name"] for offer in refused.value.details["offers"]] == ["Tiny"]


def test_a_private_booking_keeps_its_title_to_its_owner(room, alice, bob):
    private = book(room, bob, title="Salary", private=True).occurrences[0]
    with pytest.raises(BookingConflict) as refused:
        book(room, alice)
    assert "Salary" not in str(refused.value.details) + refused.value.message
    assert queries.names_of([private.id], alice) == {}
    assert queries.names_of([private.id], bob) == {private.id: "Salary"}


@pytest.mark.parametrize(("start", "length", "field"), [
    (MONDAY_MORNING - HOUR, HOUR, "starts_at"), (NINE, timedelta(0), "ends_at"), (NINE, -HOUR, "ends_at"),
    (NINE, 32 * DAY, "ends_at"),
], ids=["past", "no time at all", "end before start", "too long"])  # fmt: skip
def test_times_that_make_no_sense_are_refused(room, alice, start, length, field):
    with pytest.raises(Invalid) as refused:
        book(room, alice, start, length=length)
    assert list(refused.value.errors) == [field]


def test_a_room_that_is_closed_is_refused(alice, bob):
    room = rooms.room(actor=bob, opening_hours={"1": ["08:00", "18:00"]})
    assert book(room, alice).occurrences
    with pytest.raises(Invalid, match="closed"):
        book(room, alice, NINE + 8 * HOUR)
    with pytest.raises(Invalid, match="closed"):
        book(room, alice, NINE + DAY)


def test_a_room_that_cannot_be_booked_or_is_out_of_order_is_refused(room, alice, bob, mallory):
    with pytest.raises(NotAllowed):
        book(rooms.room("Store", actor=bob, is_bookable=False), alice)
    services.mark_out_of_order(room, "ticket:1", actor=bob)
    with pytest.raises(Conflict, match="out of order"):
        book(room, alice)


def test_buffers_are_held_too(room, alice):
    book(room, alice, setup_minutes=15, cleanup_minutes=30)
    with pytest.raises(BookingConflict):
        book(room, alice, NINE + HOUR)
    assert book(room, alice, NINE + HOUR + timedelta(minutes=30)).occurrences
    with pytest.raises(BookingConflict):
        book(room, alice, NINE - HOUR)


def test_a_series_keeps_its_wall_time_and_reports_only_what_is_taken(room, alice, bob):
    book(room, bob, NINE + WEEK, title="Fire drill")
    booked = book(room, alice, recurrence="FREQ=WEEKLY;COUNT=5")
    assert [(each.slot.starts_at, each.reason) for each in booked.refused] == [(NINE + WEEK, "taken")]
    zone = room.zone
    assert {row.starts_at.astimezone(zone).hour for row in booked.occurrences} == {10}
    assert [row.starts_at - NINE for row in booked.occurrences] == [0 * WEEK, 2 * WEEK, 3 * WEEK, 4 * WEEK - HOUR]


def test_a_series_of_which_nothing_is_free_is_refused(room, alice, bob):
    book(room, bob, recurrence="FREQ=DAILY;COUNT=3")
    with pytest.raises(BookingConflict) as refused:
        book(room, alice, recurrence="FREQ=DAILY;COUNT=3")
    assert len(refused.value.clashes) == 3
    assert len(starts(room)) == 3


def test_a_series_leaves_out_days_on_which_the_room_is_closed(alice, bob):
    room = rooms.room(actor=bob, opening_hours={str(day): ["08:00", "18:00"] for day in range(5)})
    booked = book(room, alice, recurrence="FREQ=DAILY;COUNT=7")
    assert len(booked.occurrences) == 5
    assert {each.reason for each in booked.refused} == {"closed"}


@pytest.mark.parametrize(("rule", "length"), [("FREQ=DAILY;COUNT=733", HOUR), ("FREQ=DAILY;COUNT=3", 25 * HOUR),
                                              ("FREQ=SECONDLY;COUNT=3", HOUR)])  # fmt: skip
def test_a_series_that_cannot_be_is_refused(room, alice, rule, length):
    with pytest.raises(Invalid) as refused:
        book(room, alice, length=length, recurrence=rule)
    assert list(refused.value.errors) == ["recurrence"]


def test_a_booking_over_a_change_of_clocks_lasts_as_long_as_it_says(room, alice):
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30 in Vienna, where 02:00 does not exist that night
    row = book(room, alice, night, length=2 * HOUR).occurrences[0]
    assert row.ends_at - row.starts_at == 2 * HOUR
    daily = book(room, alice, night - DAY + HOUR, length=HOUR, recurrence="FREQ=DAILY;COUNT=3", title="Night shift")
    assert [each.slot.is_shifted for each in daily.refused] == [True]


def test_one_time_of_a_series_moves_alone(room, alice):
    rows = book(room, alice, recurrence="FREQ=WEEKLY;COUNT=3").occurrences
    moved = services.change_booking(rows[1], BookingChange(starts_at=NINE + WEEK + HOUR, title="Later"), actor=alice)
    assert (moved.is_moved, moved.ends_at, moved.title) == (True, NINE + WEEK + 2 * HOUR, "Later")
    assert moved.original_at == NINE + WEEK
    assert starts(room) == [NINE, NINE + WEEK + HOUR, NINE + 2 * WEEK]
    with pytest.raises(Invalid):
        services.change_booking(rows[0], BookingChange(recurrence="FREQ=DAILY;COUNT=2"), actor=alice)


def test_this_and_the_following_begin_a_new_series(room, alice):
    booked = book(room, alice, recurrence="FREQ=WEEKLY;BYDAY=TU;COUNT=4")
    rows = booked.occurrences
    services.cancel_booking(rows[3], actor=alice)
    first = services.change_booking(
        rows[1], BookingChange(starts_at=rows[1].starts_at + DAY), Scope.following, actor=alice
    )
    assert first.booking.follows_id == booked.booking.id
    assert (first.booking.recurrence, booked.booking.recurrence) == (
        "FREQ=WEEKLY;BYDAY=WE;COUNT=3", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260310T085959Z")  # fmt: skip
    assert starts(room) == [NINE, NINE + WEEK + DAY, NINE + 2 * WEEK + DAY]


def test_a_series_until_a_day_keeps_its_last_time_when_it_moves_later(room, alice):
    rows = book(room, alice, recurrence=f"FREQ=WEEKLY;UNTIL={NINE + 2 * WEEK:%Y%m%dT%H%M%SZ}").occurrences
    services.change_booking(rows[0], BookingChange(starts_at=NINE + HOUR), Scope.all, actor=alice)
    assert starts(room) == [NINE + HOUR, NINE + HOUR + WEEK, NINE + HOUR + 2 * WEEK]


def test_days_of_a_series_must_be_said_anew_when_they_cannot_be_guessed(room, alice):
    rows = book(room, alice, recurrence="FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4").occurrences
    with pytest.raises(Invalid, match="say anew how"):
        services.change_booking(rows[0], BookingChange(starts_at=NINE + DAY), Scope.all, actor=alice)
    change = BookingChange(starts_at=NINE + DAY, recurrence="FREQ=WEEKLY;BYDAY=WE;COUNT=2", private=True)
    first = services.change_booking(rows[0], change, Scope.all, actor=alice)
    assert first.booking.is_private
    assert starts(room) == [NINE + DAY, NINE + DAY + WEEK]


def test_a_move_to_where_it_is_taken_changes_nothing(room, alice, bob):
    book(room, bob, NINE + WEEK + 3 * HOUR)
    rows = book(room, alice, recurrence="FREQ=WEEKLY;COUNT=3").occurrences
    before = starts(room)
    for scope in (Scope.this, Scope.all):
        with pytest.raises(BookingConflict):
            services.change_booking(rows[1], BookingChange(starts_at=NINE + WEEK + 3 * HOUR), scope, actor=alice)
        assert starts(room) == before
    assert len(holds.taken(Resource.room, [room.id], NINE, NINE + 3 * WEEK)) == 4


def test_a_single_booking_becomes_a_series(room, alice):
    row = book(room, alice).occurrences[0]
    services.change_booking(row, BookingChange(recurrence="FREQ=DAILY;COUNT=3"), actor=alice)
    assert starts(room) == [NINE, NINE + DAY, NINE + 2 * DAY]


def test_words_change_without_touching_times(room, alice):
    rows = book(room, alice, recurrence="FREQ=WEEKLY;COUNT=3").occurrences
    services.change_booking(rows[2], BookingChange(title="Last one"), actor=alice)
    services.change_booking(rows[1], BookingChange(title="Retro"), Scope.following, actor=alice)
    assert [row.title for row in rows] == ["Stand-up", "Retro", "Retro"]
    services.change_booking(rows[1], BookingChange(title="Review", private=True), Scope.all, actor=alice)
    assert ([row.title for row in rows], rows[0].booking.is_private) == (["Review"] * 3, True)
    with pytest.raises(Invalid):
        services.change_booking(rows[1], BookingChange(private=False), actor=alice)


def test_a_single_booking_moves_with_its_words(room, alice):
    row = book(room, alice).occurrences[0]
    services.change_booking(
        row, BookingChange(starts_at=NINE + HOUR, ends_at=NINE + 3 * HOUR, title="Long"), actor=alice
    )
    assert (row.starts_at, row.booking.seconds, row.title, row.is_moved) == (NINE + HOUR, 7200, "Long", False)
    services.change_booking(row, BookingChange(private=True), actor=alice)
    assert row.booking.is_private


def test_a_move_out_of_the_opening_hours_is_refused(alice, bob):
    room = rooms.room(actor=bob, opening_hours={"1": ["08:00", "18:00"]})
    row = book(room, alice).occurrences[0]
    with pytest.raises(Invalid, match="closed"):
        services.change_booking(row, BookingChange(starts_at=NINE + 9 * HOUR), actor=alice)


@pytest.mark.parametrize(("scope", "left"), [(Scope.this, [0, 2]), (Scope.following, [0]), (Scope.all, [])])
def test_what_is_cancelled_is_free_again(room, alice, bob, scope, left):
    rows = book(room, alice, recurrence="FREQ=WEEKLY;COUNT=3").occurrences
    services.cancel_booking(rows[1], scope, actor=alice)
    assert starts(room) == [NINE + week * WEEK for week in left]
    assert book(room, bob, NINE + WEEK).occurrences


def test_what_is_over_stays(room, alice, clock):
    rows = book(room, alice, recurrence="FREQ=WEEKLY;COUNT=3").occurrences
    clock.advance(days=2)
    with pytest.raises(Conflict, match="over"):
        services.cancel_booking(rows[0], actor=alice)
    with pytest.raises(Conflict, match="over"):
        services.change_booking(rows[0], BookingChange(title="Then"), actor=alice)
    services.cancel_booking(rows[0], Scope.all, actor=alice)
    assert starts(room) == [NINE]


def test_a_booking_belongs_to_its_owner_and_to_it(room, alice, bob, mia):
    row = book(room, alice).occurrences[0]
    for actor in (mia, PersonFactory()):
        with pytest.raises(NotAllowed):
            services.cancel_booking(row, actor=actor)
        with pytest.raises(NotAllowed):
            services.change_booking(row, BookingChange(title="Mine"), actor=actor)
        with pytest.raises(NotFound):
            queries.own_occurrence(actor, row.id)
    assert queries.own_occurrence(bob, row.id) is row
    assert list(queries.own_bookings(alice, MONDAY_MORNING, Paging("startsAt")).items) == [row]
    assert list(queries.own_bookings(bob, MONDAY_MORNING, Paging("startsAt")).items) == []
    services.cancel_booking(row, actor=bob)


def test_free_rooms_are_found_by_time_seats_features_and_hours(alice, bob):
    screen = rooms.feature("Screen")
    small = rooms.room("Amber", capacity=2, feature_ids=[screen.id])
    large = rooms.room("Jade", capacity=20, feature_ids=[screen.id])
    rooms.room("Closed", opening_hours={"6": ["08:00", "18:00"]})
    rooms.room("Store", is_bookable=False)
    book(small, bob)

    def free(**more):
        wanted = FreeFilters(start=NINE, end=NINE + HOUR, **more)
        return [room.name for room in queries.free_rooms(alice, wanted)]

    assert free() == ["Jade"]
    services.cancel_booking(queries.in_rooms([small.id], NINE, NINE + HOUR)[0], actor=bob)
    assert free() == ["Amber", "Jade"]
    assert free(capacity=3) == ["Jade"]
    services.mark_out_of_order(large, "equipment:1", feature=screen, actor=bob)
    assert free(features=[screen.id]) == ["Amber"]
    services.mark_out_of_order(small, "equipment:2", actor=bob)
    assert free() == ["Jade"]


def test_closed_rooms_do_not_crowd_out_an_open_one(alice):
    for number in range(6):
        rooms.room(f"Closed {number}", capacity=2, opening_hours={"6": ["08:00", "18:00"]})
    open_one = rooms.room("Jade", capacity=20)
    assert queries.free_rooms(alice, FreeFilters(start=NINE, end=NINE + HOUR), most=1) == [open_one]


def test_who_leaves_gives_their_rooms_back(room, alice, bob, carol, clock):
    book(room, alice, NINE - DAY + HOUR / 2)
    book(room, alice, recurrence="FREQ=WEEKLY;COUNT=3")
    book(room, bob, NINE + DAY)
    clock.advance(hours=1)
    accounts.deactivate_person(alice, actor=carol)
    relay.run()
    relay.run()
    assert starts(room) == [NINE - DAY + HOUR / 2, NINE + DAY]
    with pytest.raises(NotAllowed):
        services.free_bookings_of(bob.id, actor=alice)
