"""The generated screens of visits, maintenance, tasks and absences."""

from typing import Any, ClassVar

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.queries import person_by_email
from app.calendar.models import Absence, MaintenanceWindow, Task, Visit, VisitState
from app.extensions import db
from tests.contracts.screens import ListContract, ScreenContract
from tests.factories import calendar
from tests.factories.tickets import ticket
from tests.signing_in import sign_in


def all_of(model: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).order_by(model.id)))


class TestMaintenance(ScreenContract):
    address, view, label = "/staff/maintenance", "MaintenanceView", "title"
    keeper, deletes = "bob", False
    refused = ("alice", "mallory")
    sound: ClassVar = {
        "title": "New switches",
        "text": "No network on the second floor.",
        "effect": "unavailable",
        "starts_at": "2026-03-07T08:00",
        "ends_at": "2026-03-07T12:00",
    }
    bad: ClassVar = {"ends_at": "2026-03-07T08:00"}
    changed: ClassVar = {"title": "Newer switches", "state": "planned"}

    def row(self) -> MaintenanceWindow:
        return calendar.maintenance()

    def rows(self) -> list[MaintenanceWindow]:
        return all_of(MaintenanceWindow)


class TestTasks(ScreenContract):
    address, view, label = "/staff/tasks", "TaskView", "title"
    keeper = "bob"
    bad: ClassVar = {"title": ""}
    changed: ClassVar = {"title": "Order more toner"}

    @property
    def sound(self) -> dict[str, Any]:
        assignee = person_by_email("bob@example.org")
        return {"title": "Order toner", "text": "", "assignee": assignee.id if assignee else 0, "due_on": "2026-03-06"}

    def row(self) -> Task:
        return calendar.task(title=f"Task {len(self.rows())}")

    def rows(self) -> list[Task]:
        return all_of(Task)

    def test_the_picker_offers_staff_and_tickets(self, browser: FlaskClient, alice: Any):
        asked = ticket(alice, "Toner is empty")
        offered = browser.get(f"{self.address}/lookup/assignee?q=@example.org").get_json()["results"]
        assert [row["text"] for row in offered] == ["Bob Ito", "Carol Diaz", "Mia Roth"]
        for words in ("toner", f"#{asked.id}"):
            found = browser.get(f"{self.address}/lookup/ticket", query_string={"q": words}).get_json()["results"]
            assert [row["id"] for row in found] == [asked.id]

    def test_tasks_are_ticked_off_together(self, browser: FlaskClient):
        ids = [self.row().id, self.row().id]
        browser.post(f"{self.address}/action_post", data={"action": "finish", "rowid": ids})
        assert all(row.is_done for row in self.rows())


class TestVisits(ListContract):
    address, view = "/staff/visits", "VisitView"

    def row(self) -> Visit:
        return calendar.visit()

    def name(self, row: Visit) -> str:
        return row.ticket.subject

    def test_a_visit_is_planned_and_cancelled(self, browser: FlaskClient, alice: Any, bob: Any):
        asked = ticket(alice)
        sent = {"ticket": asked.id, "technician": bob.id, "note": "", "starts_at": "2026-03-03T10:00",
                "ends_at": "2026-03-03T11:00"}  # fmt: skip
        assert browser.post(f"{self.address}/add", data=sent).status_code == 302
        [planned] = all_of(Visit)
        page = browser.get(f"{self.address}/edit/{planned.id}")
        seen = page.text.split('name="seen" value="')[1].split('"')[0]
        answer = browser.post(f"{self.address}/edit/{planned.id}", data={**sent, "state": "cancelled", "seen": seen})
        assert answer.status_code == 302
        assert planned.state is VisitState.cancelled
        assert "/edit/" not in browser.get(f"{self.address}/show/{planned.id}").text

    def test_the_pickers_offer_agents_and_tickets(self, browser: FlaskClient, alice: Any):
        asked = ticket(alice, "Screen flickers")
        offered = browser.get(f"{self.address}/lookup/technician?q=bob").get_json()["results"]
        assert [row["text"] for row in offered] == ["Bob Ito"]
        for words in ("flickers", str(asked.id)):
            found = browser.get(f"{self.address}/lookup/ticket", query_string={"q": words}).get_json()["results"]
            assert [row["id"] for row in found] == [asked.id]


class TestAbsences(ListContract):
    address, view = "/staff/absences", "AbsenceView"
    keeper = "mia"

    def row(self) -> Absence:
        return calendar.absence(kind="sick")

    def name(self, row: Absence) -> str:
        return row.person.name

    def test_days_are_recorded_changed_and_withdrawn(self, browser: FlaskClient, bob: Any):
        sent = {"person": bob.id, "starts_on": "2026-03-03", "ends_on": "2026-03-05", "kind": "training"}
        assert browser.post(f"{self.address}/add", data=sent).status_code == 302
        [recorded] = all_of(Absence)
        page = browser.get(f"{self.address}/edit/{recorded.id}")
        seen = page.text.split('name="seen" value="')[1].split('"')[0]
        change = {**sent, "ends_on": "2026-03-04", "seen": seen}
        assert browser.post(f"{self.address}/edit/{recorded.id}", data=change).status_code == 302
        assert str(recorded.ends_on) == "2026-03-04"
        answer = browser.post(f"{self.address}/delete/{recorded.id}", data={"name": str(recorded)})
        assert answer.status_code == 302
        assert all_of(Absence) == []

    def test_the_reason_is_not_for_colleagues(self, client: FlaskClient, bob: Any, mia: Any):
        page = f"{self.address}/show/{self.row().id}"
        assert "Sick" not in sign_in(client, bob).get(page).text
        assert "Sick" in sign_in(client, mia).get(page).text
        offered = client.get(f"{self.address}/lookup/person?q=ito").get_json()["results"]
        assert [row["text"] for row in offered] == ["Bob Ito"]
