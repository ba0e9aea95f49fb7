"""The calendar of IT: a visit is planned from a ticket, moved by dragging, and seen by whom it is for."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser import acts, checks
from tests.browser.planned import CROWDED, MANY
from tests.browser.visits import Visits, ready

ASKED = "performance.getEntriesByType('resource').filter((each) => each.name.includes('/calendar/events')).length"


def test_a_visit_is_planned_from_a_ticket_dragged_and_seen_by_whom_it_is_for(visits: Visits) -> None:
    alice, agent = visits.page_of("alice"), visits.page_of("nadia")
    number = acts.file_request(alice, "Docking station is dead", "No light, no screen.")
    acts.open_on_desk(agent, number)
    agent.get_by_role("link", name="Plan a visit").click()
    ready(agent)
    monday = _a_quiet_monday()
    agent.get_by_label("From").fill(f"{monday}T10:00")
    agent.get_by_label("Until", exact=True).fill(f"{monday}T11:00")
    agent.get_by_label("Note").fill("I bring a new one along.")
    agent.get_by_role("button", name="Plan the visit").click()
    agent.wait_for_url(re.compile(f"/staff/tickets/{number}"))
    expect(agent.get_by_text(re.compile("planned a visit"))).to_be_visible()

    agent.goto(f"/staff/calendar?view=week&day={monday}")
    ready(agent)
    _drag_by_its_length(agent, f"#{number} Docking")

    expect(agent.get_by_text("Moved.")).to_be_visible()
    starts = agent.locator(".entry--visit .entry__time").inner_text().split(" ")[0]
    assert starts.startswith("11:"), "an hour later, or a quarter more: the pointer decides"
    alice.goto("/appointments")
    expect(alice.get_by_text(f"Nadia Okafor comes to you for #{number} Docking station is dead")).to_be_visible()
    expect(alice.get_by_text("I bring a new one along.")).to_be_visible()
    expect(alice.get_by_role("link", name=re.compile(rf"{starts}\s+AM"))).to_be_visible()


def test_a_crowded_day_opens_to_everybody_by_keyboard_too(visits: Visits) -> None:
    found = []
    for view in ("month", "week"):
        page, _answer = visits.look_at("bob", f"/staff/calendar?view={view}&day={CROWDED}")
        more = page.get_by_role("button", name=re.compile(r"^\d+ more$"))
        expect(more).to_have_count(1)
        found += [f"{view}: {barrier}" for barrier in checks.barriers(page)]
        assert page.evaluate(ASKED) == 0, "the first view came with the page"
        more.press("Enter")
        whole = page.get_by_role("dialog", name=re.compile("March 17, 2032"))
        expect(whole.locator(".entry--task")).to_have_count(MANY)
        found += [f"{view}, opened: {barrier}" for barrier in checks.barriers(page)]
        checks.darken(page)
        found += [f"{view}, opened, dark: {barrier}" for barrier in checks.barriers(page)]
        page.keyboard.press("Escape")
        expect(whole).to_have_count(0)
        expect(more).to_be_focused()
        found += [f"{view}, dark: {barrier}" for barrier in checks.barriers(page)]
    assert found == []


def _a_quiet_monday() -> str:
    """Four weeks from now: nobody else has planned anything there."""
    today = datetime.now(UTC).date()
    return str(today + timedelta(days=28 - today.weekday()))


def _drag_by_its_length(page: Page, title: str) -> None:
    """It begins when it would have ended."""
    entry = page.locator(".entry--visit", has_text=title)
    expect(entry).to_be_visible()
    box = entry.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 11 + box["height"], steps=8)
    page.mouse.up()
