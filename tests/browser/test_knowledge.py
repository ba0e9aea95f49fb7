"""Journeys through the knowledge base: written, found while a request is typed, and no request needed."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visits import PHONE, Visits, ready


def write_article(page: Page, title: str) -> None:
    """An agent writes with the editor and publishes."""
    page.goto("/staff/knowledge/add")
    ready(page)
    page.get_by_label("Title").fill(title)
    page.keyboard.press("Enter")
    page.keyboard.type("Hold the round button until it blinks.")
    page.keyboard.press("Enter")
    page.keyboard.type("## If it stays dark")
    page.keyboard.press("Enter")
    page.keyboard.type("Charge it for an hour.")
    page.get_by_label("Topic").select_option(label="Screens and docks")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()


def test_an_article_spares_a_request(visits: Visits) -> None:
    agent, alice = visits.page_of("bob"), visits.page_of("alice", "/tickets/new")
    write_article(agent, "Pair the wireless headset anew")

    subject = alice.get_by_label("What is it about?")
    suggestion = alice.get_by_role("link", name=re.compile("Pair the wireless headset anew"))
    for _try in range(20):  # the index follows within a second or two
        subject.fill("")
        subject.press_sequentially("My wireless headset does not pair")
        if suggestion.count():
            break
        alice.wait_for_timeout(500)
    alice.get_by_label("What happens?").fill("Since this morning.")
    suggestion.click()
    answer = alice.get_by_role("dialog", name="Does this answer it?")
    expect(answer.get_by_text("Hold the round button until it blinks.")).to_be_visible()
    answer.get_by_role("button", name="Back to my request").click()
    expect(alice.get_by_label("What happens?")).to_have_value("Since this morning.")

    suggestion.click()
    alice.get_by_role("button", name="This solved it").click()
    expect(alice.get_by_text("Your request was not sent.")).to_be_visible()
    alice.get_by_role("link", name="Done").click()
    alice.wait_for_url("**/")
    alice.goto("/tickets/new")
    ready(alice)
    expect(alice.get_by_label("What is it about?")).to_have_value("")
    agent.reload()
    expect(agent.locator(".stat", has_text="Requests not needed")).to_contain_text("1")


def test_a_search_with_a_typo_finds_marks_and_leads_to_the_heading(visits: Visits) -> None:
    page = visits.page_of("alice", "/kb", **PHONE)

    page.get_by_role("searchbox", name="Search for help").fill("compny netwrk code")
    page.keyboard.press("Enter")
    ready(page)

    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Work from anywhere").first.click()
    ready(page)
    page.get_by_text("On this page").click()
    page.get_by_role("link", name="If no code arrives").click()
    expect(page.get_by_role("heading", name="If no code arrives")).to_be_in_viewport()


def test_a_video_opens_at_the_second_that_matched_and_its_words_seek(visits: Visits) -> None:
    page = visits.page_of("alice", f"/kb/{visits.desk.items['video']}?t=30")
    second = "() => document.querySelector('video').currentTime"

    page.wait_for_function(f"({second})() >= 30 && ({second})() < 31")
    page.get_by_role("button", name="Plug it in on the left side.").click()

    page.wait_for_function(f"({second})() >= 14 && ({second})() < 20")
    expect(page.get_by_role("button", name="Plug it in", exact=False).first).to_have_attribute("aria-current", "true")


def test_an_answer_goes_from_the_side_of_a_ticket_into_the_reply(visits: Visits) -> None:
    agent = visits.page_of("nadia", f"/staff/tickets/{visits.desk.ticket('Two monitors')}")

    agent.get_by_role("button", name=re.compile("Insert the link to “Connect two screens")).click()

    reply = agent.get_by_role("textbox", name="Text", exact=True)
    expect(reply).to_have_value(
        re.compile(rf"Connect two screens with the dock: http.*/kb/{visits.desk.items['video']}")
    )
    reply.fill("")


def test_a_video_is_sent_with_progress_and_a_picture_pasted(visits: Visits) -> None:
    page = visits.page_of("bob", "/staff/knowledge/add?type=video")
    page.get_by_label("Title").fill("The dock once more")
    page.get_by_label("Topic").select_option(label="Screens and docks")
    page.locator("[data-purpose=video] input[type=file]").set_input_files("tests/browser/dock.webm")
    expect(page.locator("[data-purpose=video] .attachment__meta")).to_have_text("9 kB")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_text("Draft", exact=True).first).to_be_visible()

    page.goto("/staff/knowledge/add")
    ready(page)
    page.locator(".editor__page").click()
    page.evaluate("""async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 40 });
      const data = new DataTransfer();
      data.items.add(new File([await new Promise((done) => canvas.toBlob(done))], "plug.png", { type: "image/png" }));
      document.querySelector(".editor__page").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""")
    expect(page.locator(".editor__page img")).to_have_attribute("src", re.compile(r"^/kb/images/\d+$"))
    expect(page.locator(".editor__page img")).to_have_attribute("width", "60")


def test_an_old_version_comes_back(visits: Visits) -> None:
    page = visits.page_of("bob", f"/staff/knowledge/{visits.desk.items['article']}/versions?old=1&new=2")

    expect(page.locator("del")).to_have_text("ten")
    page.get_by_role("button", name="Restore version 1").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_text("Version 1 is in force again.")).to_be_visible()
