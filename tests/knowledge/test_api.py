"""Knowledge over REST: each call, what it refuses, and what it hides."""

import time

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.knowledge import queries, services
from app.knowledge.models import SearchNote
from app.worker import relay
from tests.access.things import save
from tests.factories import knowledge, tickets
from tests.signing_in import bearer_of

HUGE = 10**20


@pytest.fixture
def calls(client):
    """A function that calls REST as anybody."""
    kept = {}

    def call(person, method, path, **more):
        if person.id not in kept:
            kept[person.id] = bearer_of(person)
        headers = kept[person.id] | more.pop("headers", {})
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    return call


@pytest.fixture
def article(bob):
    """A published article."""
    return knowledge.item("Laptop does not charge", bob, tag_ids=[knowledge.tag("Power").id])


def test_an_article_is_written_read_changed_and_removed(calls, bob, alice, clock):
    draft = {"type": "article", "title": "Dock", "categoryId": knowledge.shelf().id, "bodyHtml": "<h2>A</h2><form>"}

    answer = calls(bob, "POST", "/admin/kb/items", json=draft, headers={"Idempotency-Key": "once"})
    again = calls(bob, "POST", "/admin/kb/items", json=draft, headers={"Idempotency-Key": "once"})

    body = answer.get_json()
    assert (answer.status_code, again.get_json()["id"]) == (201, body["id"])
    assert answer.headers["Location"] == f"/api/v1/admin/kb/items/{body['id']}"
    assert (body["status"], body["bodyHtml"], body["owner"]["name"]) == ("draft", '<h2 id="s-a">A</h2>', "Bob Ito")
    path = f"/admin/kb/items/{body['id']}"
    assert calls(alice, "GET", f"/kb/items/{body['id']}").status_code == 404
    assert calls(bob, "POST", f"{path}/publish").get_json()["status"] == "published"
    shown = calls(alice, "GET", f"/kb/items/{body['id']}")
    assert shown.get_json()["title"] == "Dock"
    assert "owner" not in shown.get_json()
    tag = calls(bob, "GET", path).headers["ETag"]
    assert calls(bob, "PATCH", path, json={"title": "Dock 2"}, headers={"If-Match": tag}).get_json()["version"] == 2
    assert calls(bob, "PATCH", path, json={"title": "Dock 3"}, headers={"If-Match": tag}).status_code == 412
    assert [row["title"] for row in calls(bob, "GET", f"{path}/versions").get_json()["items"]] == ["Dock 2", "Dock"]
    assert calls(bob, "POST", f"{path}/versions/1/restore").get_json()["title"] == "Dock"
    assert calls(bob, "POST", f"{path}/unpublish").get_json()["status"] == "draft"
    assert calls(bob, "POST", f"{path}/archive").get_json()["status"] == "archived"
    assert calls(bob, "DELETE", path).status_code == 204
    assert calls(bob, "GET", path).status_code == 404


def test_lists_are_paged_and_filtered(calls, alice, bob):
    for number in range(3):
        knowledge.item(f"Item {number}", bob, audience="staff" if number == 2 else "everyone")

    page = calls(alice, "GET", "/kb/items?pageSize=1&sort=title").get_json()
    assert ([row["title"] for row in page["items"]], page["total"]) == (["Item 0"], 2)
    following = calls(alice, "GET", f"/kb/items?pageSize=1&sort=title&cursor={page['nextCursor']}").get_json()
    assert [row["title"] for row in following["items"]] == ["Item 1"]
    assert calls(alice, "GET", "/kb/items?type=video,document").get_json()["total"] == 0
    assert calls(bob, "GET", "/admin/kb/items?audience=staff&status=published&owner=me&q=item").get_json()["total"] == 1
    for query in ("sort=views", "type=book", "unknown=1", "pageSize=101", "page=0", "cursor=x"):
        assert calls(alice, "GET", f"/kb/items?{query}").status_code == 400, query


def test_search_answers_and_is_noted(calls, alice, article):
    relay.run()

    body = calls(alice, "GET", "/kb/search?q=stronger charger&type=article").get_json()

    [hit] = body["items"]
    assert (hit["id"], hit["category"], hit["tags"]) == (article.id, "Devices", ["Power"])
    assert hit["anchor"] == "s-the-light-blinks"
    assert "<mark>" in hit["snippet"]
    assert (body["total"], body["suggestion"], body["counts"]["tag"]) == (1, None, {"power": 1})
    assert calls(alice, "GET", "/kb/search?q=quantum printer").get_json()["total"] == 0
    assert calls(alice, "GET", "/kb/search?q=charger&page=2").get_json()["items"] == []
    assert {note.words: note.total for note in db.session.scalars(sa.select(SearchNote))} == {
        "stronger charger": 1, "quantum printer": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "words", ["*", "(a|b)+$", "AND OR NOT", '"', "a" * 1000, "🙂", "' OR 1=1 --", "(a+)+" * 60, "a* " * 90]
)
def test_any_words_are_searched_for_in_no_time(calls, alice, article, words):
    relay.run()
    calls(alice, "GET", "/kb/search?q=warm")
    began = time.process_time()  # of this process: others on the machine do not count

    answer = calls(alice, "GET", "/kb/search", query_string={"q": words})

    assert answer.status_code == 200
    assert time.process_time() - began < 0.3


def test_more_words_than_anybody_types_are_refused(calls, alice):
    for path in ("/kb/search", "/kb/suggest"):
        assert calls(alice, "GET", path, query_string={"q": "word " * 10_000}).status_code == 400
    assert calls(alice, "GET", "/kb/search").status_code == 400


def test_suggestions_come_while_one_types(calls, alice, article):
    relay.run()

    body = calls(alice, "GET", "/kb/suggest?q=laptop does not ch").get_json()

    assert [hit["id"] for hit in body["items"]] == [article.id]
    assert calls(alice, "GET", "/kb/suggest?q=").get_json()["items"] == []


def test_feedback_and_solving_over_rest(calls, alice, article):
    path = f"/kb/items/{article.id}"

    assert calls(alice, "POST", f"{path}/feedback", json={"helpful": False, "comment": "Long"}).status_code == 200
    assert calls(alice, "POST", f"{path}/feedback", json={"helpful": True}).get_json()["helpful"] is True
    assert calls(alice, "POST", f"{path}/solved", json={"query": "charge"}).status_code == 204
    assert calls(alice, "POST", f"{path}/solved").status_code == 204
    assert queries.usage_of([article])[article.id] == queries.Usage(0, 1, 1, 0)
    for wrong in ({}, {"helpful": "yes"}, {"helpful": True, "stars": 5}):
        assert calls(alice, "POST", f"{path}/feedback", json=wrong).status_code == 422


def test_labels_over_rest(calls, alice, bob, article):
    made = calls(bob, "POST", "/admin/kb/categories", json={"name": "Büro"})
    assert (made.status_code, made.get_json()["slug"]) == (201, "buro")
    assert calls(bob, "GET", made.headers["Location"].removeprefix("/api/v1")).get_json()["name"] == "Büro"
    assert calls(bob, "POST", "/admin/kb/categories", json={"name": "Büro"}).status_code == 409
    assert calls(bob, "DELETE", f"/admin/kb/categories/{article.category_id}").status_code == 409
    assert calls(bob, "DELETE", f"/admin/kb/categories/{made.get_json()['id']}").status_code == 204
    tag = calls(bob, "POST", "/admin/kb/tags", json={"name": "Wi-Fi"}).get_json()
    assert calls(bob, "PATCH", f"/admin/kb/tags/{tag['id']}", json={"name": "WLAN"}).get_json()["slug"] == "wlan"
    assert calls(bob, "GET", f"/admin/kb/tags/{tag['id']}").get_json()["name"] == "WLAN"
    assert calls(bob, "DELETE", f"/admin/kb/tags/{article.tags[0].id}").status_code == 409
    assert calls(bob, "DELETE", f"/admin/kb/tags/{tag['id']}").status_code == 204
    assert "Power" in [row["name"] for row in calls(alice, "GET", "/kb/tags").get_json()["items"]]
    assert "Devices" in [row["name"] for row in calls(alice, "GET", "/kb/categories").get_json()["items"]]


def test_a_file_is_uploaded_named_and_fetched_in_ranges(calls, client, alice, bob):
    announced = {"filename": "rules.txt", "contentType": "text/plain", "size": 8, "purpose": "document"}
    upload = calls(bob, "POST", "/admin/kb/upload-url", json=announced).get_json()
    assert upload["storageKey"].startswith("kb/documents/")
    assert upload["imageUrl"] is None
    put = client.put(upload["uploadUrl"].removeprefix("http://localhost"), data=b"Keep it.", headers=upload["headers"])
    assert put.status_code == 200
    draft = {"type": "document", "title": "Rules", "categoryId": knowledge.shelf().id, "status": "published",
             "storageKey": upload["storageKey"]}  # fmt: skip
    item = calls(bob, "POST", "/admin/kb/items", json=draft).get_json()
    assert item["file"]["state"] == "checking"
    assert calls(alice, "GET", f"/kb/items/{item['id']}/download").status_code == 404
    relay.run()

    address = calls(alice, "GET", f"/kb/items/{item['id']}/download").get_json()["downloadUrl"]
    with client.get(address.removeprefix("http://localhost"), headers={"Range": "bytes=5-6"}) as part:
        assert (part.status_code, part.data) == (206, b"it")


def test_a_picture_says_by_which_address_it_is_shown(calls, bob):
    announced = {"filename": "a.png", "contentType": "image/png", "size": 8, "purpose": "image"}
    assert calls(bob, "POST", "/admin/kb/upload-url", json=announced).get_json()["imageUrl"].startswith("/kb/images/")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"filename": "film.avi", "purpose": "video"}, 415),
        ({"filename": "film.mp4", "purpose": "video", "size": 3 * 2**30}, 413),
        ({"filename": "a.docx", "purpose": "document", "size": 51 * 2**20}, 413),
        ({"purpose": "wallpaper"}, 422),
        ({"size": 0}, 422),
    ],
)
def test_uploads_that_are_not_taken(calls, bob, change, status):
    announced = {"filename": "a.pdf", "contentType": "x/y", "size": 8, "purpose": "document"} | change
    assert calls(bob, "POST", "/admin/kb/upload-url", json=announced).status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": "x" * 501}, {"summary": "x" * 1001}, {"type": "book"}, {"categoryId": HUGE},
        {"storageKey": "kb/videos/x"}, {"status": "archived"}, {"unknown": 1}, {"language": "english"},
        {"type": "document"}, {"type": "video"}, {"type": "video", "bodyHtml": None, "linkUrl": "ftp://x.example.org"},
        {"type": "video", "bodyHtml": None, "linkUrl": "https://x.example.org", "storageKey": "k"}, {"chapters": [{}]},
        {"linkUrl": "https://x.example.org"}, {"type": "document", "storageKey": "k"}, {"tagIds": [True]},
    ],
)  # fmt: skip
def test_what_makes_no_item_is_refused_by_field(calls, bob, wrong):
    draft = {"type": "article", "title": "x", "categoryId": knowledge.shelf().id, "bodyHtml": "<p>x</p>"} | wrong
    answer = calls(bob, "POST", "/admin/kb/items", json=draft)
    assert answer.status_code == 422
    assert answer.get_json()["error"] == "validation_failed"


def test_a_change_may_empty_only_what_may_be_empty(calls, bob, article):
    path = f"/admin/kb/items/{article.id}"
    assert calls(bob, "PATCH", path, json={"title": None}).status_code == 422
    assert calls(bob, "PATCH", path, json={"reviewOn": "2026-09-01"}).get_json()["reviewOn"] == "2026-09-01"
    assert calls(bob, "PATCH", path, json={"reviewOn": None}).get_json()["reviewOn"] is None


def test_what_is_hidden_and_what_is_missing_answer_the_same(calls, alice, bob):
    hidden = knowledge.item("Secret", bob, audience="staff")
    bodies = []
    for number in (hidden.id, 9_000_000):
        for method, path in (("GET", ""), ("GET", "/download"), ("POST", "/feedback"), ("POST", "/solved")):
            payload = {"json": {"helpful": True}} if path == "/feedback" else {}
            answer = calls(alice, method, f"/kb/items/{number}{path}", **payload)
            assert answer.status_code == 404
            bodies.append({**answer.get_json(), "requestId": ""})
    assert all(body == bodies[0] for body in bodies)


def test_who_may_not_and_who_is_not_signed_in(calls, client, alice, mia, mallory, article):
    for path in ("/kb/items", "/kb/search?q=x", f"/kb/items/{article.id}", "/admin/kb/items"):
        assert client.get(f"/api/v1{path}").status_code == 401
        assert calls(mallory, "GET", path).status_code == 403
    assert calls(alice, "GET", "/admin/kb/items").status_code == 403
    assert calls(mia, "GET", "/admin/kb/items").status_code == 200
    assert calls(mia, "PATCH", f"/admin/kb/items/{article.id}", json={"title": "x"}).status_code == 403


def test_an_item_in_use_by_a_ticket_is_kept(calls, alice, bob, article):
    from app.tickets.models import ItemUse, TicketItem

    save(TicketItem(ticket_id=tickets.ticket(alice).id, item_id=article.id, use=ItemUse.opened))

    answer = calls(bob, "DELETE", f"/admin/kb/items/{article.id}")

    assert answer.status_code == 409
    assert "Archive" in answer.get_json()["detail"]
    services.archive_item(queries.item_by_id(article.id), actor=bob)
