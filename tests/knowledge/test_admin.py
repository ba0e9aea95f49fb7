"""The generated screens of knowledge, and its editor."""

from datetime import date

import pytest

from app.extensions import db
from app.knowledge import queries
from app.knowledge.forms import clock_text
from app.knowledge.models import Audience, FilePurpose, Item, ItemStatus, KnowledgeCategory, SynonymGroup, Tag
from tests.factories import knowledge
from tests.signing_in import sign_in

ARTICLE = {"title": "Pair the headset", "summary": "", "audience": "everyone", "language": "en", "review_on": "",
           "body_html": "<p>Hold the button.</p>"}  # fmt: skip


@pytest.fixture
def desk(client, bob):
    return sign_in(client, bob)


def sent(**more):
    """What the editor sends."""
    return {**ARTICLE, "category": knowledge.shelf().id, **more}


def only(model):
    """The one row there is."""
    return db.session.scalars(db.select(model)).one()


def test_publishing_a_new_article_shows_it_to_readers(desk, client, alice, bob):
    answer = desk.post("/staff/knowledge/add", data=sent(then="published", tags=[knowledge.tag().id]))

    item = only(Item)
    assert answer.location == f"/staff/knowledge/show/{item.id}"
    assert (item.owner_id, [tag.name for tag in item.tags]) == (bob.id, ["Travel"])
    assert "Hold the button." in sign_in(client, alice).get(f"/kb/{item.id}").text


def test_a_draft_is_published_from_its_editor(desk):
    desk.post("/staff/knowledge/add", data=sent(then="draft"))
    item = only(Item)
    assert item.status is ItemStatus.draft

    change = sent(then="published", seen=str(item.version), owner=item.owner_id, title="Pair\nthe new headset")
    assert desk.post(f"/staff/knowledge/edit/{item.id}", data=change).status_code == 302

    assert (item.status, item.title) == (ItemStatus.published, "Pair the new headset")


def test_an_edit_keeps_tags_audience_and_review_day(desk):
    item = knowledge.item()
    change = sent(
        seen="1",
        owner=item.owner_id,
        audience="staff",
        review_on="2027-01-31",
        tags=[knowledge.tag().id],
        language="de",
    )

    desk.post(f"/staff/knowledge/edit/{item.id}", data=change)
    assert (item.audience, item.review_on, item.language) == (Audience.staff, date(2027, 1, 31), "de")

    desk.post(f"/staff/knowledge/edit/{item.id}", data=sent(seen=str(item.version), owner=item.owner_id))
    assert (item.review_on, list(item.tags)) == (None, [])


def test_a_save_over_a_newer_version_is_stopped_and_keeps_the_text(desk):
    item = knowledge.item()

    page = desk.post(f"/staff/knowledge/edit/{item.id}", data=sent(seen="0", owner=item.owner_id)).text

    assert "Somebody saved this item" in page
    assert "Hold the button." in page


def test_a_new_article_without_a_title_keeps_what_was_written(desk):
    page = desk.post("/staff/knowledge/add", data=sent(title="")).text

    assert "Please fill this in." in page
    assert "Hold the button." in page


def test_the_title_may_stand_in_the_address(desk):
    assert ">Quantum printer</textarea>" in desk.get("/staff/knowledge/add?title=Quantum printer").text.replace(
        "\r\n", ""
    )


def test_a_video_is_written_with_chapters(desk, bob):
    data = sent(link_url="https://videos.example.org/dock", chapters="0:00 What it is\n\n1:02:03 The end", then="draft")

    desk.post("/staff/knowledge/add?type=video", data=data)

    item = only(Item)
    assert item.chapters == [{"seconds": 0, "title": "What it is"}, {"seconds": 3723, "title": "The end"}]
    assert "1:02:03 The end" in desk.get(f"/staff/knowledge/edit/{item.id}").text


def test_a_chapter_that_is_none_is_named_by_its_line(desk):
    page = desk.post("/staff/knowledge/add?type=video", data=sent(chapters="0:00 Good\nbad")).text

    assert "line 2" in page
    assert "0:00 Good" in page


def test_a_document_or_video_without_a_file_says_so_in_words(desk):
    refusals = {"document": "Choose the file of the document first.", "video": "Choose the file of the video, or say"}
    for kind, words in refusals.items():
        answer = desk.post(f"/staff/knowledge/add?type={kind}", data=sent(then="published", link_url=""))
        assert words in answer.text
        assert "storageKey" not in answer.text


def test_who_publishes_the_draft_of_another_changed_it(desk, carol, bob):
    item = knowledge.item("Pair the headset", carol, status="draft")
    desk.post(f"/staff/knowledge/action/publish/{item.id}")
    assert (item.status, item.updated_by.id) == (ItemStatus.published, bob.id)


def test_a_document_is_written_with_its_upload_and_keeps_it(desk, bob):
    file = knowledge.upload("rules.txt", b"Keep it.", FilePurpose.document, bob)

    desk.post("/staff/knowledge/add?type=document", data=sent(storage_key=file.storage_key, then="draft"))
    item = only(Item)
    assert item.file_id == file.id

    desk.post(
        f"/staff/knowledge/edit/{item.id}", data=sent(seen="1", owner=item.owner_id, storage_key="", title="Other")
    )
    assert (item.title, item.file_id) == ("Other", file.id)


def test_an_unknown_kind_is_an_article(desk):
    assert "data-editor" in desk.get("/staff/knowledge/add?type=poem").text


def test_the_page_of_an_item_shows_how_it_does(desk, client, alice, bob):
    item = knowledge.item()
    sign_in(client, alice).post(f"/kb/{item.id}/feedback", data={"helpful": "no", "comment": "Where is the light?"})

    page = sign_in(client, bob).get(f"/staff/knowledge/show/{item.id}").text

    assert "Where is the light?" in page
    assert "It did not help" in page


def test_actions_move_the_chosen_items(desk):
    item, other = knowledge.item(), knowledge.item(status="draft")

    desk.post("/staff/knowledge/action_post", data={"action": "archive", "rowid": [item.id, other.id]})
    assert {item.status, other.status} == {ItemStatus.archived}
    assert desk.post(f"/staff/knowledge/action/unpublish/{item.id}").location == f"/staff/knowledge/show/{item.id}"
    desk.post(f"/staff/knowledge/action/publish/{other.id}")
    assert (item.status, other.status) == (ItemStatus.draft, ItemStatus.published)


def test_deleting_asks_for_the_name(desk):
    item = knowledge.item(status="draft")

    desk.post(f"/staff/knowledge/delete/{item.id}", data={"name": "something else"})
    assert only(Item) is item
    desk.post(f"/staff/knowledge/delete/{item.id}", data={"name": item.title})
    assert db.session.scalars(db.select(Item)).all() == []


def test_only_writers_are_offered_as_owners(desk, alice, bob):
    found = desk.get("/staff/knowledge/lookup/owner?q=").json["results"]

    assert bob.id in [each["id"] for each in found]
    assert alice.id not in [each["id"] for each in found]


@pytest.mark.parametrize(
    ("screen", "model", "first", "then"),
    [
        (
            "knowledge-categories",
            KnowledgeCategory,
            {"name": "Printing", "icon": "printer"},
            {"name": "Paper", "icon": "printer"},
        ),
        ("knowledge-tags", Tag, {"name": "Travel"}, {"name": "On the road"}),
        ("synonyms", SynonymGroup, {"words": "Laptop, notebook"}, {"words": "laptop, notebook, computer"}),
    ],
    ids=["shelf", "tag", "synonyms"],
)
def test_labels_are_added_changed_and_deleted(desk, screen, model, first, then):
    desk.post(f"/staff/{screen}/add", data=first)
    row = db.session.scalars(db.select(model).order_by(model.id.desc())).first()
    page = desk.get(f"/staff/{screen}/edit/{row.id}").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]

    desk.post(f"/staff/{screen}/edit/{row.id}", data={**then, "seen": seen})
    assert str(row) == next(iter(then.values()))

    key = row.id
    desk.post(f"/staff/{screen}/delete/{key}", data={"name": str(row)})
    assert db.session.get(model, key) is None


def test_managers_look_and_do_not_write(client, mia):
    item = knowledge.item()
    sign_in(client, mia)

    assert client.get("/staff/knowledge").status_code == 200
    page = client.get(f"/staff/knowledge/show/{item.id}").text
    assert f"/staff/knowledge/edit/{item.id}" not in page
    assert queries.item_for(mia, item.id) is item


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (65, "1:05"), (3723, "1:02:03")])
def test_a_place_in_a_video_is_said_as_players_do(seconds, text):
    assert clock_text(seconds) == text
