"""Scanning the sticker on a device, with a phone."""

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.visits import PHONE, Visits, ready


def test_three_taps_after_the_scan_file_a_ticket_with_device_and_room(visits: Visits) -> None:
    page = visits.page_of("noor", f"/q/{visits.desk.items['scan']}", **PHONE)

    page.get_by_role("link", name="Report a problem").tap()
    ready(page)
    page.get_by_text("It does not charge", exact=True).tap()
    page.get_by_role("button", name="Send to IT").tap()

    number = acts.number_of(page)
    expect(page.get_by_role("heading", name="It does not charge")).to_be_visible()
    agent = visits.page_of("bob")
    acts.open_on_desk(agent, number)
    details = agent.get_by_role("complementary", name="About this ticket")
    expect(details.get_by_text("LT-0042").first).to_be_visible()
    expect(details.get_by_role("link", name="Amber").first).to_be_visible()
    expect(details.get_by_text("Scanned label")).to_be_visible()
