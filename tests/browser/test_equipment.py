"""A device changes hands."""

from playwright.sync_api import expect

from tests.browser.visits import PHONE, Visits, ready


def test_a_device_is_handed_over_and_accepted(visits: Visits) -> None:
    desk = visits.page_of("bob", f"/staff/equipment/show/{visits.desk.items['device_in_stock']}")
    name = desk.get_by_role("heading", level=1).inner_text()
    desk.get_by_role("button", name="Hand over").first.click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Who gets it").fill("alexandros")
    dialog.get_by_role("option", name="Αλέξανδρος").click()
    dialog.get_by_label("Remark").fill("For the new office")
    with desk.expect_navigation():
        dialog.get_by_role("button", name="Hand over").click()
    ready(desk)
    expect(desk.get_by_text("Handed over to Αλέξανδρος Παπαδόπουλος")).to_be_visible()

    phone = visits.page_of("alexandros", "/", **PHONE)
    phone.get_by_role("link", name=name).click()
    expect(phone.get_by_text("Carry it in its sleeve")).to_be_visible()
    with phone.expect_navigation():
        phone.get_by_role("button", name="I got it and agree").click()
    ready(phone)
    phone.locator("summary").filter(has=phone.locator("svg")).last.click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Receipt (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")

    desk.reload()
    expect(desk.get_by_text("Accepted by Αλέξανδρος Παπαδόπουλος")).to_be_visible()
    assert visits.end() == []
