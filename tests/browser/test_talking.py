"""Writing: nothing typed is lost, nothing leaves too early, and nobody reads what is not for them."""

import re

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.visits import Visits, ready, sign_in
from tests.factories.people import PASSWORD


def test_a_draft_survives_a_reload_until_it_was_sent(visits: Visits) -> None:
    page = visits.page_of("noor", "/tickets/new")
    page.get_by_label("What is it about?").fill("Chair squeaks")
    page.get_by_label("What happens?").fill("All day long.")
    expect(page.get_by_text("Draft kept")).to_be_visible()

    page.reload()
    ready(page)

    expect(page.get_by_label("What is it about?")).to_have_value("Chair squeaks")
    expect(page.get_by_label("What happens?")).to_have_value("All day long.")
    page.get_by_role("button", name="Send to IT").click()
    acts.number_of(page)
    ready(page)
    page.goto("/tickets/new")
    expect(page.get_by_label("What is it about?")).to_have_value("")


def test_a_session_that_was_ended_elsewhere_asks_to_sign_in_and_keeps_what_was_typed(visits: Visits) -> None:
    visits.tolerate("401", "WebSocket")  # the ended session is refused: that is the journey
    page = visits.stranger()
    sign_in(page, "dora")
    page.clock.install()
    page.goto("/tickets/new")
    ready(page)
    page.get_by_label("What is it about?").fill("Lamp over the desk flickers")
    page.get_by_label("What happens?").fill("Since the weekend.")
    elsewhere = visits.stranger()
    sign_in(elsewhere, "dora")
    elsewhere.goto("/account")
    elsewhere.get_by_role("button", name="Sign out all other devices").click()
    elsewhere.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()
    expect(elsewhere.get_by_role("button", name="Sign out all other devices")).to_have_count(0)

    page.clock.fast_forward("02:00")

    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and go on").click()
    page.get_by_role("button", name="Send to IT").click()
    acts.number_of(page)
    expect(page.get_by_role("heading", name="Lamp over the desk flickers")).to_be_visible()


def test_a_reply_can_be_taken_back_for_ten_seconds(visits: Visits) -> None:
    alice, agent = visits.page_of("alice"), visits.page_of("bob")
    acts.open_on_desk(agent, acts.file_request(alice, "Mouse jumps", "Sometimes."))
    text = agent.get_by_role("textbox", name="Text", exact=True)
    text.fill("This goes to the wrong person")

    agent.get_by_role("button", name=re.compile("^Send to ")).click()
    agent.get_by_role("button", name="Undo").click()
    text.fill("Which mouse is it?")
    agent.get_by_role("button", name=re.compile("^Send to ")).click()

    expect(alice.get_by_text("Which mouse is it?")).to_be_visible()  # it left by itself, after the ten seconds
    expect(alice.get_by_text("This goes to the wrong person")).to_have_count(0)


def test_an_internal_note_looks_different_and_never_reaches_the_requester(visits: Visits) -> None:
    alice, agent, colleague = visits.page_of("alice"), visits.page_of("bob"), visits.page_of("nadia")
    number = acts.file_request(alice, "Sound is missing", "In all programs.")
    acts.open_on_desk(agent, number)
    acts.open_on_desk(colleague, number)
    acts.reply(agent, "Is it muted?")
    ready(agent)

    agent.get_by_role("tab", name="Internal note").click()
    agent.get_by_role("textbox", name="Text", exact=True).fill("She asked the same last week.")
    agent.get_by_role("button", name="Add note, IT only").click()

    note = colleague.locator(".message").filter(has_text="She asked the same last week.")
    expect(note).to_contain_text("Internal note, IT only")
    answer = colleague.locator(".message").filter(has_text="Is it muted?")
    ground = "element => getComputedStyle(element.querySelector('.message__bubble')).backgroundColor"
    assert note.evaluate(ground) != answer.evaluate(ground)
    expect(alice.get_by_text("Is it muted?")).to_be_visible()
    alice.reload()
    assert "She asked the same" not in alice.content()


def test_a_reply_to_a_ticket_that_changed_shows_first_what_arrived(visits: Visits) -> None:
    visits.tolerate("net::ERR_FAILED")  # the page is kept from hearing the news
    alice, agent = visits.page_of("alice"), visits.page_of("bob")
    number = acts.file_request(alice, "Wrong language on the screen", "It is all in Finnish.")
    agent.route("**/live", lambda route: route.abort())
    acts.open_on_desk(agent, number)
    agent.get_by_role("textbox", name="Text", exact=True).fill("Which language do you see?")
    alice.get_by_label("Your answer").fill("Solved it myself, it was a key.")
    alice.get_by_role("button", name="Send", exact=True).click()
    expect(alice.locator(".message__body").filter(has_text="Solved it myself")).to_be_visible()

    send = agent.get_by_role("button", name=re.compile("^Send to "))
    send.click()
    send.click()

    expect(agent.get_by_text("Something happened while you were writing.")).to_be_visible()
    expect(agent.get_by_text("Solved it myself, it was a key.")).to_be_visible()
    expect(agent.get_by_role("textbox", name="Text", exact=True)).to_have_value("Which language do you see?")
    expect(alice.get_by_text("Which language do you see?")).to_have_count(0)


def test_agents_see_who_else_looks_at_a_ticket_and_who_is_typing(visits: Visits) -> None:
    number = visits.desk.ticket("Headset has an echo")
    agent, colleague = visits.page_of("bob"), visits.page_of("nadia")
    acts.open_on_desk(agent, number)
    acts.open_on_desk(colleague, number)

    expect(agent.get_by_text("Nadia Okafor is looking too")).to_be_visible()
    colleague.get_by_role("textbox", name="Text", exact=True).press_sequentially("I think")
    expect(agent.get_by_text("Nadia Okafor is typing")).to_be_visible()
    colleague.close()
    expect(agent.get_by_text("Nadia Okafor")).to_have_count(0)


def test_files_are_dropped_or_chosen_and_can_be_taken_away_again(visits: Visits) -> None:
    page = visits.page_of("alice", "/tickets/new")
    page.get_by_label("What is it about?").fill("Error on the scanner")
    page.get_by_label("What happens?").fill("See the files.")
    page.get_by_label("Add files").set_input_files(
        [
            {"name": "log.txt", "mimeType": "text/plain", "buffer": b"line one"},
            {"name": "wrong.txt", "mimeType": "text/plain", "buffer": b"not this"},
        ]
    )
    dropped = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['by mouse'], 'dropped.txt', { type: 'text/plain' })); return data; }"
    )
    page.dispatch_event("form[data-draft]", "drop", {"dataTransfer": dropped})
    cards = page.locator("[data-uploads-list] .attachment")
    expect(cards).to_have_count(3)
    expect(page.locator("[data-uploads-list] progress")).to_have_count(0)
    cards.filter(has_text="wrong.txt").get_by_role("button").click()
    expect(cards).to_have_count(2)
    page.get_by_label("Add files").set_input_files(
        [{"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}]
    )
    expect(cards.filter(has_text="virus.exe")).to_have_class(re.compile("refused"))
    visits.tolerate("415", "422")  # the refusal of the program

    page.get_by_role("button", name="Send to IT").click()
    acts.number_of(page)

    expect(page.get_by_role("link", name="log.txt")).to_be_visible()
    expect(page.get_by_role("link", name="dropped.txt")).to_be_visible()
    assert "wrong.txt" not in page.content()
