"""A room is looked for, taken, offered instead, booked and given back."""

from datetime import timedelta

from playwright.sync_api import expect

from app.core import clock
from tests.browser.visits import PHONE, Visits, ready


def test_a_taken_room_leads_to_a_free_one_that_is_booked_and_given_back(visits: Visits) -> None:
    page = visits.page_of("dora", "/rooms", **PHONE)
    monday = clock.now().date()
    monday += timedelta(days=7 - monday.weekday())
    page.get_by_label("Day").fill(monday.isoformat())
    page.get_by_label("From").fill("10:00")
    page.get_by_label("Until").fill("11:00")
    page.get_by_role("checkbox", name="Screen").check()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Book Onyx")).to_be_visible()

    page.goto(page.url.split("?")[0] + f"/{visits.desk.items['room']}/book")
    page.get_by_label("What is it about?").fill("Talk with a supplier")
    page.get_by_label("Day", exact=True).fill(monday.isoformat())
    page.get_by_label("From").fill("10:00")
    page.get_by_label("Until", exact=True).fill("11:00")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_text("Jade is taken")).to_be_visible()
    page.get_by_role("group", name="Free at that time").get_by_role("link").first.click()
    expect(page.get_by_label("What is it about?")).to_have_value("Talk with a supplier")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_text("is yours:")).to_be_visible()

    ready(page)
    page.get_by_role("button", name="Cancel booking").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_text("is free again.")).to_be_visible()
