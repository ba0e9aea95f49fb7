"""Rooms that come in by a file, with the places that they stand in."""

from functools import partial

import pytest
import sqlalchemy as sa

from app.core.errors import Invalid, NotAllowed
from app.core.imports import Outcome, RunState
from app.core.transaction import transaction
from app.extensions import db
from app.rooms.models import Building, Floor, Room, RoomFeature, Site
from app.rooms.schemas import RoomEdit
from app.rooms.services import ROOM_IMPORT, keep_room
from tests import imports
from tests.imports import ASSETS, NO_ASSETS, in_the_way, said, undone

checked, let_in = partial(imports.checked, ROOM_IMPORT), partial(imports.let_in, ROOM_IMPORT)
HEADER = "code,name,site,building,floor,capacity,features"


def room(code):
    return db.session.scalars(sa.select(Room).where(Room.code == code)).one_or_none()


def count(model):
    return db.session.scalar(sa.select(sa.func.count(model.id)))


def test_rooms_come_in_with_their_places_and_features(session):
    run = let_in(HEADER, 'A1,Danube,Vienna,Main,1st,8,"Screen, Ramp"', "A2,,vienna,MAIN,1st,,", "B1,,Vienna,,,,ramp")
    assert (run.added, count(Site), count(Building), count(Floor), count(RoomFeature)) == (3, 1, 2, 2, 2)
    danube, second = room("A1"), room("A2")
    assert (danube.name, danube.capacity, danube.place) == ("Danube", 8, "Main, 1st")
    assert [feature.name for feature in danube.features] == ["Ramp", "Screen"]
    assert (second.name, second.capacity, second.floor_id, second.building_id) == (
        "A2",
        1,
        danube.floor_id,
        danube.building_id,
    )
    assert room("B1").place == "Vienna, Unknown floor"


def test_known_rooms_change_and_move(session):
    let_in(HEADER, "A1,Danube,Vienna,Main,1st,8,Screen")
    run = let_in(HEADER, "A1,Danube,,main,2nd,10,", "A2,,,,,,")
    assert said(run, Outcome.change) == [(2, "Seats: 8 → 10; Floor: Main, 1st → Vienna / Main / 2nd")]
    assert (room("A1").place, room("A1").capacity, len(room("A1").features)) == ("Main, 2nd", 10, 1)
    assert checked(HEADER, "A1,Danube,,,,10,").same == 1
    assert let_in(HEADER, "A1,Other,,,,10,", "A3,,,,,,", leaves_known=True).skipped == 1


def test_a_code_in_two_buildings_asks_which_one(session):
    let_in(HEADER, "1,,Vienna,East,G,,", "1,,Vienna,West,G,,")
    run = checked(HEADER, "1,Hall,,,,,", "1,Hall,,West,,,")
    assert said(run, Outcome.wrong) == [(2, "Building: several buildings have this room; say which")]
    assert run.changed == 1


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (f"{'x' * 41},,,,,,", "Code: is longer than 40 letters"),
        ("X,,,,,0,", "Seats: is no whole number from 1 to 10000"),
        (f"X,,,,,,{'f' * 61}", "Features: is longer than 60 letters"),
        (",,,,,3,", "Code: is missing"),
    ],
)
def test_what_cannot_be_a_room_is_refused(session, row, text):
    assert said(checked(HEADER, row), Outcome.wrong) == [(2, text)]


def test_a_whole_run_is_undone_with_the_places_it_made(session):
    let_in(HEADER, "A1,Danube,Vienna,Main,1st,8,Screen")
    run = let_in(HEADER, "A1,Rhine,Vienna,Main,2nd,9,Ramp", "X1,,Graz,,,,Screen")
    assert undone(run).state is RunState.undone
    assert (room("X1"), room("A1").name, room("A1").place, room("A1").capacity) == (None, "Danube", "Main, 1st", 8)
    assert [feature.name for feature in room("A1").features] == ["Screen"]
    assert (count(Site), count(Building), count(Floor), count(RoomFeature)) == (1, 1, 1, 1)


def test_a_room_that_was_changed_since_is_in_the_way(session, bob):
    run = let_in(HEADER, "A1,Danube,Vienna,Main,1st,8,")
    keep_room(room("A1"), RoomEdit(capacity=9), actor=bob)
    assert undone(run).state is RunState.done
    assert in_the_way(run) == [(2, "was changed since: Seats")]


def test_names_stand_for_codes_and_one_of_both_is_needed(session):
    let_in("Room,Seats", "Danube,4")
    assert room("Danube").capacity == 4
    with pytest.raises(Invalid, match="No column is chosen for: Code"):
        checked("Seats", "4")


def test_agents_take_rooms_over_and_managers_do_not(bob, mia):
    let_in("code", "A1", actor=bob)
    with pytest.raises(NotAllowed):
        checked("code", "A2", actor=mia)


def test_what_is_exported_comes_back_as_the_same(app, session, tmp_path):
    let_in(HEADER, 'A1,"=1+1",Vienna,Main,1st,8,"Screen, Ramp"', "1,,Graz,,,,")
    with transaction():
        room("A1").timezone = "Europe/Vienna"
    run, file = app.test_cli_runner().invoke, tmp_path / "rooms.csv"
    assert run(args=["export", "rooms", str(file)]).exit_code == 0
    assert "2 the same, 0 left out, 0 wrong" in run(args=["import", "rooms", str(file)]).output


@pytest.mark.skipif(not ASSETS.is_dir(), reason=NO_ASSETS)
def test_real_lists_map_by_themselves(session):
    vienna = let_in(ASSETS / "rooms_tuwien" / "rooms.csv", skips_wrong=True)
    assert (vienna.added, vienna.wrong) == (405, 5)
    assert all("stands on line" in text for _line, text in said(vienna, Outcome.wrong))
    snipe = let_in(ASSETS / "snipe_it" / "locations-sample.csv", skips_wrong=True)
    assert (snipe.added, snipe.wrong) == (17, 2)
    assert let_in(ASSETS / "netbox_demo_v3.6_dcim.json.gz").added == 28
    assert undone(vienna).state is RunState.undone
