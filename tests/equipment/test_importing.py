"""Equipment that comes in by a file: new devices at their point of life, known ones by their tag."""

from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO

import pytest
import sqlalchemy as sa

from app.accounts.services import PEOPLE_IMPORT
from app.core.errors import Invalid, NotAllowed
from app.core.imports import Outcome, RunState, beginning
from app.equipment import inventories, search
from app.equipment.models import Custody, DeviceEvent, DeviceKind, DeviceState, Equipment, EquipmentModel, EquipmentMove
from app.equipment.schemas import DeviceChange, DeviceMove
from app.equipment.services import EQUIPMENT_IMPORT, change_device, move_device
from app.extensions import db
from app.rooms.services import ROOM_IMPORT
from tests import imports
from tests.imports import ASSETS, NO_ASSETS, in_the_way, said, undone

checked, let_in = partial(imports.checked, EQUIPMENT_IMPORT), partial(imports.let_in, EQUIPMENT_IMPORT)
UNREADABLE = "Tag: contains characters that cannot be read or stored; is the encoding right?"
HEADER = "tag,serial,manufacturer,model,kind,room,holder,bought on,price,warranty,notes"
FULL = 'A1,S1,Acme,Book 1,Notebook,R1,alice@example.org,2.3.2026,"1.299,50",36,"=1+1\nsecond"'


@pytest.fixture(autouse=True)
def rooms(session):
    """Two rooms to stand in."""
    imports.let_in(ROOM_IMPORT, "code,name", "R1,Reception", "R2,Store")


def device(tag):
    return db.session.scalars(sa.select(Equipment).where(Equipment.tag == tag)).one_or_none()


def count(model):
    return db.session.scalar(sa.select(sa.func.count(model.id)))


def test_a_device_comes_in_with_everything_that_is_said_of_it(alice):
    let_in(HEADER, FULL)
    found = device("A1")
    assert (found.serial_number, found.name, str(found.model), found.model.kind) == (
        "S1",
        "Acme Book 1",
        "Acme Book 1",
        DeviceKind.laptop,
    )
    assert (found.state, found.holder, found.room.code) == (DeviceState.in_use, alice, "R1")
    assert (found.purchased_on, found.purchase_cost, found.currency) == (date(2026, 3, 2), Decimal("1299.50"), "EUR")
    assert (found.warranty_ends_on, found.notes) == (date(2029, 3, 2), "=1+1\nsecond")
    custody = db.session.scalars(sa.select(Custody)).one()
    assert (custody.equipment_id, custody.holder_id, custody.ended_at) == (found.id, alice.id, None)
    line = db.session.scalars(sa.select(EquipmentMove)).one()
    assert (line.event, line.from_state, line.to_state, line.reason) == (
        DeviceEvent.register,
        None,
        DeviceState.in_use,
        "Import",
    )
    assert found.id in db.session.scalars(search.ids_matching("acme")).all()


def test_known_devices_change_but_never_their_state_or_holder(alice):
    let_in(HEADER, FULL, "A2,,Acme,Book 1,,,,,,,")
    run = let_in("tag,room,name,model,holder,state", "A1,store,Front desk,Book 2,alice@example.org,in use", "A2,,,,,")
    assert (run.changed, run.same) == (1, 1)
    assert said(run, Outcome.change) == [
        (2, "Name: Acme Book 1 → Front desk; Model: Acme Book 1 → Unknown Book 2; Room: R1 → store")
    ]
    found = device("A1")
    assert (found.room.code, found.name, str(found.model), found.version) == ("R2", "Front desk", "Unknown Book 2", 2)
    assert (
        db.session.scalars(sa.select(EquipmentMove.event).order_by(EquipmentMove.id)).all()[-1] is DeviceEvent.relocate
    )
    assert found.id in db.session.scalars(search.ids_matching("front")).all()
    run = checked("tag,holder,state", "A1,carol@example.org,", "A2,,in repair")
    assert said(run, Outcome.wrong) == [
        (2, "Holder: known devices change hands on their page"),
        (3, "State: known devices change by what happens to them; see their page"),
    ]
    assert checked("tag,state", "A2,in repair", leaves_unknown=True).same == 1
    assert let_in("tag,model", "A2,Book 1", "A3,Book 1", leaves_known=True).skipped == 1


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("A2,s1,Acme,Book 1,,,,,,,", None),
        ("A2,S1,Acme,Book 1,,,,,,,", "Serial number: the device A1 has it already"),
        ("A2,,Acme,,,,,,,,", "Model: is missing"),
        ("A2,,Acme,Book 1,,Nowhere,,,,,", "Room: there is no room Nowhere"),
        ("A2,,Acme,Book 1,,,nobody@example.org,,,,", "Holder: there is no active person nobody@example.org"),
        ("A2,,Acme,Book 1,,,,31.2.2026,,,", "Bought on: 31.2.2026 is no day of the calendar"),
        ("A2,,Acme,Book 1,,,,,much,,", "Price: much is no sum such as 1299.00"),
        ("A2,,Acme,Book 1,,,,,,0,", "Warranty, in months: is no whole number from 1 to 600"),
        (",,Acme,Book 1,,,,,,,", "Tag: is missing"),
        (f"{'x' * 61},,Acme,Book 1,,,,,,,", "Tag: is longer than 60 letters"),
        ("A2\x00,,Acme,Book 1,,,,,,,", UNREADABLE),
        (f"A2,,Acme,Book 1,,,,,,,{'x' * 30_000}",
         "has a cell of more than 20000 letters. Perhaps a quote is never closed."),
    ],
)  # fmt: skip
def test_what_cannot_come_in_is_refused(alice, row, text):
    let_in(HEADER, FULL)
    assert said(checked(HEADER, row), Outcome.wrong) == ([(2, text)] if text else [])


def test_two_rows_never_mean_one_device(session):
    run = checked("tag,serial,model", "A,1,M", "A,2,M", "B,1,M", "C,3,M")
    assert said(run, Outcome.wrong) == [
        (3, "Tag: stands on line 2 already"),
        (4, "Serial number: stands on line 2 already"),
    ]
    assert said(checked("tag,model,warranty until,bought on", "A,M,2026-01-01,2026-02-01"), Outcome.wrong)


def test_a_tag_means_the_same_device_whatever_its_case(session):
    let_in("tag,model,name", "A1,Book 1,Desk")
    run = let_in("tag,name", "a1,Shelf")
    assert (run.changed, run.added) == (1, 0)
    assert device("A1").name == "Shelf"
    run = checked("tag,model", "B1,Book 1", "b1,Book 1")
    assert [line for line, text in said(run, Outcome.wrong)] == [3]


def test_unknown_rooms_and_holders_are_left_empty_when_that_is_wished(session):
    run = let_in("tag,model,room,holder,state", "A,M,Nowhere,x@example.org,lost/stolen", leaves_unknown=True)
    assert said(run, Outcome.add) == [
        (2, "Room: there is no room Nowhere; Holder: there is no active person x@example.org")
    ]
    assert (device("A").state, device("A").room, device("A").holder) == (DeviceState.missing, None, None)


def test_a_blank_cell_takes_what_was_said_to_stand_for_it(session):
    let_in("tag,model", "A,", "B,Other", defaults={"model": "Book 1", "manufacturer": "Acme", "room": "R1"})
    assert [str(device(tag).model) for tag in "AB"] == ["Acme Book 1", "Acme Other"]
    assert device("A").room.code == "R1"


def test_serial_numbers_stand_for_tags_and_one_of_both_is_needed(session):
    let_in("serial,model", "S9,M")
    assert device("S9").serial_number == "S9"
    with pytest.raises(Invalid, match="No column is chosen for: Tag"):
        checked("model", "M")


def test_a_whole_run_is_undone_with_the_models_it_made(alice):
    let_in(HEADER, FULL)
    run = let_in("tag,model,room,holder", "A1,Book 2,R2,", "N1,Book 3,R1,alice@example.org", "N2,Book 3,,")
    assert count(EquipmentModel) == 3
    assert undone(run).state is RunState.undone
    assert (count(Equipment), count(EquipmentModel), count(Custody)) == (1, 1, 1)
    assert (str(device("A1").model), device("A1").room.code) == ("Acme Book 1", "R1")


def test_devices_that_something_happened_to_are_in_the_way_of_undoing(alice, bob):
    run = let_in("tag,model", "A1,M", "A2,M", "A3,M")
    change_device(device("A1"), DeviceChange(notes="seen"), actor=bob)
    move_device(device("A2"), DeviceMove(event=DeviceEvent.lose), actor=bob)
    change_device(device("A3"), DeviceChange(name="Other"), actor=bob)
    assert undone(run).state is RunState.done
    assert in_the_way(run) == [(3, "was changed since: State"), (4, "was changed since: Name")]
    move_device(device("A2"), DeviceMove(event=DeviceEvent.find), actor=bob)
    change_device(device("A3"), DeviceChange(name="Unknown M"), actor=bob)
    assert undone(run).state is RunState.done
    assert in_the_way(run) == [(3, "something happened to it since")]


def test_agents_take_devices_over_and_managers_do_not(bob, mia):
    let_in("tag,model", "A,M", actor=bob)
    with pytest.raises(NotAllowed):
        checked("tag,model", "B,M", actor=mia)


def test_what_is_exported_comes_back_as_the_same(app, alice, tmp_path):
    let_in(HEADER, FULL, "A2,,Acme,Book 1,,,,,,,")
    run, file = app.test_cli_runner().invoke, tmp_path / "devices.csv"
    assert run(args=["export", "equipment", str(file)]).exit_code == 0
    assert "'=1+1" in file.read_text("utf-8")
    assert "2 the same, 0 left out, 0 wrong" in run(args=["import", "equipment", str(file)]).output


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><REQUEST/>", "entities"),
        (b"<REQUEST><CONTENT>", "well-formed"),
        (b"<html></html>", "no inventory"),
        (b"\x1f\x8bnonsense", "unpacked"),
    ],
)
def test_broken_inventories_are_refused(bob, content, text):
    with pytest.raises(Invalid, match=text):
        beginning.hand_in(EQUIPMENT_IMPORT, BytesIO(content), "a.xml", actor=bob)


@pytest.mark.parametrize(
    "content", [b'{"content": []}', b'{"content": {"bios": {}}}', b"[1]", b'[{"model": "a"}]', b"tag"]
)
def test_other_files_are_left_to_others(content):
    assert inventories.table_in(lambda: BytesIO(content)) is None


@pytest.mark.skipif(not ASSETS.is_dir(), reason=NO_ASSETS)
def test_real_inventories_come_in(session):
    files = sorted((ASSETS / "glpi_inventory").rglob("*.json")) + sorted((ASSETS / "glpi_inventory").rglob("*.xml"))
    runs = [checked(path, leaves_unknown=True) for path in files]
    assert len(files) == 18
    assert [run.wrong for run in runs] == [0] * 18


@pytest.mark.skipif(not ASSETS.is_dir(), reason=NO_ASSETS)
def test_snipe_it_and_netbox_map_by_themselves(session):
    imports.let_in(PEOPLE_IMPORT, ASSETS / "snipe_it" / "users-sample.csv", skips_wrong=True)
    assert let_in(ASSETS / "snipe_it" / "assets-sample.csv", leaves_unknown=True).added == 22
    for name in ("BAD", "BLANKS"):
        run = checked(ASSETS / "snipe_it" / f"assets-sample-{name}.csv", leaves_unknown=True)
        assert (run.added, run.wrong) == (200, 0)
    imports.let_in(ROOM_IMPORT, ASSETS / "netbox_demo_v3.6_dcim.json.gz")
    assert let_in(ASSETS / "netbox_demo_v3.6_dcim.json.gz").added == 72
