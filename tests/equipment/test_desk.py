"""The page of a device on the desk: what it offers, what it does, what it says when it may not."""

from datetime import timedelta

import pytest

from app.equipment import queries
from app.equipment.models import DeviceEvent, DeviceState
from app.worker import relay
from tests.factories import equipment as devices
from tests.factories import tickets
from tests.signing_in import sign_in


@pytest.fixture
def desk(client, bob):
    return sign_in(client, bob)


def page_of(browser, device):
    return browser.get(f"/staff/equipment/show/{device.id}").text


def test_only_what_is_legal_is_offered(desk, bob):
    page = page_of(desk, devices.device("LT-1", bob))
    for event in ("hand_over", "lend", "fault", "retire", "lose", "ship", "reserve"):
        assert f'id="move-{event}"' in page
    for event in ("accept", "decline", "receive", "stock", "dispose", "clear"):
        assert f'id="move-{event}"' not in page


def test_a_manager_looks_and_is_offered_nothing(client, mia, bob):
    device = devices.device("LT-1", bob)
    browser = sign_in(client, mia)
    assert 'id="move-' not in page_of(browser, device)
    assert browser.post(f"/staff/equipment/{device.id}/events/lose").status_code == 403


def test_a_device_is_handed_over_and_its_history_says_so(desk, bob, alice):
    device = devices.device("LT-1", bob)
    ticket = tickets.ticket(alice)
    sent = {"hand_over-person_id": alice.id, "hand_over-ticket_id": f"#{ticket.id}", "hand_over-reason": "New here"}

    answer = desk.post(f"/staff/equipment/{device.id}/events/hand_over", data=sent)

    assert answer.location == f"/staff/equipment/show/{device.id}"
    page = page_of(desk, device)
    for words in ("Handed over to Alice Berg", "New here", f"#{ticket.id}", "Handed over"):
        assert words in page


def test_a_move_by_a_scanned_label_leads_back_to_it(desk, bob):
    device = devices.device("LT-7", bob)
    there = f"/staff/equipment/{device.id}/events/"
    assert desk.post(f"{there}fault", data={"scanned": "abc_DEF-1"}).location == "/q/abc_DEF-1"
    assert "/q/" not in desk.post(f"{there}repaired", data={"scanned": "../elsewhere"}).location


def test_a_refused_move_keeps_what_was_entered(desk, bob, alice):
    device = devices.device("LT-1", bob)
    sent = {"lend-person_id": alice.id, "lend-due_on": "2020-01-01", "lend-reason": "For the fair"}

    page = desk.post(f"/staff/equipment/{device.id}/events/lend", data=sent).text

    for words in ("The loan cannot end in the past.", "For the fair", "Alice Berg"):
        assert words in page
    assert device.state is DeviceState.in_stock


@pytest.mark.parametrize(("event", "status"), [("accept", 200), ("explode", 404), ("register", 200)])
def test_what_is_not_legal_is_refused_in_words(desk, bob, event, status):
    device = devices.device("LT-1", bob)
    answer = desk.post(f"/staff/equipment/{device.id}/events/{event}")
    assert answer.status_code == status
    if status == 200:
        assert "Possible: Reserve, Hand over" in answer.text


def test_nonsense_in_a_picker_is_refused(desk, bob):
    device = devices.device("LT-1", bob)
    for value in ("", "x", "9" * 30, "9000000"):
        page = desk.post(f"/staff/equipment/{device.id}/events/hand_over", data={"hand_over-person_id": value})
        assert page.status_code == 200
    assert device.state is DeviceState.in_stock


def test_the_glance_tells_the_warranty_and_the_worth(desk, bob):
    today = queries.today()
    model = devices.model("Spatz", bob, depreciation_months=36, floor_value="10.00")
    for ends_on, words in ((today + timedelta(days=400), "In warranty"), (today + timedelta(days=30), "Ends soon"),
                           (today - timedelta(days=1), "Ended")):  # fmt: skip
        device = devices.device(actor=bob, warranty_ends_on=ends_on)
        assert words in page_of(desk, device)
    priced = devices.device(actor=bob, model_id=model.id, purchased_on=today - timedelta(days=4000), purchase_cost="99")
    page = page_of(desk, priced)
    assert "€99.00" in page
    assert "€10.00" in page


def test_a_long_history_goes_on_on_the_next_page(desk, bob):
    device = devices.device("LT-1", bob)
    for _again in range(16):
        devices.move(device, "reserve", bob)
        devices.move(device, "release", bob, reason="Changed my mind")
    page = page_of(desk, device)
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Registered" not in page
    assert "Registered" in desk.get(older).text


def test_a_persons_page_lists_what_they_hold(desk, bob, alice):
    devices.in_use(alice, "LT-0042", bob)
    assert f'hx-get="/staff/equipment/for-person/{alice.id}"' in desk.get(f"/staff/people/{alice.id}").text
    assert "LT-0042" in desk.get(f"/staff/equipment/for-person/{alice.id}").text
    assert "No devices." in desk.get(f"/staff/equipment/for-person/{bob.id}").text


def test_who_leaves_gives_back_what_is_said_to_be_there(client, carol, bob, alice):
    used, waiting = devices.in_use(alice, "LT-1", bob), devices.handed_over(alice, "LT-2", bob)
    broken = devices.move(devices.in_use(alice, "LT-3", bob), "fault", bob)
    browser = sign_in(client, carol)
    assert "checked" in browser.get(f"/staff/people/{alice.id}/deactivate").text

    browser.post(f"/staff/people/{alice.id}/deactivate", data={"devices_are_back": "yes"})
    relay.run()
    relay.run()

    assert [device.state.value for device in (used, waiting, broken)] == ["quarantine", "quarantine", "in_repair"]
    assert "left the company" in queries.last_move(used, DeviceEvent.return_).reason


def test_who_leaves_keeps_what_is_not_back(client, carol, bob, alice):
    device = devices.in_use(alice, "LT-1", bob)
    sign_in(client, carol).post(f"/staff/people/{alice.id}/deactivate", data={})
    relay.run()
    assert (device.state, device.holder_id) == (DeviceState.in_use, alice.id)
