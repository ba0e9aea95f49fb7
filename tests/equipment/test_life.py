"""The table of moves, and what a device asks for on its way."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.paging import Paging
from app.equipment import queries, services
from app.equipment.models import MOVES, Custody, DeviceEvent, DeviceState, IllegalMove, legal_events
from app.equipment.schemas import DeviceMove, TermsDraft
from app.extensions import db
from tests.access.things import save
from tests.factories import equipment as devices
from tests.factories import tickets
from tests.factories.people import PersonFactory

ANYWHERE_BUT_GONE = set(DeviceState) - {DeviceState.disposed, DeviceState.missing}
TABLE = {  # as the issue has it, written down a second time
    "receive": ("ordered", "received"),
    "stock": ("received in_transit", "in_stock"),
    "reserve": ("in_stock", "reserved"),
    "release": ("reserved", "in_stock"),
    "hand_over": ("in_stock reserved", "handed_over"),
    "accept": ("handed_over", "in_use"),
    "decline": ("handed_over", "in_stock"),
    "lend": ("in_stock reserved", "on_loan"),
    "ship": ("in_stock in_use", "in_transit"),
    "fault": ("in_use on_loan in_stock", "in_repair"),
    "repaired": ("in_repair", None),
    "return": ("in_use on_loan handed_over", "quarantine"),
    "clear": ("quarantine", "in_stock"),
    "lose": (" ".join(ANYWHERE_BUT_GONE), "missing"),
    "find": ("missing", "in_stock"),
    "retire": ("in_stock quarantine in_repair missing", "retire_pending"),
    "keep": ("retire_pending", "in_stock"),
    "dispose": ("retire_pending", "disposed"),
}


def test_the_table_of_moves_is_that_of_the_design():
    ours = {event.value: (set(move.sources), move.target) for event, move in MOVES.items()}
    assert ours == {event: (set(sources.split()), target) for event, (sources, target) in TABLE.items()}


def test_nothing_leads_out_of_disposal():
    assert legal_events(DeviceState.disposed) == []


def test_an_illegal_move_names_the_legal_ones(bob):
    device = devices.device(actor=bob)

    with pytest.raises(IllegalMove) as refused:
        devices.move(device, "accept", bob)

    legal = refused.value.details["legal"]
    assert legal == ["reserve", "hand_over", "lend", "ship", "fault", "lose", "retire"]
    assert "Hand over" in refused.value.message
    with pytest.raises(IllegalMove):
        devices.move(device, "register", bob)


def test_a_device_goes_from_the_order_to_its_holder(bob, alice):
    device = devices.device(actor=bob, state="ordered")
    for event, more in (("receive", {}), ("stock", {}), ("reserve", {"person_id": alice.id}),
                        ("hand_over", {"person_id": alice.id})):  # fmt: skip
        devices.move(device, event, bob, **more)
    assert (device.state, device.holder) == (DeviceState.handed_over, alice)

    devices.move(device, "accept", alice)

    custody = queries.open_custody(device)
    assert (device.state, custody.holder_id, custody.terms) == (DeviceState.in_use, alice.id, None)
    assert custody.accepted_at is not None
    story = [(move.event.value, move.actor.name, move.person and move.person.name) for move in
             queries.history(device, Paging("id")).items]  # fmt: skip
    assert story == [
        ("register", "Bob Ito", None),
        ("receive", "Bob Ito", None),
        ("stock", "Bob Ito", None),
        ("reserve", "Bob Ito", "Alice Berg"),
        ("hand_over", "Bob Ito", "Alice Berg"),
        ("accept", "Alice Berg", "Alice Berg"),
    ]


def test_accepting_keeps_the_terms_that_were_in_force(bob, alice, carol):
    terms = services.word_terms(TermsDraft(text="Take care of it."), actor=carol)
    device = devices.in_use(alice, actor=bob)
    services.word_terms(TermsDraft(text="Take good care of it."), actor=carol)

    assert queries.open_custody(device).terms == terms
    with pytest.raises(Conflict):
        services.word_terms(TermsDraft(text="Take good care of it."), actor=carol)
    with pytest.raises(NotAllowed):
        services.word_terms(TermsDraft(text="Whatever."), actor=bob)


def test_only_the_holder_accepts_or_declines(bob, alice):
    device = devices.handed_over(alice, actor=bob)
    for event in ("accept", "decline"):
        with pytest.raises(NotAllowed):
            devices.move(device, event, bob)

    devices.move(device, "decline", alice, reason="Not mine.")

    assert (device.state, device.holder_id, queries.open_custody(device)) == (DeviceState.in_stock, None, None)
    assert queries.last_move(device, DeviceEvent.decline).reason == "Not mine."


def test_employees_and_managers_move_nothing(alice, mia):
    device = devices.in_use(alice)
    for actor in (alice, mia):
        with pytest.raises(NotAllowed):
            devices.move(device, "return", actor)


@pytest.mark.parametrize("event", ["hand_over", "lend"])
def test_somebody_must_get_it(bob, alice, event):
    gone = PersonFactory(active=False)
    for person_id in (None, 9_000_000, gone.id):
        with pytest.raises(Invalid) as refused:
            devices.move(devices.device(actor=bob), event, bob, person_id=person_id)
        assert "person_id" in refused.value.errors


def test_a_loan_needs_a_day_that_is_still_to_come(bob, alice, clock):
    device = devices.device(actor=bob)
    today = clock().date()
    for due_on in (None, today - timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            devices.move(device, "lend", bob, person_id=alice.id, due_on=due_on)
        assert "due_on" in refused.value.errors

    devices.move(device, "lend", bob, person_id=alice.id, due_on=today)

    assert (device.state, queries.open_custody(device).due_on) == (DeviceState.on_loan, today)


def test_a_repaired_device_returns_to_its_holder(bob, alice):
    used, loan, shelf = devices.in_use(alice), devices.device(), devices.device()
    devices.move(loan, "lend", bob, person_id=alice.id, due_on=date(2100, 1, 1))
    for device in (used, loan, shelf):
        devices.move(device, "fault", bob)
        assert device.state is DeviceState.in_repair
    assert used.holder_id == alice.id

    for device in (used, loan, shelf):
        devices.move(device, "repaired", bob)

    assert [device.state.value for device in (used, loan, shelf)] == ["in_use", "on_loan", "in_stock"]
    assert [device.holder_id for device in (used, loan, shelf)] == [alice.id, alice.id, None]


@pytest.mark.parametrize("events", [["return"], ["lose"], ["fault", "retire"], ["ship", "stock"]])
def test_what_comes_back_is_lost_or_retired_is_in_nobodys_custody(bob, alice, events):
    device = devices.in_use(alice, actor=bob)
    for event in events:
        devices.move(device, event, bob)

    assert (device.holder_id, queries.open_custody(device)) == (None, None)
    assert queries.mine(alice) == []
    [custody] = queries.custodies_ever(device)
    assert custody.ended_at is not None


def test_disposal_needs_proof_and_a_second_person(bob, carol):
    device = devices.move(devices.device(), "retire", bob)
    with pytest.raises(Invalid) as refused:
        devices.move(device, "dispose", carol)
    assert "proof" in refused.value.errors
    with pytest.raises(Conflict):
        devices.move(device, "dispose", bob, proof="Certificate 17")

    devices.move(device, "dispose", carol, proof="Certificate 17")

    assert device.state is DeviceState.disposed
    assert queries.last_move(device, DeviceEvent.dispose).proof == "Certificate 17"


def test_who_retired_it_after_a_change_of_mind_counts(bob, carol):
    device = devices.device()
    for event, actor in (("retire", carol), ("keep", carol), ("retire", bob)):
        devices.move(device, event, actor)
    devices.move(device, "dispose", carol, proof="Shredded")
    assert device.state is DeviceState.disposed


def test_a_move_names_its_ticket_and_the_place(bob, alice):
    ticket = tickets.ticket(alice)
    device = devices.device()
    for wrong in ({"ticket_id": 9_000_000}, {"room_id": 9_000_000}):
        with pytest.raises(Invalid):
            devices.move(device, "fault", bob, **wrong)

    devices.move(device, "fault", bob, ticket_id=ticket.id, reason="Battery swollen")

    entry = queries.last_move(device, DeviceEvent.fault)
    assert (entry.ticket_id, entry.reason) == (ticket.id, "Battery swollen")


def test_a_holder_asks_once_to_give_it_back(bob, alice):
    device = devices.in_use(alice, actor=bob)
    custody = services.ask_to_return(device, actor=alice)
    asked_at = custody.return_asked_at
    assert services.ask_to_return(device, actor=alice).return_asked_at == asked_at
    with pytest.raises(NotAllowed):
        services.ask_to_return(device, actor=bob)


def test_everybody_sees_what_is_theirs_and_staff_see_all(bob, alice, mallory):
    device = devices.in_use(alice, actor=bob)
    assert queries.equipment_for(alice, device.id) == queries.equipment_for(bob, device.id) == device
    for actor, key in ((mallory, device.id), (bob, 9_000_000), (bob, 10**20), (bob, 0)):
        with pytest.raises(NotFound):
            queries.equipment_for(actor, key)
    with pytest.raises(NotFound):
        queries.held_by(bob, device.id)
    with pytest.raises(NotFound):
        queries.custody_for(mallory, queries.open_custody(device).id)


def test_a_move_is_told(bob, alice):
    from app.core.outbox import OutboxMessage

    device = devices.device(actor=bob)
    services.move_device(device, DeviceMove(event=DeviceEvent.hand_over, person_id=alice.id), actor=bob)
    told = db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.event == "equipment.moved")).all()
    assert all(row.payload["person_id"] == alice.id for row in told)


def test_the_history_names_the_holder_whoever_is_sent_along(bob, alice, carol):
    device = devices.move(devices.in_use(alice, actor=bob), "return", bob, person_id=carol.id)
    assert queries.last_move(device, DeviceEvent.return_).person == alice


def test_the_database_lets_nobody_have_what_somebody_has(bob, alice):
    device = devices.in_use(alice, actor=bob)
    with pytest.raises(IntegrityError):
        save(Custody(equipment_id=device.id, holder_id=bob.id))
