"""Every page: nothing in the way of anybody, in light and dark; nothing raw, nothing sideways on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import checks
from tests.browser.pages import PAGES, Shown
from tests.browser.visits import PHONE, Visits, ready


@pytest.mark.parametrize("shown", PAGES, ids=[shown.name for shown in PAGES])
def test_a_page_is_open_to_everybody_and_speaks_in_words(visits: Visits, shown: Shown) -> None:
    visits.tolerate(f"status of {shown.status} ")
    page = visits.profile_of(shown.who, reduced_motion="reduce")
    answer = page.goto(shown.address(visits.desk))
    ready(page)
    page.wait_for_load_state("networkidle")

    assert answer is not None
    assert answer.status == shown.status
    found = [checks.too_big(answer.text()), checks.raw_values(page), checks.primaries(page), checks.sideways(page)]
    found += [f"light: {barrier}" for barrier in checks.barriers(page, Axe())]
    page.emulate_media(color_scheme="dark")
    page.reload()  # a page that is open keeps some colours of the scheme before for a moment
    page.wait_for_load_state("networkidle")
    found += [f"dark: {barrier}" for barrier in checks.barriers(page, Axe())]
    page.set_viewport_size(PHONE["viewport"])
    found.append(checks.sideways(page))
    assert [fault for fault in found if fault] == []


def test_what_opens_over_a_page_is_open_to_everybody(visits: Visits) -> None:
    page = visits.page_of("bob", "/staff/tickets?view=all")
    number = visits.desk.ticket("Two monitors")
    found = []
    for keys, what in (("Control+k", "palette"), ("?", "keys")):
        page.keyboard.press(keys)
        found += _barriers(page, what)
        page.keyboard.press("Escape")
    page.get_by_text("Filter", exact=True).click()
    found += _barriers(page, "filter")
    page.locator("[data-bell] summary").click()
    found += _barriers(page, "bell")
    page.goto(f"/staff/tickets/{number}")
    ready(page)
    page.get_by_role("button", name="Resolve", exact=True).first.click()
    found += _barriers(page, "resolve")
    assert found == []


def _barriers(page: Page, what: str) -> list[str]:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)  # what opens moves for a moment
    return [f"{what}: {barrier}" for barrier in checks.barriers(page, Axe())]
