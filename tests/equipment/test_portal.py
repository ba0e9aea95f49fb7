"""The employees' own devices."""

import html
import re
from datetime import date

import pypdfium2
import pytest

from app.equipment import queries, receipt, services
from app.equipment.models import DeviceState
from app.equipment.schemas import TermsDraft
from tests.factories import equipment as devices
from tests.factories.people import PersonFactory
from tests.signing_in import sign_in


@pytest.fixture
def portal(client, alice):
    return sign_in(client, alice)


def pages_of(pdf):
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_hand_over_is_accepted_with_the_terms_that_were_shown(portal, bob, alice, carol):
    terms = services.word_terms(TermsDraft(text="Carry it in its sleeve.\nTell IT when it is lost."), actor=carol)
    device = devices.handed_over(alice, "LT-1", bob)
    page = portal.get("/devices").text
    assert "Carry it in its sleeve." in page
    assert f'name="terms_id" value="{terms.id}"' in page

    assert portal.post(f"/devices/{device.id}/accept", data={"terms_id": terms.id}).status_code == 302

    assert (device.state, queries.open_custody(device).terms) == (DeviceState.in_use, terms)
    assert "Receipt (PDF)" in portal.get("/devices").text


def test_terms_that_changed_meanwhile_are_read_again(portal, bob, alice, carol):
    old = services.word_terms(TermsDraft(text="Old"), actor=carol)
    device = devices.handed_over(alice, "LT-1", bob)
    services.word_terms(TermsDraft(text="New"), actor=carol)

    page = portal.post(f"/devices/{device.id}/accept", data={"terms_id": old.id}, follow_redirects=True).text

    assert "The terms changed since you opened the page." in page
    assert device.state is DeviceState.handed_over


def test_a_hand_over_is_declined_with_a_word(portal, bob, alice):
    device = devices.handed_over(alice, "LT-1", bob)
    portal.post(f"/devices/{device.id}/decline", data={"reason": "It is not mine."})
    assert device.state is DeviceState.in_stock
    page = portal.post(f"/devices/{device.id}/decline", data={"reason": "Again."})
    assert page.status_code == 404


def test_a_loan_says_until_when_and_when_it_is_late(portal, bob, alice, clock):
    device = devices.device("LT-1", bob)
    devices.move(device, "lend", bob, person_id=alice.id, due_on=date(2026, 3, 10))
    assert "Bring back by Mar 10, 2026" in portal.get("/devices").text
    clock.advance(days=10)
    assert "Late: due Mar 10, 2026" in portal.get("/devices").text


def test_a_holder_asks_to_give_a_device_back(portal, bob, alice):
    device = devices.in_use(alice, "LT-1", bob)
    portal.post(f"/devices/{device.id}/return")
    assert queries.open_custody(device).return_asked_at is not None
    assert "You asked to return it" in portal.get("/devices").text


def test_what_is_in_stock_and_can_be_carried_is_asked_for_in_two_taps(portal, bob, alice):
    devices.device(model_id=devices.model("Wand 5", kind="projector").id)
    devices.device(model_id=devices.model("Rack 2", kind="server").id)
    devices.handed_over(alice, "LT-1", bob)
    page = portal.get("/devices").text
    [address] = [html.unescape(each) for each in re.findall(r'href="(/tickets/new[^"]*Borrow[^"]*)"', page)]
    assert 'value="Borrow: Projector"' in portal.get(address).text


def test_home_shows_what_is_mine(portal, bob, alice):
    devices.in_use(alice, "LT-1", bob, name="Laptop of Alice")
    page = portal.get("/").text
    assert "Laptop of Alice" in page
    assert "LT-1" in page  # two of a kind are told apart


def test_the_receipt_is_for_its_holder_and_for_staff(client, bob, alice, carol):
    services.word_terms(TermsDraft(text="Carry it in its sleeve.\n\nTell IT when it is lost."), actor=carol)
    device = devices.in_use(alice, "LT-1", bob, serial_number="SN 17")
    custody = queries.open_custody(device)
    address = f"/devices/receipts/{custody.id}.pdf"
    devices.move(device, "return", bob)

    answer = sign_in(client, alice).get(address)

    assert answer.headers["Content-Disposition"] == f"attachment; filename=LT-1-{custody.id}.pdf"
    [words] = pages_of(answer.data)
    for part in ("Receipt", "LT-1", "SN 17", "Alice Berg", "Carry it in its sleeve.", "Tell IT when it is lost."):
        assert part in words
    assert sign_in(client, bob).get(address).status_code == 200
    assert sign_in(client, PersonFactory()).get(address).status_code == 404


def test_what_was_not_accepted_has_no_receipt(portal, bob, alice):
    custody = queries.open_custody(devices.handed_over(alice, "LT-1", bob))
    assert portal.get(f"/devices/receipts/{custody.id}.pdf").status_code == 404
    assert portal.get("/devices/receipts/9000000.pdf").status_code == 404


def test_a_receipt_of_long_terms_and_a_loan_fills_several_pages(session, bob, alice, carol, app):
    services.word_terms(TermsDraft(text="\n".join(f"Rule {number}: behave." for number in range(150))), actor=carol)
    device = devices.in_use(alice, "LT-1", bob, name="山田さんのノート " * 8)
    custody = queries.open_custody(device)
    custody.due_on = date(2026, 5, 1)
    with app.test_request_context():
        pages = pages_of(receipt.pdf(custody, "Fenwick & Söhne"))
    assert len(pages) == 4
    assert "Rule 149" in pages[-1]
    session.rollback()
