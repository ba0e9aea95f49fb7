"""Every page: nothing in the way of anybody, in light and dark; nothing raw, nothing sideways on a phone."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks
from tests.browser.pages import PAGES, Shown
from tests.browser.visits import PHONE, Visits, ready

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("shown", PAGES, ids=[shown.name for shown in PAGES])
def test_a_page_is_open_to_everybody_and_speaks_in_words(visits: Visits, shown: Shown) -> None:
    visits.tolerate(f"status of {shown.status} ")
    page, answer = visits.look_at(shown.who, shown.address(visits.desk))

    assert answer.status == shown.status
    found = [checks.too_big(answer.text()), checks.raw_values(page), checks.primaries(page), checks.sideways(page)]
    found.append(checks.cut(page))
    found += [f"light: {barrier}" for barrier in checks.barriers(page)]
    checks.darken(page)
    found += [f"dark: {barrier}" for barrier in checks.barriers(page)]
    page.set_viewport_size(PHONE["viewport"])
    found.append(checks.sideways(page))
    assert [fault for fault in found if fault] == []


UNREADABLE = """<html lang="en"><title>A page</title><style>
:root { color-scheme: light dark; }
* { transition: all 1ms }
main, main * { color: light-dark(#222, #444); background: light-dark(#fff, #333); }
</style><main><h1>Hard to read at night</h1></main></html>"""


def test_what_is_unreadable_in_the_dark_only_is_found_in_the_dark(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(UNREADABLE)

    assert checks.barriers(page) == []
    checks.darken(page)
    (barrier,) = checks.barriers(page)
    assert barrier.startswith("color-contrast: h1")
    page.close()


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
    return [f"{what}: {barrier}" for barrier in checks.barriers(page)]
