"""The staff desk: find, narrow, do many at once, answer fast."""

import re

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.visits import Visits, ready


def test_ctrl_k_leads_to_a_number_a_person_and_a_page(visits: Visits) -> None:
    page = visits.page_of("bob", "/staff/my-work")
    number = visits.desk.ticket("Colours on the big printer")

    page.keyboard.press("Control+k")
    page.keyboard.type(str(number))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/staff/tickets/{number}$"))
    ready(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("Alice B")
    expect(page.get_by_role("option", name="Alice Berg")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/staff/people/{visits.desk.people['alice']}$"))
    ready(page)
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Unassigned").click()
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()


def test_a_semicolon_inserts_a_saved_reply_with_the_names_filled_in(visits: Visits) -> None:
    alice, agent = visits.page_of("alice"), visits.page_of("bob")
    acts.open_on_desk(agent, acts.file_request(alice, "Stain on the screen", "It does not go away."))

    agent.keyboard.press("r")
    agent.keyboard.type(";")
    agent.get_by_role("button", name="Ask for a picture").click()

    expect(agent.get_by_role("textbox", name="Text", exact=True)).to_have_value(
        "Hello Alice Berg,\ncan you send a picture of it?"
    )


def test_a_filter_stands_in_the_address_and_back_keeps_it(visits: Visits) -> None:
    page = visits.page_of("bob", "/staff/tickets?view=all")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Priority").select_option("Urgent")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("priority=urgent"))
    expect(page.locator(".queue tbody tr")).to_have_count(1)
    page.get_by_role("link", name="The shared calendar").click()

    page.get_by_role("link", name="Back to the queue").click()

    page.wait_for_url(re.compile("view=all&priority=urgent"))
    page.get_by_role("link", name="Remove the filter Priority").click()
    expect(page.get_by_role("link", name="Headset has an echo")).to_be_visible()


def test_many_tickets_are_assigned_at_once_and_nothing_moves_under_the_pointer(visits: Visits) -> None:
    alice, agent = visits.page_of("alice"), visits.page_of("nadia")
    for room in ("101", "102"):
        acts.file_request(alice, f"Projector in room {room} is dark", "The lamp, I think.")
    agent.goto("/staff/tickets?view=all&q=projector")
    ready(agent)
    rows = agent.locator(".queue tbody tr")
    expect(rows).to_have_count(2)
    before = rows.last.bounding_box()

    agent.get_by_label("Choose all").check()

    expect(agent.get_by_text("2 chosen")).to_be_visible()
    assert rows.last.bounding_box() == before
    agent.locator("[data-bulk-bar]").get_by_text("Assign", exact=True).click()
    agent.get_by_role("button", name="To me").click()
    expect(agent.get_by_text("2 tickets changed.")).to_be_visible()
    expect(agent.locator(".queue__assignee .avatar[data-initials='NO']")).to_have_count(2)


def test_a_ticket_for_a_caller_starts_with_who_calls_and_shows_what_is_open(visits: Visits) -> None:
    alice = visits.page_of("alice")
    acts.file_request(alice, "Badge reader beeps", "At the side door.", topic="Hardware")
    agent = visits.page_of("bob", "/staff/tickets/new")
    agent.get_by_label("Who is it for?").press_sequentially("Alice")
    agent.get_by_role("link", name="Alice Berg").click()
    expect(agent.get_by_role("complementary", name="About the caller")).to_contain_text("Badge reader beeps")
    agent.get_by_label("What is it about?").fill("Badge does not open the garage")
    agent.get_by_label("What happens?").fill("Called from the gate.")
    agent.get_by_role("button", name="File ticket").click()
    number = acts.number_of(agent)
    expect(agent.get_by_text("Phone, Bob Ito")).to_be_visible()

    alice.goto(f"/tickets/{number}")

    expect(alice.get_by_role("heading", name="Badge does not open the garage")).to_be_visible()


def test_a_known_problem_is_raised_in_one_step_and_others_say_me_too(visits: Visits) -> None:
    alice, agent, emil = visits.page_of("alice"), visits.page_of("bob"), visits.page_of("emil")
    acts.open_on_desk(agent, acts.file_request(alice, "Time sheets are closed", "A white page.", topic="Software"))
    agent.locator(".ticket-head").get_by_label("More", exact=True).click()
    agent.get_by_role("button", name="Raise a known problem...").click()
    agent.get_by_label("Title").fill("The time sheets do not open")
    agent.get_by_label("What should employees know?").fill("We are told that it takes until noon.")
    agent.get_by_role("button", name="Show it in the portal").click()
    expect(agent.get_by_text("Everybody sees it in the portal now.")).to_be_visible()

    emil.reload()
    band = emil.locator(".banner").filter(has_text="The time sheets do not open")
    expect(band).to_contain_text("We are told that it takes until noon.")
    band.get_by_role("button", name="Me too").click()

    expect(band).to_contain_text("1 person is affected.")
    expect(band).to_contain_text("You are told when it is solved")
