"""The journey of the product: filed, solved, still broken, solved, closed; both sides watch."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.visits import DESKTOP, PHONE, Visits, ready


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_request_goes_from_filed_to_closed_while_both_sides_watch(visits: Visits, window: dict[str, Any]) -> None:
    agent = visits.page_of("bob", "/staff/tickets?view=unassigned&sort=-number", **window)
    before = agent.locator("[data-unread]").inner_text()
    alice = visits.page_of("alice", **window)
    subject = f"Lid of the laptop does not close, {window['viewport']['width']}"

    number = acts.file_request(alice, subject, "Since I carried it home.")

    agent.get_by_role("button", name="New or changed").click()
    expect(agent.get_by_role("link", name=subject)).to_be_visible()
    expect(agent.locator("[data-unread]")).not_to_have_text(before)
    agent.get_by_role("link", name=subject).click()
    agent.get_by_role("button", name="Take it").click()
    expect(acts.standing(alice)).to_contain_text("Bob Ito is working on it.")

    ready(agent)
    acts.reply(agent, "Is there something between lid and keys?")
    expect(alice.get_by_text("Is there something between lid and keys?")).to_be_visible()
    _solve_and_doubt(agent, alice, number)
    _solve_and_close(agent, alice, number)


def _solve_and_doubt(agent: Page, alice: Page, number: int) -> None:
    acts.open_on_desk(agent, number)
    acts.resolve(agent, "A pen lay in it.")
    acts.open_on_desk(agent, number)
    expect(acts.standing(alice)).to_contain_text("Solved - did it help?")
    expect(alice.get_by_text("A pen lay in it.")).to_be_visible()
    alice.get_by_role("button", name="No, still broken").click()
    alice.get_by_label("What is still wrong?").fill("The left side still stands up.")
    alice.get_by_role("button", name="Tell IT").click()
    expect(acts.facts(agent)).to_contain_text("In progress")
    expect(agent.get_by_text("The left side still stands up.")).to_be_visible()


def _solve_and_close(agent: Page, alice: Page, number: int) -> None:
    acts.open_on_desk(agent, number)
    acts.resolve(agent, "The hinge was bent back.")
    expect(acts.standing(alice)).to_contain_text("Solved - did it help?")
    acts.open_on_desk(agent, number)
    alice.get_by_role("button", name="Yes, it works").click()
    expect(acts.standing(alice)).to_contain_text("Closed")
    expect(acts.facts(agent)).to_contain_text("Closed")


def test_the_whole_journey_works_by_keyboard_alone(visits: Visits) -> None:
    alice, agent = visits.page_of("alice", "/tickets/new"), visits.page_of("bob", "/staff/my-work")
    subject = "Space key of the keyboard is stuck"

    alice.keyboard.type(subject)
    alice.keyboard.press("Tab")
    alice.keyboard.type("It needs a hammer.")
    alice.keyboard.press("Control+Enter")
    number = acts.number_of(alice)

    agent.keyboard.press("Control+k")
    agent.keyboard.type(f"#{number}")
    agent.keyboard.press("Enter")
    agent.wait_for_url(re.compile(f"/staff/tickets/{number}"))
    ready(agent)
    agent.keyboard.press("a")
    expect(acts.facts(agent)).to_contain_text("Bob Ito")
    ready(agent)
    agent.keyboard.press("r")
    agent.keyboard.type("Please do not use a hammer.")
    agent.keyboard.press("Control+Enter")
    agent.keyboard.press("Control+Enter")
    expect(alice.get_by_text("Please do not use a hammer.")).to_be_visible()

    _resolve_by_keyboard(agent, number, "Crumbs were taken out.")
    expect(alice.get_by_text("Crumbs were taken out.")).to_be_visible()
    _press(alice, "No, still broken")
    _walk_to(alice, alice.get_by_label("What is still wrong?"))
    alice.keyboard.type("Now it is loose.")
    _press(alice, "Tell IT")
    expect(agent.get_by_text("Now it is loose.")).to_be_visible()
    _resolve_by_keyboard(agent, number, "The spring sits right again.")
    expect(alice.get_by_text("The spring sits right again.")).to_be_visible()
    _press(alice, "Yes, it works")
    expect(acts.standing(alice)).to_contain_text("Closed")


def _resolve_by_keyboard(agent: Page, number: int, text: str) -> None:
    acts.open_on_desk(agent, number)
    _press(agent, "Resolve")
    _walk_to(agent, agent.get_by_label("What fixed it?"))
    agent.keyboard.type(text)
    _walk_to(agent, agent.get_by_role("dialog").get_by_role("button", name="Resolve", exact=True))
    with agent.expect_navigation():
        agent.keyboard.press("Enter")
    acts.open_on_desk(agent, number)


def _press(page: Page, name: str) -> None:
    _walk_to(page, page.get_by_role("button", name=name, exact=True).first)
    page.keyboard.press("Enter")


def _walk_to(page: Page, goal: Any) -> None:
    """Tab until the goal has the focus, as somebody without a mouse does."""
    expect(goal).to_be_visible()
    for _step in range(80):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the focus never reaches {goal}")
