"""The staff's hand-written knowledge pages."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.knowledge import queries, services
from app.knowledge.models import KnowledgeFile
from app.knowledge.schemas import FeedbackDraft, ItemChange
from tests.factories import knowledge
from tests.signing_in import sign_in


@pytest.fixture
def desk(client, bob):
    return sign_in(client, bob)


def test_two_versions_stand_side_by_side_and_an_old_one_is_restored(desk):
    item = knowledge.item(body_html="<p>Hold it for three seconds.</p>")
    services.save_item(item, ItemChange(body_html="<p>Hold it for five seconds.</p>"), actor=item.owner)

    page = desk.get(f"/staff/knowledge/{item.id}/versions").text
    assert "<del>three</del>" in page
    assert "<ins>five</ins>" in page

    answer = desk.post(f"/staff/knowledge/{item.id}/versions/1/restore")
    assert answer.location == f"/staff/knowledge/show/{item.id}"
    assert item.body_html == "<p>Hold it for three seconds.</p>"
    assert item.version == 3
    assert "from version 1" in desk.get(f"/staff/knowledge/{item.id}/versions").text


def test_the_first_version_has_nothing_beside_it(desk):
    assert "nothing older" in desk.get(f"/staff/knowledge/{knowledge.item().id}/versions").text


def test_versions_in_any_order_are_compared_from_old_to_new(desk):
    item = knowledge.item(title="Old title")
    services.save_item(item, ItemChange(title="New title"), actor=item.owner)

    page = desk.get(f"/staff/knowledge/{item.id}/versions?old=2&new=1").text

    assert "Version 1 beside version 2" in page
    assert desk.get(f"/staff/knowledge/{item.id}/versions?old=1&new=99").status_code == 404


def test_still_true_asks_again_later(desk, clock):
    item = knowledge.item(review_on=clock().date())
    assert "To review" in desk.get(f"/staff/knowledge/show/{item.id}").text

    desk.post(f"/staff/knowledge/{item.id}/confirm", data={"months": "12"})

    assert item.review_on == (clock() + timedelta(days=360)).date()


def test_captions_are_added_shown_with_their_bad_cues_and_taken_away(desk):
    item = knowledge.video()
    text = knowledge.CAPTIONS + "\n99:99.000 --> nowhere\nNever shown\n"

    desk.post(
        f"/staff/knowledge/{item.id}/captions", data={"language": "de", "file": (io.BytesIO(text.encode()), "dock.vtt")}
    )
    page = desk.get(f"/staff/knowledge/show/{item.id}").text
    assert "Deutsch" in page
    assert "1 could not be used" in page

    desk.post(f"/staff/knowledge/{item.id}/captions/de/delete")
    assert not queries.captions_of(item)


def test_a_file_without_captions_is_refused_in_words(desk):
    item = knowledge.video()

    page = desk.post(f"/staff/knowledge/{item.id}/captions", data={"language": "de"}, follow_redirects=True).text

    assert "No caption in this file can be used." in page


def test_an_upload_of_the_editor_goes_straight_to_the_storage(desk, client):
    sent = {"filename": "screen.png", "contentType": "image/png", "size": 4, "purpose": "image"}

    answer = desk.post("/staff/knowledge/uploads", json=sent)

    assert answer.status_code == 201
    assert answer.json["address"] == f"/kb/images/{db.session.scalar(sa.select(KnowledgeFile.id))}"
    assert client.put(answer.json["url"], data=b"1234", headers=answer.json["headers"]).status_code == 200


def test_an_upload_of_a_wrong_type_is_refused(desk):
    sent = {"filename": "run.exe", "contentType": "video/mp4", "size": 4, "purpose": "video"}

    assert desk.post("/staff/knowledge/uploads", json=sent).status_code == 415


def test_the_text_for_a_reply_ends_with_the_address(desk):
    item = knowledge.item(body_html="<p>Hold the button.</p>")

    text = desk.get(f"/staff/knowledge/{item.id}/text").text

    assert text.startswith("Hold the button.")
    assert text.endswith(f"/kb/{item.id}")


def test_the_lists_name_what_needs_a_look(desk, alice, clock):
    due = knowledge.item("Due by now", review_on=clock().date())
    unread = knowledge.item("Read by nobody")
    bad = knowledge.item("No help")
    services.give_feedback(bad, FeedbackDraft(helpful=False), actor=alice)
    services.note_search("quantum printer", 0, actor=alice)
    clock.advance(days=20)
    sign_in(desk, knowledge.writer())

    assert due.title in desk.get("/staff/knowledge-lists/to-review").text
    assert unread.title in desk.get("/staff/knowledge-lists/never-found").text
    assert bad.title in desk.get("/staff/knowledge-lists/unhelpful").text
    page = desk.get("/staff/knowledge-lists/unanswered").text
    assert "quantum printer" in page
    assert "/staff/knowledge/add?title=quantum+printer" in page


@pytest.mark.parametrize("name", ["to-review", "never-found", "unhelpful", "unanswered"])
def test_an_empty_list_says_so(desk, name):
    assert "empty__title" in desk.get(f"/staff/knowledge-lists/{name}").text


def test_an_unknown_list_is_missing(desk):
    assert desk.get("/staff/knowledge-lists/poems").status_code == 404
    assert desk.get("/staff/knowledge-lists").location == "/staff/knowledge-lists/to-review"
