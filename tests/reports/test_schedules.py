"""Reports by mail: when they come, what is in them, who gets them, and how they stop."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import Invalid, NotAllowed
from app.core.transaction import transaction
from app.reports import jobs, services
from app.reports.models import Every
from app.reports.rhythm import next_run
from app.reports.schemas import ScheduleChange, ScheduleDraft
from app.worker import sender
from tests.factories import tickets
from tests.signing_in import bearer_of, sign_in

VIENNA = ZoneInfo("Europe/Vienna")
DRAFT = ScheduleDraft(report="tickets", group_by="category", every=Every.day, format="csv", roles=["Manager"])
API = "/api/v1/admin/report-schedules"


@pytest.fixture
def schedule(mia: Any, clock: Any) -> Any:
    """Tickets of the day before, each morning at seven to every manager."""
    return services.keep_schedule(None, DRAFT, actor=mia)


@pytest.fixture
def posted(mailbox: Any, clock: Any) -> Any:
    """A function that lets a day pass and answers the mails that left."""

    def post(**time: float) -> list[Any]:
        clock.advance(**(time or {"days": 1}))
        jobs.mail_schedules(clock.now)
        sender.run()
        return list(mailbox)

    return post


@pytest.mark.parametrize(
    ("every", "after", "expected"),
    [
        (Every.day, "2026-03-28T05:00", "2026-03-28T06:00"),
        (Every.day, "2026-03-28T07:00", "2026-03-29T05:00"),  # the clocks change in that night
        (Every.week, "2026-03-02T06:30", "2026-03-09T06:00"),
        (Every.month, "2026-03-02T06:30", "2026-04-01T05:00"),
    ],
)
def test_a_report_comes_at_its_hour_of_the_zone(every: Every, after: str, expected: str):
    due = next_run(every, 7, VIENNA, datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert due == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_due_report_is_mailed_once_with_its_file(posted: Any, schedule: Any, alice: Any, mia: Any):
    tickets.ticket(alice)

    [mail] = posted()
    assert (mail.to, "Tickets" in mail.subject) == (mia.email, True)
    assert "Filed: 1" in mail.body
    assert "tickets-2026-03-03.csv" in [part.get_filename() for part in mail.message.iter_attachments()]
    assert len(posted(minutes=5)) == 1
    assert schedule.next_run_at.astimezone(VIENNA).isoformat() == "2026-03-04T07:00:00+01:00"


def test_nothing_is_mailed_when_nothing_is_in_it(posted: Any, schedule: Any):
    assert posted() == []


def test_who_may_not_read_it_gets_no_file(posted: Any, schedule: Any, alice: Any, bob: Any, carol: Any):
    services.keep_schedule(schedule, ScheduleChange(roles=[], people=[alice.id, bob.id]), actor=carol)
    tickets.ticket(alice)
    files = {mail.to: len(list(mail.message.iter_attachments())) for mail in posted()}
    assert files == {alice.email: 0, bob.email: 1}


def test_who_may_not_read_it_any_more_is_told_why_it_is_missing(posted: Any, schedule: Any, alice: Any, bob: Any):
    with transaction():
        schedule.report, schedule.roles, schedule.people, schedule.query = "mail", [], [bob.id], {}
    [mail] = posted()
    assert "Your roles do not let you read this report" in mail.body
    assert schedule.owner.name in mail.body
    assert "/reports/stop/" in mail.body
    assert list(mail.message.iter_attachments()) == []


def test_a_report_that_cannot_be_made_is_said_with_the_reason(posted: Any, schedule: Any, alice: Any, mia: Any):
    with transaction():
        schedule.query = {"group_by": "age"}  # a grouping that the report does not have
    [mail] = posted()
    assert "It could not be made with its filters" in mail.body
    assert "category" in mail.body


def test_language_and_zone_are_the_recipients(posted: Any, schedule: Any, alice: Any, mia: Any, bob: Any, clock: Any):
    with transaction():
        schedule.roles, schedule.people = [], [mia.id, bob.id]
        bob.locale, bob.timezone = "de", "America/Los_Angeles"
    clock.advance(seconds=(datetime(2026, 3, 3, 2, tzinfo=UTC) - clock.now).total_seconds())
    tickets.ticket(alice)  # on Tuesday in Vienna, where nothing was filed on Monday; on Monday in Los Angeles
    [mail] = posted(hours=5)
    assert mail.to == bob.email
    assert "Erstellt: 1" in mail.body
    assert "Tickets: 02.03.2026" in mail.subject


def test_a_paused_one_rests(posted: Any, schedule: Any, alice: Any, mia: Any):
    services.keep_schedule(schedule, ScheduleChange(is_active=False), actor=mia)
    tickets.ticket(alice)
    assert posted() == []


def test_a_test_comes_even_when_it_is_empty(client: Any, posted: Any, schedule: Any, mia: Any):
    assert client.post(f"{API}/{schedule.id}/test", headers=bearer_of(mia)).status_code == 204
    sender.run()
    [mail] = posted(minutes=1)
    assert "This is a test" in mail.body


def test_a_recipient_stops_it_by_the_link_in_the_mail(client: Any, posted: Any, schedule: Any, alice: Any):
    tickets.ticket(alice)
    [mail] = posted()
    link = next(word for word in mail.body.split() if "/reports/stop/" in word).removeprefix("http://localhost")
    assert "Stop these mails" in client.get(link).get_data(as_text=True)
    assert "not mailed to you any more" in client.post(link).get_data(as_text=True)
    assert client.post(link).status_code == 200
    assert client.get(link[:-1]).status_code == 404
    tickets.ticket(alice)
    assert len(posted()) == 1


@pytest.mark.parametrize(
    "draft",
    [
        ScheduleDraft(report="tickets"),
        ScheduleDraft(report="tickets", group_by="moon", roles=["Manager"]),
        ScheduleDraft(report="tickets", filters={"colour": "red"}, roles=["Manager"]),
    ],
)
def test_what_makes_no_sense_is_refused(mia: Any, clock: Any, draft: ScheduleDraft):
    with pytest.raises(Invalid):
        services.keep_schedule(None, draft, actor=mia)


def test_agents_plan_none(bob: Any, clock: Any):
    with pytest.raises(NotAllowed):
        services.keep_schedule(None, DRAFT, actor=bob)


def test_a_schedule_is_kept_over_rest(client: Any, mia: Any, clock: Any):
    headers = bearer_of(mia)
    made = client.post(API, headers=headers, json={"report": "agents", "every": "month", "hour": 6, "people": [mia.id]})
    assert made.status_code == 201
    address = made.headers["Location"]
    change = {"hour": 9, "groupBy": "team", "filters": {"priority": "high"}}
    changed = client.patch(address, headers=headers, json=change).get_json()
    assert (changed["hour"], changed["query"]) == (9, {"priority": "high", "group_by": "team"})
    assert client.get(API, headers=headers).get_json()["total"] == 1
    assert client.delete(address, headers=headers).status_code == 204
    assert client.get(address, headers=headers).status_code == 404


def test_the_desk_plans_changes_and_removes(client: Any, mia: Any, clock: Any):
    sign_in(client, mia)
    form = {"report": "agents", "every": "week", "hour": "8", "format": "xlsx", "people": [str(mia.id)]}
    assert client.post("/staff/report-schedules/add?category=Hardware", data=form).status_code == 302
    body = client.get("/staff/report-schedules").get_data(as_text=True)
    assert "Every Monday, 08:00" in body
    address = body.split('href="/staff/report-schedules/')[2].split('"')[0]
    assert "Mia Roth" in client.get(f"/staff/report-schedules/{address}").get_data(as_text=True)
    assert client.post(f"/staff/report-schedules/{address}", data=form | {"people": []}).status_code == 200
    assert client.post(f"/staff/report-schedules/{address}/delete").status_code == 302
    assert "No report is mailed yet" in client.get("/staff/report-schedules").get_data(as_text=True)


def test_a_schedule_of_a_person_who_left_is_not_lost(posted: Any, schedule: Any, alice: Any, mia: Any, carol: Any):
    with transaction():
        mia.active = False
    services.keep_schedule(schedule, ScheduleChange(people=[carol.id]), actor=carol)
    tickets.ticket(alice)
    assert [mail.to for mail in posted()] == [carol.email]


def test_the_days_are_those_before_it_was_due(schedule: Any, clock: Any):
    assert schedule.next_run_at - clock.now < timedelta(days=1)
