"""Tickets over REST: each call, what it refuses, and what it hides."""

import hashlib
from datetime import timedelta

import pytest

from app.accounts.models import BaseRole
from app.core.transaction import transaction
from app.tickets import services
from app.tickets.models import MessageType, TicketStatus
from app.tickets.schemas import TicketChange
from tests.factories import tickets
from tests.factories.people import PersonFactory, TeamFactory
from tests.signing_in import bearer_of

DRAFT = {"subject": "Screen stays black", "description": "Since this morning.", "category": "Hardware"}
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
def ticket(alice):
    """Alice's ticket."""
    return tickets.ticket(alice)


def test_a_filed_ticket_is_answered_whole(calls, alice, clock):
    answer = calls(alice, "POST", "/tickets", json=DRAFT | {"priority": "high"})

    me = {"id": alice.id, "name": "Alice Berg"}
    assert answer.status_code == 201
    body = answer.get_json()
    assert {name: body[name] for name in ("subject", "description", "category", "priority", "status", "source")} == {
        **DRAFT, "priority": "high", "status": "open", "source": "api",
    }  # fmt: skip
    assert body["createdBy"] == body["filedBy"] == me
    assert [body[name] for name in ("assignedTo", "equipment", "room", "resolvedAt", "closedAt")] == [None] * 5
    assert body["createdAt"] == "2026-03-02T09:00:00.000Z"
    assert body["responseDueAt"] > body["createdAt"]


def test_without_a_priority_the_category_gives_one(calls, alice):
    assert calls(alice, "POST", "/tickets", json=DRAFT).get_json()["priority"] == "medium"


def test_rich_text_is_cleaned_and_answered_in_both_forms(calls, alice):
    rich = {"subject": "x", "category": "Other", "descriptionHtml": "<p>It <b>smokes</b></p><script>alert(1)</script>"}

    body = calls(alice, "POST", "/tickets", json=rich).get_json()

    assert body["descriptionHtml"] == "<p>It <b>smokes</b></p>"
    assert body["description"] == "It smokes"


def test_one_lists_own_tickets_only(calls, alice, bob, ticket):
    tickets.ticket(PersonFactory(), "Not mine")

    assert [row["id"] for row in calls(alice, "GET", "/tickets").get_json()["items"]] == [ticket.id]
    assert calls(bob, "GET", "/tickets").get_json()["items"] == []


@pytest.mark.parametrize(("query", "found"), [
    ("status=open", 1), ("status=closed,resolved", 0), ("priority=high", 0), ("category=Hardware,Network", 1),
    ("category=Network", 0), ("q=black", 1), ("q=purple", 0), ("q=%22%27%29%28*:%26|!", 0), ("status=", 1),
])  # fmt: skip
def test_the_own_list_can_be_narrowed(calls, alice, ticket, query, found):
    answer = calls(alice, "GET", f"/tickets?{query}").get_json()

    assert (len(answer["items"]), answer["total"]) == (found, found)


@pytest.mark.parametrize("ticket_id", [0, HUGE, 2**63, 2**63 - 1, "x", "-1", "1.0", "%00", "1%00", "9" * 500, "%F0"])
@pytest.mark.parametrize("rest", ["", "/messages", "/watchers", "/close", "/attachments/1"])
def test_a_ticket_that_cannot_exist_is_missing(calls, alice, ticket_id, rest):
    method = "POST" if rest in {"/messages", "/close"} else "GET"
    body = {"json": {"body": "x"} if rest == "/messages" else {}} if method == "POST" else {}

    assert calls(alice, method, f"/tickets/{ticket_id}{rest}", **body).status_code == 404


def test_hidden_and_missing_answer_the_same_bytes(calls, ticket):
    stranger, same = PersonFactory(), {"X-Request-ID": "request-4711"}
    wanted = [("GET", "", None), ("GET", "/watchers", None), ("GET", "/attachments/1", None), ("POST", "/close", {}),
              ("POST", "/messages", {"body": "x"}), ("POST", "/watchers", {"userId": stranger.id})]  # fmt: skip

    for method, rest, body in wanted:
        hidden, missing = (calls(stranger, method, f"/tickets/{number}{rest}", json=body, headers=same)
                           for number in (ticket.id, 999_999))  # fmt: skip
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert hidden.data == missing.data


def test_a_ticket_has_its_conversation_and_changes(calls, alice, bob, ticket):
    tickets.message(ticket, bob, "Which model?")
    tickets.message(ticket, alice, "The grey one.")

    body = calls(alice, "GET", f"/tickets/{ticket.id}").get_json()

    said = [(entry["author"]["name"], entry["messageType"], entry["body"]) for entry in body["messages"]]
    assert said == [
        ("Bob Ito", "admin", "Which model?"), ("Alice Berg", "user", "The grey one."),
    ]  # fmt: skip
    filed = body["timeline"][0]
    assert (filed["kind"], filed["from"], filed["to"]) == ("filed", None, "portal")
    assert filed["actor"]["name"] == "Alice Berg"
    assert body["attachments"] == []


def seen_by(calls, person, ticket) -> str:
    """Everything that REST tells the person about the ticket, and about lists it stands in."""
    own = f"/tickets/{ticket.id}"
    paths = (own, f"{own}/watchers", "/tickets", "/tickets?q=black", "/tickets?q=secret")
    answers = [calls(person, "GET", path) for path in paths]
    return hashlib.sha256(b"".join(a.data + a.headers["ETag"].encode() for a in answers)).hexdigest()


def test_an_internal_note_leaves_no_trace_for_the_requester(calls, alice, bob, ticket, clock):
    watcher = PersonFactory()
    services.add_watcher(ticket, watcher.id, actor=alice)
    before = [seen_by(calls, person, ticket) for person in (alice, watcher)]
    of_bob = calls(bob, "GET", f"/tickets/{ticket.id}").headers["ETag"]

    clock.advance(minutes=5)
    note = tickets.message(ticket, bob, "secret: it is the cleaner", MessageType.internal)

    assert [seen_by(calls, person, ticket) for person in (alice, watcher)] == before
    seen = calls(bob, "GET", f"/tickets/{ticket.id}")
    assert seen.headers["ETag"] != of_bob
    assert seen.get_json()["messages"][0]["messageType"] == "internal"
    assert calls(alice, "GET", f"/tickets/{ticket.id}/messages/{note.id}").status_code == 404
    assert calls(alice, "PATCH", f"/tickets/{ticket.id}/messages/{note.id}", json={"body": "x"}).status_code == 404


def test_staff_who_ask_for_help_do_not_see_the_notes_about_it(calls, bob):
    own, other = tickets.ticket(bob), PersonFactory(role=BaseRole.agent)
    tickets.message(own, other, "secret", MessageType.internal)

    for path in (f"/tickets/{own.id}", f"/admin/tickets/{own.id}"):
        assert calls(bob, "GET", path).get_json()["messages"] == []
    assert calls(bob, "GET", "/admin/tickets?q=secret").get_json()["total"] == 0


@pytest.mark.parametrize(("who", "kind", "status", "becomes"), [
    ("alice", None, 201, "user"), ("alice", "user", 201, "user"), ("alice", "internal", 403, None),
    ("alice", "admin", 403, None), ("bob", None, 201, "admin"), ("bob", "internal", 201, "internal"),
    ("bob", "user", 403, None), ("mia", None, 403, None), ("mia", "internal", 403, None), ("carol", None, 201, "admin"),
])  # fmt: skip
def test_who_may_say_what(calls, request, ticket, who, kind, status, becomes):
    person = request.getfixturevalue(who)
    answer = calls(person, "POST", f"/tickets/{ticket.id}/messages",
                   json={"body": "Hello"} | ({"messageType": kind} if kind else {}))  # fmt: skip

    assert answer.status_code == status
    assert answer.get_json().get("messageType") == becomes
    if status == 201:
        assert calls(person, "GET", answer.headers["Location"].removeprefix("/api/v1")).get_json() == answer.get_json()


@pytest.mark.parametrize("body", [
    {}, {"body": ""}, {"body": "  "}, {"body": 5}, {"body": "x" * 50_001}, {"body": None}, {"body": "a\x00"},
    {"body": "\ud800"}, {"body": "x", "messageType": "shout"}, {"body": "x", "attachmentIds": [HUGE]},
    {"body": "x", "attachmentIds": [1]},
])  # fmt: skip
def test_a_bad_message_is_refused(calls, alice, ticket, body):
    assert calls(alice, "POST", f"/tickets/{ticket.id}/messages", json=body).status_code == 422
    assert calls(alice, "GET", f"/tickets/{ticket.id}").get_json()["messages"] == []


def test_words_can_be_changed_by_their_author_for_a_while(calls, alice, bob, ticket, clock):
    said = tickets.message(ticket, alice, "It smoks.")
    path = f"/tickets/{ticket.id}/messages/{said.id}"

    answer = calls(alice, "PATCH", path, json={"body": "It smokes."})
    assert (answer.status_code, answer.get_json()["body"]) == (200, "It smokes.")
    assert answer.get_json()["editedAt"] is not None
    assert calls(bob, "PATCH", path, json={"body": "x"}).status_code == 403
    clock.advance(minutes=16)
    assert calls(alice, "PATCH", path, json={"body": "x"}).status_code == 409


def test_watchers_come_and_go(calls, alice, bob, ticket):
    path = f"/tickets/{ticket.id}/watchers"
    other = PersonFactory(first_name="Olga Ohm")

    added = calls(alice, "POST", path, json={"userId": other.id})
    assert (added.status_code, added.headers["Location"]) == (201, f"/api/v1{path}/{other.id}")
    assert calls(bob, "GET", path).get_json()["items"] == [{"id": other.id, "name": "Olga Ohm"}]
    assert calls(other, "GET", f"/tickets/{ticket.id}").status_code == 200
    assert calls(alice, "DELETE", f"{path}/{other.id}").status_code == 204
    assert calls(alice, "DELETE", f"{path}/{other.id}").status_code == 404
    assert calls(other, "GET", f"/tickets/{ticket.id}").status_code == 404


@pytest.mark.parametrize("user_id", [HUGE, 0, -1, "1", True, None, 999_999])
def test_an_unknown_watcher_is_refused(calls, alice, ticket, user_id):
    assert calls(alice, "POST", f"/tickets/{ticket.id}/watchers", json={"userId": user_id}).status_code == 422


def test_a_file_is_announced_put_and_named(calls, alice, client):
    announced = calls(alice, "POST", "/tickets/attachments/upload-url",
                      json={"filename": "log.txt", "contentType": "text/plain", "size": 5})  # fmt: skip
    assert announced.status_code == 201
    told = announced.get_json()
    assert told["method"] == "PUT"
    path = told["uploadUrl"].removeprefix("http://localhost")
    assert client.open(path, method="PUT", data=b"hello", headers=told["headers"]).status_code == 200

    answer = calls(alice, "POST", "/tickets", json=DRAFT | {"attachmentIds": [told["attachmentId"]]})

    assert answer.status_code == 201
    [file] = calls(alice, "GET", f"/tickets/{answer.get_json()['id']}").get_json()["attachments"]
    assert (file["filename"], file["size"], file["thumbnailUrl"]) == ("log.txt", 5, None)


@pytest.mark.parametrize(("body", "status"), [
    ({"filename": "virus.exe", "contentType": "application/octet-stream", "size": 5}, 415),
    ({"filename": "a.txt", "contentType": "text/plain", "size": 26 * 1024 * 1024}, 413),
    ({"filename": "a.txt", "contentType": "text/plain", "size": 0}, 422),
    ({"filename": "a.txt", "contentType": "text/plain", "size": HUGE}, 422),
    ({"filename": "", "contentType": "text/plain", "size": 5}, 422),
    ({"filename": "a\x00.txt", "contentType": "text/plain", "size": 5}, 422),
    ({"contentType": "text/plain", "size": 5}, 422),
])  # fmt: skip
def test_a_file_that_is_not_taken_is_refused_before_it_is_sent(calls, alice, ticket, body, status):
    for path in ("/tickets/attachments/upload-url", f"/tickets/{ticket.id}/attachments/upload-url"):
        assert calls(alice, "POST", path, json=body).status_code == status


def test_a_file_of_somebody_else_cannot_be_named(calls, alice, bob):
    body = {"filename": "log.txt", "contentType": "text/plain", "size": 5}
    his = calls(bob, "POST", "/tickets/attachments/upload-url", json=body).get_json()["attachmentId"]

    answer = calls(alice, "POST", "/tickets", json=DRAFT | {"attachmentIds": [his]})

    assert answer.status_code == 422
    assert "attachmentIds" in answer.get_json()["errors"]


def test_a_ready_file_is_given_out_by_a_short_link(calls, alice, client, ticket, clock):
    body = {"filename": "log.txt", "contentType": "text/plain", "size": 5}
    told = calls(alice, "POST", f"/tickets/{ticket.id}/attachments/upload-url", json=body).get_json()
    client.put(told["uploadUrl"].removeprefix("http://localhost"), data=b"hello", headers=told["headers"])
    said = {"body": "Here", "attachmentIds": [told["attachmentId"]]}
    calls(alice, "POST", f"/tickets/{ticket.id}/messages", json=said)
    path = f"/tickets/{ticket.id}/attachments/{told['attachmentId']}"

    assert calls(alice, "GET", path).status_code == 404  # not checked yet
    _accept(told["attachmentId"], alice)
    answer = calls(alice, "GET", path).get_json()
    assert answer["expiresAt"] == "2026-03-02T09:05:00.000Z"
    with client.get(answer["downloadUrl"].removeprefix("http://localhost")) as file:
        assert file.data == b"hello"
    clock.advance(minutes=6)
    assert client.get(answer["downloadUrl"].removeprefix("http://localhost")).status_code == 403


def _accept(file_id: int, person) -> None:
    from app.extensions import db
    from app.tickets.models import Attachment

    file = db.session.get(Attachment, file_id)
    services.accept_file(file, size=5, actor=person)


def test_the_requester_closes_and_opens_again(calls, alice, bob, ticket):
    assert calls(bob, "POST", f"/tickets/{ticket.id}/close").status_code == 403
    closed = calls(alice, "POST", f"/tickets/{ticket.id}/close", json={"comment": "Works again."})
    assert (closed.status_code, closed.get_json()["status"]) == (200, "closed")
    assert calls(alice, "POST", f"/tickets/{ticket.id}/close").get_json()["status"] == "closed"  # twice is once
    opened = calls(alice, "POST", f"/tickets/{ticket.id}/reopen", json={})
    assert (opened.status_code, opened.get_json()["status"]) == (200, "open")


def test_opening_after_a_month_files_a_new_linked_ticket(calls, alice, ticket, clock):
    calls(alice, "POST", f"/tickets/{ticket.id}/close")
    clock.advance(days=31)

    path, body = f"/tickets/{ticket.id}/reopen", {"comment": "Black again."}
    answer = calls(alice, "POST", path, json=body, headers=bearer_of(alice))

    assert answer.status_code == 201
    assert answer.get_json()["id"] != ticket.id
    assert answer.headers["Location"] == f"/api/v1/tickets/{answer.get_json()['id']}"


def test_staff_file_for_a_caller(calls, alice, bob):
    team = TeamFactory(name="Field service")
    body = DRAFT | {"requesterId": alice.id, "assignedTo": bob.id, "teamId": team.id, "source": "phone"}

    answer = calls(bob, "POST", "/admin/tickets", json=body)

    assert answer.status_code == 201
    made = answer.get_json()
    assert (made["createdBy"]["id"], made["filedBy"]["id"], made["assignedTo"]["id"]) == (alice.id, bob.id, bob.id)
    assert (made["team"], made["source"]) == ({"id": team.id, "name": "Field service"}, "phone")


@pytest.mark.parametrize(("member", "value"), [
    ("requesterId", 999_999), ("requesterId", HUGE), ("assignedTo", 999_999), ("teamId", 999_999), ("source", "portal"),
    ("source", "smoke"), ("assignedTo", "me"), ("requesterId", -1),
])  # fmt: skip
def test_filing_for_nobody_is_refused(calls, bob, member, value):
    answer = calls(bob, "POST", "/admin/tickets", json=DRAFT | {member: value})

    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [member]


def test_managers_look_and_do_not_touch(calls, mia, ticket):
    assert calls(mia, "GET", "/admin/tickets").get_json()["total"] == 1
    assert calls(mia, "PATCH", f"/admin/tickets/{ticket.id}", json={"priority": "low"}).status_code == 403
    assert calls(mia, "POST", f"/admin/tickets/{ticket.id}/claim").status_code == 403
    assert calls(mia, "POST", "/admin/tickets/bulk", json={"ids": [ticket.id], "change": {}}).status_code == 403


def test_the_queue_can_be_narrowed_by_everything(calls, alice, bob, clock):
    team = TeamFactory(members=[bob])
    mine = tickets.ticket(alice, "Mine", priority="urgent")
    services.claim_ticket(mine, actor=bob)
    clock.advance(hours=2)
    waits = tickets.ticket(PersonFactory(), "Of the team", category="Network")
    services.change_ticket(waits, TicketChange(team_id=team.id), actor=bob)

    def found(query: str) -> list[str]:
        answer = calls(bob, "GET", f"/admin/tickets?sort=number&{query}")
        assert answer.status_code == 200, answer.text
        return [row["subject"] for row in answer.get_json()["items"]]

    assert found("") == ["Mine", "Of the team"]
    assert found("assignedTo=me") == found(f"assignedTo={bob.id}") == found("priority=urgent,high") == ["Mine"]
    assert found("assignedTo=none") == found("team=mine") == found(f"team={team.id}") == ["Of the team"]
    assert found(f"createdBy={alice.id}") == found("status=in_progress") == found("view=mine") == ["Mine"]
    assert found("category=Network") == found("view=unassigned") == ["Of the team"]
    assert found("createdFrom=2026-03-02T10:00:00Z") == ["Of the team"]
    assert found("createdTo=2026-03-02T10:00:00Z") == ["Mine"]
    assert found("due=late") == ["Mine"]
    assert found("equipmentId=1") == found("roomId=1") == []


@pytest.mark.parametrize("query", [
    "due=never", "view=unknown", "assignedTo=nobody", "team=x", "createdBy=x", f"createdBy={HUGE}", "equipmentId=-1",
    "createdFrom=yesterday", "createdFrom=2026-03-02", f"assignedTo={HUGE}", "sort=subject", "assigned_to=me",
])  # fmt: skip
def test_an_unknown_filter_of_the_queue_is_malformed(calls, bob, query):
    assert calls(bob, "GET", f"/admin/tickets?{query}").status_code == 400


def test_a_ticket_is_changed_by_what_is_sent(calls, bob, alice, ticket):
    change = {"priority": "urgent", "assignedTo": bob.id, "category": "Network", "subject": "Black"}
    answer = calls(bob, "PATCH", f"/admin/tickets/{ticket.id}", json=change)

    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["priority"], body["category"], body["subject"]) == ("urgent", "Network", "Black")
    assert body["assignedTo"] == {"id": bob.id, "name": "Bob Ito"}
    again = calls(bob, "PATCH", f"/admin/tickets/{ticket.id}", json={"assignedTo": None}).get_json()
    assert (again["assignedTo"], again["priority"]) == (None, "urgent")


@pytest.mark.parametrize(("body", "status"), [
    ({"status": "closed"}, 200), ({"status": "nowhere"}, 422), ({"status": None}, 422), ({"assignedTo": 999_999}, 422),
    ({"assignedTo": HUGE}, 422), ({"assignedTo": True}, 422), ({"equipmentId": 1}, 422), ({"roomId": 1}, 422),
    ({"teamId": 999_999}, 422), ({"requesterId": None}, 422), ({"category": "Nonsense"}, 422), ({"subject": ""}, 422),
    ({"id": 5}, 422), ({"version": 5}, 422), ({}, 200), ({"resolution": "x" * 5001}, 422),
    ({"assignedTo": [1]}, 422),
])  # fmt: skip
def test_a_bad_change_changes_nothing(calls, bob, ticket, body, status):
    path = f"/admin/tickets/{ticket.id}"
    before = calls(bob, "GET", path).data

    assert calls(bob, "PATCH", path, json=body).status_code == status
    if status != 200:
        assert calls(bob, "GET", path).data == before


def test_an_illegal_move_names_the_legal_ones(calls, bob, ticket):
    services.claim_ticket(ticket, actor=bob)

    answer = calls(bob, "PATCH", f"/admin/tickets/{ticket.id}", json={"status": "closed"})

    assert answer.status_code == 409
    body = answer.get_json()
    assert (body["error"], body["legal"]) == ("illegal_move", ["open", "waiting_on_employee", "resolved"])


def test_what_somebody_has_cannot_be_claimed(calls, bob, carol, ticket):
    claimed = calls(bob, "POST", f"/admin/tickets/{ticket.id}/claim")

    assert (claimed.status_code, claimed.get_json()["status"]) == (200, "in_progress")
    assert calls(bob, "POST", f"/admin/tickets/{ticket.id}/claim").status_code == 200
    refused = calls(carol, "POST", f"/admin/tickets/{ticket.id}/claim")
    assert (refused.status_code, refused.get_json()["detail"]) == (409, "Bob Ito has this ticket already.")


def test_each_of_many_is_changed_on_its_own(calls, bob, alice, ticket):
    services.claim_ticket(ticket, actor=bob)
    other = tickets.ticket(alice)

    body = {"ids": [ticket.id, 999_999, other.id], "change": {"status": "closed"}}
    answer = calls(bob, "POST", "/admin/tickets/bulk", json=body)

    assert answer.status_code == 200
    refused, missing, done = answer.get_json()["results"]
    assert (refused["ok"], missing["ok"], done["ok"]) == (False, False, True)
    assert refused["error"]
    assert (ticket.status, other.status) == (TicketStatus.in_progress, TicketStatus.closed)


@pytest.mark.parametrize("ids", [[], [0], [HUGE], ["1"], "1", None, list(range(1, 202)), [[1]]])
def test_a_bad_list_of_tickets_is_refused(calls, bob, ids):
    body = {"ids": ids, "change": {"priority": "low"}}
    assert calls(bob, "POST", "/admin/tickets/bulk", json=body).status_code == 422


def test_the_numbers_are_those_of_the_list(calls, alice, bob, clock):
    first, second = tickets.ticket(alice, priority="high"), tickets.ticket(alice, category="Network")
    clock.advance(hours=1)
    services.claim_ticket(first, actor=bob)
    tickets.message(first, bob, "On it.")
    clock.advance(hours=1)
    services.move_ticket(first, TicketStatus.resolved, actor=bob)
    with transaction():
        second.created_at -= timedelta(days=2)

    answer = calls(bob, "GET", "/admin/tickets/stats").get_json()

    assert (answer["total"], answer["unassigned"], answer["createdToday"], answer["resolvedToday"]) == (2, 1, 1, 1)
    assert answer["byStatus"] == {"open": 1, "in_progress": 0, "waiting_on_employee": 0, "resolved": 1, "closed": 0}
    assert (answer["byPriority"]["high"], answer["byPriority"]["medium"]) == (1, 1)
    assert [answer["byCategory"][name] for name in ("Hardware", "Network", "Other")] == [1, 1, 0]
    assert (answer["averageFirstResponseSeconds"], answer["averageResolutionSeconds"]) == (3600, 7200)
    assert calls(bob, "GET", "/admin/tickets/stats?status=resolved").get_json()["total"] == 1
    assert calls(bob, "GET", "/admin/tickets/stats?unknown=1").status_code == 400
    assert calls(alice, "GET", "/admin/tickets/stats").status_code == 403


def test_numbers_of_nothing_are_none(calls, bob):
    answer = calls(bob, "GET", "/admin/tickets/stats").get_json()

    assert answer["total"] == 0
    assert answer["averageFirstResponseSeconds"] is answer["averageResolutionSeconds"] is None


def test_everybody_may_know_the_categories(calls, alice):
    names = [row["name"] for row in calls(alice, "GET", "/tickets/categories").get_json()["items"]]

    assert set(names) >= {"Hardware", "Software", "Access", "Network", "Other"}
    assert names[-1] == "Other"


def test_administrators_keep_the_categories(calls, carol, bob, alice):
    body = {"name": "Printing", "question": "What does it do?", "icon": "printer", "defaultPriority": "low"}
    made = calls(carol, "POST", "/admin/tickets/categories", json=body)
    assert made.status_code == 201
    path = made.headers["Location"].removeprefix("/api/v1")

    assert calls(carol, "POST", "/admin/tickets/categories", json=body).status_code == 409
    taken = calls(carol, "PATCH", path, json={"name": "Hardware", "isActive": False})
    assert (taken.status_code, taken.get_json()["error"]) == (409, "conflict")
    assert calls(bob, "PATCH", path, json={"name": "x"}).status_code == 403
    changed = calls(carol, "PATCH", path, json={"isActive": False})
    assert (changed.status_code, changed.get_json()["name"]) == (200, "Printing")
    assert changed.get_json()["isActive"] is False
    assert calls(carol, "PATCH", path, json={"teamId": 999_999}).status_code == 422
    assert calls(carol, "PATCH", path, json={"name": None}).status_code == 422
    assert "Printing" not in calls(alice, "GET", "/tickets/categories").text
    assert calls(carol, "DELETE", path).status_code == 204
    assert calls(carol, "GET", path).status_code == 404


def test_a_category_in_use_stays(calls, carol, ticket):
    assert calls(carol, "DELETE", f"/admin/tickets/categories/{ticket.category_id}").status_code == 409
    assert calls(carol, "GET", f"/admin/tickets/categories/{ticket.category_id}").status_code == 200


def test_a_list_asks_the_database_the_same_whatever_its_length(calls, alice, bob):
    from app.extensions import db
    from tests.query_budget import counting

    def cost() -> int:
        calls(bob, "GET", "/admin/tickets")
        with counting(db.engine) as statements:
            calls(bob, "GET", "/admin/tickets")
        return len(statements)

    tickets.ticket(alice)
    short = cost()
    for _ in range(5):
        tickets.ticket(PersonFactory())
    assert cost() == short <= 4, "session, total, tickets, and what they name"
