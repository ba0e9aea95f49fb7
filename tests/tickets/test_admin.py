"""The generated screens of tickets, categories, saved replies and known problems."""

from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import queries as accounts
from app.accounts.models import BaseRole, User
from app.core.audit import AuditEntry
from app.core.outbox import OutboxMessage
from app.extensions import db
from app.tickets import services
from app.tickets.models import Category, KnownProblem, MessageType, Priority, SavedReply, Source, Ticket, TicketStatus
from app.tickets.schemas import KnownProblemChange, SavedReplyChange
from tests.contracts.screens import ListContract, ScreenContract
from tests.factories.people import PersonFactory, TeamFactory
from tests.factories.tickets import category, message, ticket
from tests.signing_in import sign_in


def person(email: str) -> User:
    found = accounts.person_by_email(email)
    assert found
    return found


def all_of(model: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).order_by(model.id)))


class TestCategories(ScreenContract):
    address, view, label = "/staff/categories", "CategoryView", "name"
    refused = ("alice", "mallory")
    sound: ClassVar = {
        "name": "Printers",
        "question": "It does not print",
        "icon": "printer",
        "default_priority": "high",
        "is_active": "y",
    }
    bad: ClassVar = {"question": "x" * 201}
    changed: ClassVar = {"name": "Printing"}

    def row(self) -> Category:
        return category(f"Topic {len(self.rows())}", question="About this and that")

    def rows(self) -> list[Category]:
        return all_of(Category)

    def test_an_agent_reads_but_does_not_write(self, client: FlaskClient, bob: User):
        browser = sign_in(client, bob)
        page = browser.get(self.address)
        assert page.status_code == 200
        assert "/staff/categories/add" not in page.text
        assert browser.post(f"{self.address}/add", data=self.filled()).status_code == 403
        assert browser.post(f"{self.address}/delete/1", data={"name": "Access"}).status_code == 403

    def test_a_taken_name_is_refused_with_the_input_kept(self, browser: FlaskClient):
        self.row()
        page = browser.post(f"{self.address}/add", data=self.filled(name="Hardware"))
        assert "Another entry has this name already." in page.text
        assert 'value="It does not print"' in page.text

    def test_one_in_use_is_not_deleted(self, browser: FlaskClient, alice: User):
        used = ticket(alice).category
        page = browser.post(f"{self.address}/delete/{used.id}", data={"name": used.name})
        assert "This is in use and cannot be deleted." in page.text
        assert used in all_of(Category)

    def test_a_team_that_does_not_exist_is_refused(self, browser: FlaskClient):
        page = browser.post(f"{self.address}/add", data=self.filled(team="9000000"))
        assert "Please choose one of the list." in page.text

    def test_the_team_is_kept_and_each_change_is_audited(self, browser: FlaskClient, carol: User):
        team = TeamFactory()
        assert browser.post(f"{self.address}/add", data=self.filled(team=str(team.id))).status_code == 302
        row = self.rows()[-1]
        assert (row.team, row.default_priority, row.icon) == (team, Priority.high, "printer")
        entry = all_of(AuditEntry)[-1]
        assert (entry.action, entry.subject, entry.actor_id) == ("categories.added", f"categories:{row.id}", carol.id)

    def test_unknown_choices_are_refused(self, browser: FlaskClient):
        for field in ("icon", "default_priority"):
            page = browser.post(f"{self.address}/add", data=self.filled(**{field: "../../x"}))
            assert "Please choose one of the list." in page.text

    def test_there_is_no_lookup_of_columns_that_are_no_relation(self, browser: FlaskClient):
        assert browser.get(f"{self.address}/lookup/team?q=").status_code == 200
        for column in ("name", "password", "__class__", "members"):
            assert browser.get(f"{self.address}/lookup/{column}?q=").status_code == 404


class TestSavedReplies(ScreenContract):
    address, view, label, keeper = "/staff/saved-replies", "SavedReplyView", "title", "bob"
    refused = ("alice", "mia", "mallory")
    sound: ClassVar = {"title": "Restart first", "body": "Hello {requester}, please restart it."}
    bad: ClassVar = {"body": ""}
    changed: ClassVar = {"title": "Restart it first"}

    def row(self) -> SavedReply:
        draft = SavedReplyChange(title=f"Reply {len(self.rows())}", body="We are on it.")
        return services.keep_reply(None, draft, actor=person("bob@example.org"))

    def rows(self) -> list[SavedReply]:
        return all_of(SavedReply)

    def test_another_agents_own_reply_does_not_exist(self, browser: FlaskClient):
        other = PersonFactory(role=BaseRole.agent)
        theirs = services.keep_reply(None, SavedReplyChange(title="Mine alone", body="..."), actor=other)
        assert "Mine alone" not in browser.get(self.address).text
        for road in ("show", "edit", "delete"):
            assert browser.get(f"{self.address}/{road}/{theirs.id}").status_code == 404
        assert browser.post(f"{self.address}/delete/{theirs.id}", data={"name": "Mine alone"}).status_code == 404
        assert theirs in self.rows()

    def test_a_shared_one_is_everybodys(self, browser: FlaskClient):
        other = PersonFactory(role=BaseRole.agent)
        theirs = services.keep_reply(None, SavedReplyChange(title="For all", body="...", is_shared=True), actor=other)
        assert "For all" in browser.get(self.address).text
        assert browser.get(f"{self.address}/edit/{theirs.id}").status_code == 200

    def test_sharing_lets_the_owner_go(self, browser: FlaskClient):
        browser.post(f"{self.address}/add", data=self.filled(is_shared="y"))
        assert self.rows()[-1].owner_id is None


class TestKnownProblems(ScreenContract):
    address, view, label, keeper = "/staff/known-problems", "KnownProblemView", "title", "carol"
    sound: ClassVar = {
        "title": "Wi-Fi is slow",
        "text": "Use a cable.",
        "state": "looking",
        "starts_at": "2026-03-02T09:00",
    }
    bad: ClassVar = {"title": ""}
    changed: ClassVar = {"title": "Wi-Fi is very slow"}

    def row(self) -> KnownProblem:
        draft = KnownProblemChange(title=f"Problem {len(self.rows())}", text="We look into it.")
        return services.raise_problem(draft, actor=person("carol@example.org"))

    def rows(self) -> list[KnownProblem]:
        return all_of(KnownProblem)

    def test_a_moment_is_read_in_the_readers_zone(self, browser: FlaskClient, carol: User):
        browser.post(f"{self.address}/add", data=self.filled(starts_at="2026-07-01T10:30"))  # Vienna in summer
        assert self.rows()[-1].starts_at.isoformat() == "2026-07-01T08:30:00+00:00"

    def test_an_untouched_moment_keeps_its_seconds(self, browser: FlaskClient):
        row = self.row()
        was = row.starts_at
        page = browser.get(f"{self.address}/edit/{row.id}").text
        shown = page.partition('name="starts_at"')[2].partition('value="')[2][:16]
        assert (
            browser.post(
                f"{self.address}/edit/{row.id}", data={**self.edited(browser, row), "starts_at": shown}
            ).status_code
            == 302
        )
        assert row.starts_at == was

    @pytest.mark.parametrize("moment", ["tomorrow", "2026-13-01T00:00", "99999-01-01T00:00", "2026-03-02"])
    def test_a_moment_that_is_none_is_refused(self, browser: FlaskClient, moment: str):
        page = browser.post(f"{self.address}/add", data=self.filled(starts_at=moment))
        assert page.status_code == 200
        assert not self.rows()

    def test_the_leading_ticket_is_picked_by_number_or_words(self, browser: FlaskClient, alice: User):
        lamp = ticket(alice, "Lamp is dark")
        for text, found in (
            (f"#{lamp.id}", [lamp.id]),
            (str(lamp.id), [lamp.id]),
            ("lam", [lamp.id]),
            ("screen", []),
            ("9" * 40, []),
        ):
            hits = browser.get(f"{self.address}/lookup/leading_ticket", query_string={"q": text}).json["results"]
            assert [hit["id"] for hit in hits] == found
        assert browser.get(f"{self.address}/lookup/category?q=hard").json["results"][0]["text"] == "Hardware"

    def test_fixing_it_is_announced(self, browser: FlaskClient):
        row = self.row()
        browser.post(f"{self.address}/edit/{row.id}", data={**self.edited(browser, row), "state": "fixed"})
        assert "known_problem.fixed" in {letter.event for letter in all_of(OutboxMessage)}

    def test_a_ticket_that_does_not_exist_cannot_lead(self, browser: FlaskClient):
        page = browser.post(f"{self.address}/add", data=self.filled(leading_ticket="9000000"))
        assert "Please choose one of the list." in page.text


class TestTickets(ScreenContract):
    address, view, label, keeper = "/staff/ticket-records", "TicketView", "subject", "bob"
    refused = ("alice", "mallory")
    deletes = False
    sound: ClassVar = {"subject": "No sound", "description": "Since noon.", "source": "phone", "priority": ""}
    bad: ClassVar = {"subject": ""}
    changed: ClassVar = {"subject": "No sound at all"}

    def row(self) -> Ticket:
        return ticket(person("alice@example.org"))

    def rows(self) -> list[Ticket]:
        return all_of(Ticket)

    def name(self, row: Ticket) -> str:
        return row.subject

    def filled(self, **more: Any) -> dict[str, Any]:
        return {**self.sound, "category": str(category("Software").id), **more}

    def edited(self, browser: FlaskClient, row: Ticket) -> dict[str, Any]:
        sent = {
            "status": row.status.value,
            "priority": row.priority.value,
            "category": str(row.category_id),
            "requester": str(row.requester_id),
        }
        return {**super().edited(browser, row), **sent}

    def test_who_may_not_write_is_refused(self, client: FlaskClient, request: pytest.FixtureRequest, mia: User):
        super().test_who_may_not_write_is_refused(client, request)
        browser, row = sign_in(client, mia), self.row()
        assert browser.get(self.address).status_code == 200
        assert "/staff/ticket-records/add" not in browser.get(self.address).text
        assert "/staff/ticket-records/edit" not in browser.get(f"{self.address}/show/{row.id}").text
        assert browser.post(f"{self.address}/edit/{row.id}", data=self.changed).status_code == 403
        assert browser.post(f"{self.address}/action/spam/{row.id}").status_code == 403

    def test_one_filed_for_a_caller_is_theirs(self, browser: FlaskClient, alice: User, bob: User):
        assert browser.post(f"{self.address}/add", data=self.filled(requester=str(alice.id))).status_code == 302
        row = self.rows()[-1]
        assert (row.requester_id, row.filed_by_id, row.source, row.priority) == (
            alice.id,
            bob.id,
            Source.phone,
            Priority.medium,
        )

    def test_there_is_no_way_to_delete_one(self, browser: FlaskClient):
        row = self.row()
        assert browser.post(f"{self.address}/delete/{row.id}", data={"name": str(row)}).status_code == 404
        assert row in self.rows()

    def test_an_illegal_move_is_refused_with_the_input_kept(self, browser: FlaskClient, bob: User):
        row = self.row()
        services.claim_ticket(row, actor=bob)
        page = browser.post(
            f"{self.address}/edit/{row.id}",
            data={**self.edited(browser, row), "assignee": str(bob.id), "status": "closed"},
        )
        assert page.status_code == 200
        assert 'value="No sound at all"' in page.text
        assert (row.status, row.subject) == (TicketStatus.in_progress, "Screen stays black")

    def test_solving_says_what_fixed_it(self, browser: FlaskClient):
        row = self.row()
        sent = {**self.edited(browser, row), "resolution": "A new cable"}
        assert "Set the state to Resolved" in browser.post(f"{self.address}/edit/{row.id}", data=sent).text
        assert browser.post(f"{self.address}/edit/{row.id}", data={**sent, "status": "resolved"}).status_code == 302
        assert (row.status, row.resolution) == (TicketStatus.resolved, "A new cable")

    def test_the_picker_of_assignees_offers_agents_only(self, browser: FlaskClient, alice: User, bob: User):
        offered = browser.get(f"{self.address}/lookup/assignee?q=").json["results"]
        assert bob.id in {hit["id"] for hit in offered}
        assert alice.id not in {hit["id"] for hit in offered}
        assert [hit["text"] for hit in browser.get(f"{self.address}/lookup/requester?q=alice").json["results"]] == [
            alice.name
        ]

    def test_a_picker_offers_twenty_hits_at_most(self, browser: FlaskClient):
        for _each in range(25):
            PersonFactory()
        assert len(browser.get(f"{self.address}/lookup/requester?q=person").json["results"]) == 20

    def test_chosen_ones_are_claimed_and_refusals_are_told(self, browser: FlaskClient, bob: User, carol: User):
        mine, taken = self.row(), self.row()
        services.claim_ticket(taken, actor=carol)
        answer = browser.post(
            f"{self.address}/action_post", data={"action": "claim", "rowid": [mine.id, taken.id]}, follow_redirects=True
        )
        assert mine.assignee_id == bob.id
        assert taken.assignee_id == carol.id
        assert f"{taken}: " in answer.text

    def test_an_unknown_action_does_not_exist(self, browser: FlaskClient):
        row = self.row()
        for name in ("nope", "__init__", "create", ""):
            assert (
                browser.post(f"{self.address}/action_post", data={"action": name, "rowid": row.id}).status_code == 404
            )
        assert browser.post(f"{self.address}/action/nope/{row.id}").status_code == 404
        assert browser.get(f"{self.address}/action/spam/{row.id}").status_code == 405

    def test_actions_take_two_hundred_rows_at_most(self, browser: FlaskClient):
        answer = browser.post(
            f"{self.address}/action_post", data={"action": "spam", "rowid": [str(n) for n in range(1, 202)]}
        )
        assert answer.status_code == 400

    def test_filters_narrow_and_show_as_chips(self, browser: FlaskClient, alice: User):
        ticket(alice, "Printer on fire", priority="urgent")
        ticket(alice, "Slow network", priority="low")
        page = browser.get(
            f"{self.address}?_flt_0_priority=urgent&_flt_0_requester={alice.id}&_flt_0_subject=on+fire"
        ).text
        assert "Printer on fire" in page
        assert "Slow network" not in page
        for word in ("Urgent", alice.name, "on fire"):
            assert f'<span class="filter__value truncate">{word}</span>' in page

    def test_words_are_found_in_every_text_that_staff_may_read(self, browser: FlaskClient, alice: User, bob: User):
        lamp = ticket(alice, "Lamp is dark", description="It is the écran next to it")
        message(lamp, bob, "Probably the ballast", MessageType.internal)
        for words, found in (("ecran lam", True), ("ballast", True), ("%", False), ('"', False)):
            page = browser.get(self.address, query_string={"_flt_0_subject": words}).text
            assert ("Lamp is dark" in page) is found


class TestTicketList(ListContract):
    """An administrator's eyes: the same contract with the other role that works here."""

    address, view, keeper = "/staff/ticket-records", "TicketView", "carol"
    refused = ()

    def row(self) -> Ticket:
        return ticket(person("alice@example.org"))

    def name(self, row: Ticket) -> str:
        return row.subject
