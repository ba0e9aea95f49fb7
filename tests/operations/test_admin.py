"""The generated screens of an operator."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import queries as accounts
from app.accounts.models import User
from app.core import clock as product_clock
from app.core.audit import AuditEntry
from app.core.jobs import JobState, enrol_jobs
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db
from app.notifications.models import Delivery, DeliveryState
from app.operations import services
from app.worker import relay, sender
from tests.contracts.screens import ListContract
from tests.factories.tickets import category, ticket
from tests.signing_in import sign_in

ROOT = Path(__file__).resolve().parents[2]


def saved(row: Any) -> Any:
    with transaction():
        db.session.add(row)
    return row


def person(email: str) -> User:
    found = accounts.person_by_email(email)
    assert found
    return found


class TestAuditLog(ListContract):
    address, view = "/staff/audit-log", "AuditView"
    refused = ("alice", "bob", "mia", "mallory")

    def row(self) -> AuditEntry:
        entry = {
            "action": "categories.changed",
            "subject": "categories:9005",
            "details": {"fields": ["name", "is_active"]},
        }
        return saved(AuditEntry(actor_id=person("carol@example.org").id, **entry))

    def name(self, row: AuditEntry) -> str:
        return "Category changed"

    def test_an_entry_speaks_in_words(self, browser: FlaskClient):
        page = browser.get(f"{self.address}/show/{self.row().id}").text
        for text in ("Category changed", "Category 9005", "fields: name, is active", "carol"):
            assert text in page.lower() if text == "carol" else text in page

    def test_an_entry_names_what_it_was_done_to(self, browser: FlaskClient):
        carol, hardware = person("carol@example.org"), category("Hardware")
        for subject in (f"ab_user:{carol.id}", f"categories:{hardware.id}", "categories:9999", "set_up", "jobs:oddly"):
            saved(AuditEntry(actor_id=carol.id, action="settings.changed", subject=subject))
        page = browser.get(self.address).text
        for text in ("Person: Carol Diaz", "Category: Hardware", "Category 9999", "Set-up", "Job oddly"):
            assert text in page

    def test_nobody_writes_here(self, browser: FlaskClient):
        row = self.row()
        for road in ("add", f"edit/{row.id}", f"delete/{row.id}", f"action/anything/{row.id}", "action_post"):
            assert browser.post(f"{self.address}/{road}", data={"name": "x"}).status_code == 404

    def test_it_narrows_by_what_was_done(self, browser: FlaskClient):
        self.row()
        assert "Category 9005" in browser.get(f"{self.address}?_flt_0_action=categories.changed").text
        assert "Category 9005" not in browser.get(f"{self.address}?_flt_0_action=settings.changed").text


class TestDeadLetters(ListContract):
    address, view = "/staff/dead-letters", "DeadLetterView"
    refused = ("alice", "bob", "mia", "mallory")

    def row(self) -> OutboxMessage:
        facts = {
            "event": "ticket.filed",
            "subscriber": "notifications.handlers.tell_of_filing",
            "payload": {"ticket_id": 7},
        }
        return saved(OutboxMessage(**facts, dead_at=product_clock.now(), attempts=12, last_error="OSError: no route"))

    def name(self, row: OutboxMessage) -> str:
        return "ticket: filed"

    def test_one_that_is_not_dead_is_not_here(self, browser: FlaskClient):
        living = saved(OutboxMessage(event="ticket.filed", subscriber="x.y", payload={}))
        assert browser.get(f"{self.address}/show/{living.id}").status_code == 404
        assert browser.post(f"{self.address}/action/tell_again/{living.id}").status_code == 404

    def test_told_again_it_waits_like_any_other(self, browser: FlaskClient, carol: User):
        row = self.row()
        assert browser.post(f"{self.address}/action/tell_again/{row.id}").status_code == 302
        assert (row.dead_at, row.attempts, row.last_error) == (None, 0, None)
        [entry] = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "letter.told_again"))
        assert entry.actor_id == carol.id

    def test_twice_at_once_the_second_is_refused(self, browser: FlaskClient, carol: User):
        row = self.row()
        services.tell_again(row, actor=carol)
        page = browser.post(
            f"{self.address}/action_post", data={"action": "tell_again", "rowid": row.id}, follow_redirects=True
        )
        assert "0 done." in page.text  # it is not among the dead any more


class TestJobs(ListContract):
    address, view = "/staff/jobs", "JobView"
    refused = ("alice", "bob", "mia", "mallory")

    def row(self) -> JobState:
        enrol_jobs()
        return db.session.scalars(sa.select(JobState).where(JobState.name == "tickets.close_resolved")).one()

    def name(self, row: JobState) -> str:
        return "Close what was solved a while ago"

    def test_a_failed_job_says_why(self, browser: FlaskClient):
        row = self.row()
        with transaction():
            row.last_error = "ZeroDivisionError: nobody was there"
        page = browser.get(self.address).text
        assert "Failed" in page
        assert "nobody was there" in page

    def test_run_now_asks_for_a_run(self, browser: FlaskClient):
        row = self.row()
        assert browser.post(f"{self.address}/action/run_now/{row.id}").status_code == 302
        assert row.run_requested_at is not None
        assert "Asked for" in browser.get(f"{self.address}/show/{row.id}").text


class TestMails(ListContract):
    address, view = "/staff/mails", "MailView"
    refused = ("alice", "bob", "mia", "mallory")

    def row(self) -> Delivery:
        ticket(person("alice@example.org"))
        relay.run()
        sender.run()
        return db.session.scalars(sa.select(Delivery).order_by(Delivery.id.desc())).first()

    def name(self, row: Delivery) -> str:
        return row.recipient

    def test_a_kept_mail_can_be_read(self, browser: FlaskClient):
        row = self.row()
        page = browser.get(f"{self.address}/mail/{row.id}")
        assert page.status_code == 200
        assert row.recipient in page.text
        assert "Screen stays black" in page.text
        alone = browser.get(f"{self.address}/html/{row.id}")
        assert "sandbox" in alone.headers["Content-Security-Policy"]

    def test_one_without_a_copy_is_not_found(self, browser: FlaskClient):
        row = self.row()
        with transaction():
            row.message_id = "<gone@localhost>"
        for road in ("mail", "html"):
            assert browser.get(f"{self.address}/{road}/{row.id}").status_code == 404

    def test_sent_again_it_waits(self, browser: FlaskClient):
        row = self.row()
        assert row.state is DeliveryState.sent
        assert browser.post(f"{self.address}/action/send_again/{row.id}").status_code == 302
        assert row.state is DeliveryState.waiting

    def test_others_read_no_mail(self, client: FlaskClient, bob: User):
        row = self.row()
        for road in ("mail", "html"):
            assert sign_in(client, bob).get(f"{self.address}/{road}/{row.id}").status_code == 403
