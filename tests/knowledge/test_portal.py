"""The employees' knowledge pages."""

import re

import pytest
import sqlalchemy as sa

from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import queries, services
from app.knowledge.models import FilePurpose, FileState, Opening, SearchNote, Solution
from app.worker import relay
from tests.factories import knowledge
from tests.signing_in import sign_in

NOTE = re.compile(r'data-note="([^"]+)"')
HIDDEN = (("draft", {"status": "draft"}), ("staff", {"audience": "staff"}))


def indexed(*items):
    """The items, found by search from now on."""
    relay.run()
    return items[0] if len(items) == 1 else items


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_home_shows_the_shelves_that_hold_something_for_me(client, alice):
    knowledge.item("Laptop does not charge", category_id=knowledge.shelf("Devices").id)
    knowledge.item("Rotate the certificate", audience="staff", category_id=knowledge.shelf("Secrets").id)
    knowledge.shelf("Bare shelf")

    page = sign_in(client, alice).get("/kb").text

    assert "Devices" in page
    assert "Laptop does not charge" in page
    assert "1 answer" in page
    assert "Secrets" not in page
    assert "Bare shelf" not in page


def test_home_without_anything_written_leads_to_it(client, alice):
    assert "Nothing written yet" in sign_in(client, alice).get("/kb").text


def test_a_shelf_shows_its_items_page_by_page(client, alice):
    for number in range(21):
        knowledge.item(f"Answer {number:02}")
    sign_in(client, alice)

    first, second = client.get("/kb/categories/devices").text, client.get("/kb/categories/devices?page=2").text

    assert "Answer 00" in first
    assert "Answer 20" not in first
    assert "Answer 20" in second


def test_a_search_shows_marked_words_and_the_heading_that_matched(client, alice):
    item = indexed(knowledge.item("Laptop does not charge"))

    page = sign_in(client, alice).get("/kb/search?q=stronger charger").text

    assert "<mark>stronger</mark>" in page
    assert f"/kb/{item.id}?q=stronger+charger#s-" in page
    assert "The light blinks" in page


def test_a_search_without_an_answer_offers_to_ask_it_with_the_words(client, alice):
    page = sign_in(client, alice).get("/kb/search?q=quantum printer").text

    assert "/tickets/new?subject=quantum%20printer" in page
    assert 'value="quantum printer"' in client.get("/tickets/new?subject=quantum%20printer").text


def test_a_filter_that_makes_no_sense_is_left_out(client, alice):
    indexed(knowledge.item("Laptop does not charge"))

    assert "</mark> does not charge" in sign_in(client, alice).get("/kb/search?q=laptop&type=poem").text


def test_filters_leave_what_they_say(client, alice):
    indexed(knowledge.item("Dock on paper"), knowledge.video("Dock in a minute"))
    sign_in(client, alice)

    assert "Dock</mark> on paper" not in client.get("/kb/search?q=dock&type=video").text
    assert "Nothing with these filters" in client.get("/kb/search?q=dock&type=document").text


def test_the_page_of_answers_is_noted_once_with_its_signed_note(client, alice):
    sign_in(client, alice)
    page = client.get("/kb/search?q=quantum printer").text

    assert client.post("/kb/search/noted", data={"note": NOTE.search(page)[1]}).status_code == 204
    note = db.session.scalar(sa.select(SearchNote))
    assert (note.words, note.total) == ("quantum printer", 0)
    assert client.post("/kb/search/noted", data={"note": "made.up"}).status_code == 404
    assert NOTE.search(client.get("/kb/search?q=quantum printer&page=2").text) is None


def test_an_article_shows_contents_owner_and_pictures_that_wait(client, alice):
    actor = knowledge.writer()
    picture = knowledge.picture(actor)
    body = f'{knowledge.BODY}<p><img src="{services.image_address(picture)}" alt="The plug"></p>'
    item = knowledge.item(actor=actor, body_html=body)

    page = sign_in(client, alice).get(f"/kb/{item.id}").text

    assert actor.name in page
    assert 'href="#s-the-light-is-off"' in page
    assert 'id="s-the-light-is-off"' in page
    assert 'loading="lazy"' in page


def test_scripts_in_an_article_never_reach_a_page(client, alice):
    evil = '<p onclick="x()">Hi<script>x()</script><iframe src="//x"></iframe><a href="javascript:x()">y</a>'
    evil += '<svg onload="x()"></svg></p>'
    item = knowledge.item(body_html=evil)

    page = sign_in(client, alice).get(f"/kb/{item.id}").text.partition('class="article"')[2].partition("helped")[0]

    assert "Hi" in page
    assert not re.search(r"script|onclick|onload|iframe|<svg onload", page)


def test_a_video_elsewhere_is_linked_and_one_of_ours_played_with_captions_chapters_and_words(client, alice):
    elsewhere, ours = knowledge.video(), knowledge.video("Ours")
    services.add_captions(ours, knowledge.CAPTIONS, "en", actor=ours.owner)
    file = knowledge.upload("dock.mp4", b"123", FilePurpose.video, ours.owner)
    with transaction():
        file.state, ours.file, ours.link_url = FileState.ready, file, None
    sign_in(client, alice)

    assert "https://videos.example.org/dock" in client.get(f"/kb/{elsewhere.id}").text
    page = client.get(f"/kb/{ours.id}").text
    assert f"/kb/{ours.id}/video" in page
    assert f"/kb/{ours.id}/captions/en.vtt" in page
    assert 'data-second="30"' in page
    assert "Press the button at the back." in page
    captions = client.get(f"/kb/{ours.id}/captions/en.vtt")
    assert captions.mimetype == "text/vtt"
    assert captions.text.startswith("WEBVTT")
    assert client.get(f"/kb/{ours.id}/captions/de.vtt").status_code == 404


def test_a_document_shows_its_text_and_leads_to_its_file(client, alice):
    item = knowledge.document(text="Lose it, and tell IT at once.")
    relay.run()
    sign_in(client, alice)

    page = client.get(f"/kb/{item.id}").text

    assert "tell IT at once" in page
    answer = client.get(f"/kb/{item.id}/file")
    assert answer.status_code == 302
    with client.get(answer.location) as file:
        assert file.data == b"Lose it, and tell IT at once."


def test_an_opening_is_counted_once_a_day_with_the_words_that_led_there(client, alice):
    item = knowledge.item()
    sign_in(client, alice)
    client.get(f"/kb/{item.id}?q=charger")
    assert count(Opening) == 0  # reading a page changes nothing

    for _again in range(2):
        assert client.post(f"/kb/{item.id}/opened", data={"q": "charger"}).status_code == 204

    assert count(Opening) == 1
    assert [row.words for row in queries.evidence_of([item.id])[item.id]] == ["charger"]


def test_feedback_counts_once_and_a_no_asks_what_was_missing(client, alice):
    item = knowledge.item()
    sign_in(client, alice)

    assert "Thank you" in client.post(f"/kb/{item.id}/feedback", data={"helpful": "yes"}).text
    part = client.post(f"/kb/{item.id}/feedback", data={"helpful": "no", "comment": "Where is the light?"}).text

    assert "What was missing?" in part
    assert "/tickets/new?subject=Laptop" in part
    assert queries.feedback_totals([item])[item.id] == (0, 1)
    assert "Where is the light?" in client.get(f"/kb/{item.id}").text


def test_a_comment_that_is_too_long_is_refused(client, alice):
    item = knowledge.item()

    answer = sign_in(client, alice).post(f"/kb/{item.id}/feedback", data={"helpful": "no", "comment": "x" * 2001})

    assert answer.status_code == 422


def test_suggestions_come_as_a_part_and_solving_counts_a_deflection(client, alice):
    item = indexed(knowledge.item("Laptop does not charge"))
    sign_in(client, alice)

    part = client.get("/kb/suggest?q=my laptop does not charge").text
    assert f'data-suggested="{item.id}"' in part
    assert client.get("/kb/suggest?q=").text.strip() == ""
    assert "First look at the light" in client.get(f"/kb/{item.id}/preview").text

    solved = client.post(f"/kb/{item.id}/solved", data={"q": "my laptop does not charge"}).text
    assert "was not sent" in solved
    assert count(Solution) == 1


@pytest.mark.parametrize(("what", "fields"), HIDDEN, ids=[what for what, _fields in HIDDEN])
def test_what_is_not_meant_for_employees_is_nowhere_on_their_pages(client, alice, what, fields):
    shelf, tag = knowledge.shelf("Devices"), knowledge.tag("Travel")
    seen = knowledge.item("Laptop and dock", category_id=shelf.id, tag_ids=[tag.id])
    hidden = knowledge.item("Laptop zebra dock", category_id=shelf.id, tag_ids=[tag.id], **fields)
    services.note_opening(hidden, actor=hidden.owner)
    indexed(seen, hidden)
    sign_in(client, alice)

    pages = [
        "/kb",
        "/kb/categories/devices",
        "/kb/search?q=laptop",
        "/kb/suggest?q=laptop dock zebra",
        f"/kb/{seen.id}",
        "/",
    ]
    assert [page for page in pages if "zebra" in client.get(page).text.replace('value="', "").lower()] == []
    for method, page in (
        ("get", ""),
        ("get", "/preview"),
        ("get", "/file"),
        ("get", "/video"),
        ("post", "/opened"),
        ("post", "/solved"),
        ("post", "/feedback"),
    ):
        assert getattr(client, method)(f"/kb/{hidden.id}{page}").status_code == 404, page
    assert "1 answer" in client.get("/kb/categories/devices").text


def test_staff_read_drafts_and_are_told_that_nobody_else_does(client, bob):
    item = knowledge.item(status="draft")

    assert "Only IT sees this: it is a draft." in sign_in(client, bob).get(f"/kb/{item.id}").text


def test_the_home_search_leads_to_answers_and_own_requests(client, alice):
    assert sign_in(client, alice).get("/search?q=black screen").location == "/kb/search?q=black+screen"
