"""One's own account, and what an administrator does for others."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import acts
from tests.browser.serving import Desk
from tests.browser.visits import Visits, ready, sign_in

NEW_PASSWORD = "a longer and quite unlikely sentence"


def test_the_first_administrator_needs_the_code_of_the_terminal(browser: Browser, new_desk: Desk) -> None:
    visits = Visits(browser, new_desk)
    page = visits.stranger()
    page.goto("/")
    expect(page.get_by_role("heading", name="Welcome to your new help desk")).to_be_visible()
    for label, text in (("Your name", "Ada Kern"), ("E-mail address", "ada@example.org"), ("Password", NEW_PASSWORD)):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Become administrator").click()
    expect(page.get_by_role("alert")).to_be_visible()

    page.get_by_label("Code").fill(_code_in(new_desk.folder / "server.log"))
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Become administrator").click()

    expect(page.get_by_role("heading", name="Set up your help desk")).to_be_visible()
    page.goto("/welcome")
    expect(page.get_by_role("heading", name="Set up your help desk")).to_have_count(0)
    assert visits.end() == []


def _code_in(log: Path) -> str:
    found = re.search(r"^\s+([A-Z2-7]{4}-[A-Z2-7]{4})\s*$", log.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, "the terminal shows no code"
    return found[1]


def test_a_forgotten_password_is_chosen_anew_by_the_mailed_link(visits: Visits) -> None:
    page = visits.stranger()
    page.goto("/login")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill("greta@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("Look into your mailbox")).to_be_visible()

    page.goto(_link_in_mail(visits.page_of("carol"), "greta@example.org", "/reset-password"))
    page.get_by_label("Password", exact=False).last.fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()

    expect(page.get_by_role("heading", name="Hello Greta.")).to_be_visible()
    again = visits.stranger()
    sign_in(again, "greta", NEW_PASSWORD)
    expect(again.get_by_role("heading", name="Hello Greta.")).to_be_visible()


def _link_in_mail(page: Page, recipient: str, path: str) -> str:
    """What an administrator sees of a mail that was kept for want of a server."""
    for _try in range(40):
        page.goto("/staff/mails")
        row = page.get_by_role("row").filter(has_text=recipient).filter(has_text="Sent").first
        if row.count():
            row.get_by_role("link").first.click()
            page.get_by_role("link", name="Read it").click()
            address = page.locator("a").filter(has_text=path).first.get_attribute("href")
            assert address
            return address
        page.wait_for_timeout(500)
    pytest.fail(f"no mail to {recipient} was sent")


def test_a_person_is_told_only_what_they_chose(visits: Visits) -> None:
    page = visits.page_of("hanako", "/account")
    row = page.get_by_role("row").filter(has_text="IT answers my request")
    row.get_by_role("checkbox").first.uncheck()
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Save").click()
    ready(page)
    page.reload()

    expect(row.get_by_role("checkbox").first).not_to_be_checked()
    expect(row.get_by_role("checkbox").last).to_be_checked()


def test_the_language_changes_with_the_profile(visits: Visits) -> None:
    page = visits.page_of("gustav", "/account")

    page.get_by_label("Language").select_option("Deutsch")
    page.get_by_role("button", name="Save the profile").click()

    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Account")
    page.goto("/staff/tickets?view=all")
    expect(page.get_by_role("columnheader", name="Betreff")).to_be_visible()


def test_the_dark_look_is_chosen_once_and_stays(visits: Visits) -> None:
    page = visits.page_of("noor")
    page.get_by_text("Account of Noor Haddad").click(force=True)

    page.get_by_role("button", name="Dark").click()

    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    assert sum(int(part) for part in re.findall(r"\d+", dark)[:3]) < 150
    page.goto("/tickets")
    assert page.evaluate(ground) == dark


def test_an_administrator_adds_a_person_who_comes_in_by_the_invitation(visits: Visits) -> None:
    carol, page = visits.page_of("carol", "/staff/people/add"), visits.stranger()
    carol.get_by_label("Name", exact=True).fill("Ingrid Solberg")
    carol.get_by_label("E-mail address").fill("ingrid@example.org")
    carol.get_by_role("button", name="Save").click()
    expect(carol.get_by_text("Invited").first).to_be_visible()

    page.goto(_link_in_mail(carol, "ingrid@example.org", "/invite"))
    page.get_by_label("Password", exact=False).last.fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()

    expect(page.get_by_role("heading", name="Hello Ingrid.")).to_be_visible()


def test_a_new_category_can_be_chosen_at_once(visits: Visits) -> None:
    carol, alice = visits.page_of("carol", "/staff/categories/add"), visits.page_of("alice")
    carol.get_by_label("Name", exact=True).fill("Coffee machines")
    carol.get_by_role("button", name="Save").click()
    expect(carol.get_by_text("Coffee machines").first).to_be_visible()

    number = acts.file_request(alice, "Milk does not foam", "Only hot air.", topic="Coffee machines")

    expect(alice.get_by_text(f"#{number} · Coffee machines")).to_be_visible()
