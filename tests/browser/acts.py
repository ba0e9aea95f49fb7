"""What people do on the pages, said once."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import ready

NEW = re.compile(r"/tickets/(\d+)\?filed=1")


def file_request(page: Page, subject: str, text: str, topic: str = "Hardware") -> int:
    """An employee asks for help; answers the number."""
    page.goto("/tickets/new")
    ready(page)
    page.get_by_label("What is it about?").fill(subject)
    page.get_by_label("What happens?").fill(text)
    page.get_by_label("Topic").select_option(topic)
    page.get_by_role("button", name="Send to IT").click()
    return number_of(page)


def number_of(page: Page) -> int:
    """The number of the request that was just filed."""
    page.wait_for_url(NEW)
    found = NEW.search(page.url)
    assert found
    return int(found[1])


def open_on_desk(page: Page, number: int) -> None:
    """An agent opens a ticket."""
    page.goto(f"/staff/tickets/{number}")
    ready(page)


def reply(page: Page, text: str) -> None:
    """An agent answers; the second press sends at once instead of after ten seconds."""
    page.get_by_role("textbox", name="Text", exact=True).fill(text)
    send = page.get_by_role("button", name=re.compile("^Send to "))
    send.click()
    expect(page.get_by_text("Sending...")).to_be_visible()
    with page.expect_navigation():
        send.click()
    ready(page)
    expect(page.locator(".message__body").filter(has_text=text)).to_be_visible()


def resolve(page: Page, what_fixed_it: str) -> None:
    """An agent says what fixed it."""
    page.get_by_role("button", name="Resolve", exact=True).first.click()
    page.get_by_label("What fixed it?").fill(what_fixed_it)
    page.get_by_role("dialog").get_by_role("button", name="Resolve", exact=True).click()


def standing(page: Page) -> Locator:
    """Where the request stands, in the portal."""
    return page.get_by_role("region", name="Where it stands")


def facts(page: Page) -> Locator:
    """Where the ticket stands, on the desk."""
    return page.locator("[data-facts]")
