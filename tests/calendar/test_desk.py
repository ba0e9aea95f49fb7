"""The calendar page, what its script asks for, and visits where they are needed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.calendar import queries, services
from app.calendar.models import VisitState
from app.core import settings
from app.core.company import DeskHoursSettings
from app.core.transaction import transaction
from app.extensions import db
from tests.factories.calendar import HOUR, TEN, absence, agent, maintenance, task, visit
from tests.factories.people import TeamFactory
from tests.factories.rooms import site
from tests.factories.tickets import ticket
from tests.query_budget import counting
from tests.signing_in import sign_in

WEEK = {"start": "2026-03-02", "end": "2026-03-09"}
LATER = {"starts_at": "2026-03-03T11:00", "ends_at": "2026-03-03T12:00"}


@pytest.fixture
def browser(client: FlaskClient, bob: Any) -> FlaskClient:
    """A browser in which an agent is signed in."""
    return sign_in(client, bob)


def shown(browser: FlaskClient, **more: str) -> list[dict[str, Any]]:
    answer = browser.get("/staff/calendar/events", query_string={**WEEK, **more})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_week_shows_everything_on_the_readers_clock(browser: FlaskClient, alice, bob, mia):
    asked = ticket(alice)
    planned, window, kept, away = visit(asked, bob), maintenance(bob), task(bob), absence(mia)

    found = {entry["id"]: entry for entry in shown(browser)}

    assert found.keys() == {
        f"visit-{planned.id}", f"maintenance-{window.id}", f"task-{kept.id}", f"absence-{away.id}"
    }  # fmt: skip
    first = found[f"visit-{planned.id}"]
    assert first["title"] == f"#{asked.id} {asked.subject}"
    assert (first["start"], first["end"]) == ("2026-03-03T10:00:00", "2026-03-03T11:00:00")
    assert "allDay" not in first
    assert (first["who"], first["editable"]) == ("Bob Ito", True)
    days = found[f"absence-{away.id}"]
    assert (days["start"], days["end"], days["allDay"]) == ("2026-03-03", "2026-03-05", True)
    assert (days["title"], days["editable"]) == ("Away", False), "why is not for colleagues"
    assert found[f"task-{kept.id}"]["start"] == "2026-03-06"


@pytest.mark.parametrize(
    ("view", "start", "end"),
    [("day", "2026-03-04", "2026-03-05"), ("week", "2026-03-02", "2026-03-09"), ("month", "2026-02-23", "2026-04-06")],
)
def test_the_first_view_comes_with_the_page(browser: FlaskClient, alice, bob, view, start, end):
    visit(ticket(alice, subject="</script>"), bob)
    task(bob)
    page = browser.get("/staff/calendar", query_string={"view": view, "day": "2026-03-04"}).text
    options = json.loads(page.partition('id="calendar-options">')[2].partition("</script>")[0])
    first = options["first"]
    assert (first["start"], first["end"]) == (start, end)
    assert first["events"] == shown(browser, start=start, end=end)
    assert view == "day" or len(first["events"]) == 2


def test_what_is_cancelled_is_gone_and_what_is_done_stays_quietly(browser: FlaskClient, alice, bob):
    asked = ticket(alice)
    gone, done = visit(asked, bob), visit(asked, bob, starts_at=TEN + HOUR)
    services.cancel_visit(gone, actor=bob)
    services.finish_visit(done, actor=bob)
    [entry] = shown(browser)
    assert entry["id"] == f"visit-{done.id}"
    assert "entry--over" in entry["className"]
    assert not entry["editable"]


def test_it_is_narrowed_to_people_teams_and_kinds(browser: FlaskClient, alice, bob):
    colleague = agent()
    team = TeamFactory(members=[colleague])
    mine, theirs = visit(ticket(alice), bob), visit(ticket(alice), colleague)
    kept = task(bob)

    def ids(**more: str) -> set[str]:
        return {entry["id"] for entry in shown(browser, **more)}

    assert ids(who="me") == {f"visit-{mine.id}", f"task-{kept.id}"}
    assert ids(who=f"person:{colleague.id}") == ids(who=f"team:{team.id}") == {f"visit-{theirs.id}"}
    assert ids(kinds="task") == {f"task-{kept.id}"}
    assert ids(kinds="none") == set()
    for nonsense in ("person:0", "team:9000000", "team:x", "planet:1", "person:" + "9" * 30):
        assert browser.get("/staff/calendar/events", query_string={**WEEK, "who": nonsense}).status_code == 404


@pytest.mark.parametrize(
    "span",
    ["", "xy", "2026-03-09 2026-03-02", "0001-01-01 9999-12-31", "2026-01-01 2026-06-01"],
)
def test_a_stretch_that_is_none_or_too_long_is_refused(browser: FlaskClient, span):
    start, _space, end = span.partition(" ")
    assert browser.get("/staff/calendar/events", query_string={"start": start, "end": end}).status_code in {400, 422}


def test_a_week_asks_the_same_few_questions_however_much_goes_on(browser: FlaskClient, alice, bob):
    asked = ticket(alice)
    shown(browser)

    def asked_for() -> int:
        with counting(db.engine) as statements:
            shown(browser)
        return len(statements)

    before = asked_for()
    for number in range(4):
        visit(asked, agent(), starts_at=TEN + number * HOUR)
        task(bob)
    assert asked_for() == before <= 8


def test_holidays_are_those_of_the_sites_and_of_the_desk(session, bob):
    settings.save(DeskHoursSettings(holidays=frozenset({date(2026, 12, 24), date(2026, 12, 25)})), actor=bob)
    span = (date(2026, 12, 24), date(2027, 1, 2))
    assert queries.holidays_between(*span) == [(span[0], "Desk closed"), (date(2026, 12, 25), "Desk closed")]
    site(country="AT")
    named = dict(queries.holidays_between(*span))
    assert named[date(2026, 12, 25)] == "Christmas Day"
    assert named[date(2026, 12, 24)] == "Desk closed"
    assert named[date(2027, 1, 1)] == "New Year's Day"
    site("Berlin", country="DE")
    assert dict(queries.holidays_between(date(2026, 10, 1), date(2026, 11, 1)))[date(2026, 10, 26)].endswith("(AT)")
    assert queries.holidays_between(date(2026, 3, 3), date(2026, 3, 4)) == []
    assert queries.public_holidays("XX", 2026, "en") == {}


class TestMoving:
    def test_what_is_dragged_is_moved_by_the_same_command(self, browser: FlaskClient, alice, bob):
        planned, window, kept, away = visit(ticket(alice), bob), maintenance(bob), task(bob), absence(bob)
        day = {"starts_at": "2026-03-05T00:00", "ends_at": "2026-03-06T00:00"}
        sent = {f"visit/{planned.id}": LATER, f"maintenance/{window.id}": LATER, f"task/{kept.id}": day,
                f"absence/{away.id}": day}  # fmt: skip
        for address, times in sent.items():
            assert browser.post(f"/staff/calendar/move/{address}", data=times).status_code == 200
        assert (planned.starts_at, planned.ends_at) == (TEN + HOUR, TEN + 2 * HOUR)
        assert window.starts_at == TEN + HOUR
        assert kept.due_on == date(2026, 3, 5)
        assert (away.starts_on, away.ends_on) == (date(2026, 3, 5), date(2026, 3, 6))

    def test_it_answers_what_speaks_against_the_time(self, browser: FlaskClient, alice, bob):
        planned = visit(ticket(alice), bob)
        sunday = {"starts_at": "2026-03-08T11:00", "ends_at": "2026-03-08T12:00"}
        answer = browser.post(f"/staff/calendar/move/visit/{planned.id}", data=sunday)
        assert answer.get_json() == {"warnings": ["Some of this is outside desk hours."]}

    def test_a_refusal_says_why(self, browser: FlaskClient, alice, bob):
        planned = visit(ticket(alice), bob)
        services.finish_visit(planned, actor=bob)
        address, headers = f"/staff/calendar/move/visit/{planned.id}", {"X-Requested-With": "fetch"}
        answer = browser.post(address, data=LATER, headers=headers)
        assert answer.status_code == 409
        assert answer.text == "This visit has taken place already."
        assert browser.post(address, data={}, headers=headers).status_code == 422
        assert browser.post("/staff/calendar/move/planet/1", data=LATER, headers=headers).status_code == 404

    def test_an_hour_that_clocks_skip_moves_on_and_one_that_comes_twice_is_the_first(
        self, browser: FlaskClient, alice, bob
    ):
        planned = visit(ticket(alice), bob)
        for clock_time, meant in (("2026-03-29T02:30", "01:30"), ("2026-10-25T02:30", "00:30")):
            times = {"starts_at": clock_time, "ends_at": clock_time[:11] + "05:00"}
            assert browser.post(f"/staff/calendar/move/visit/{planned.id}", data=times).status_code == 200
            assert f"{planned.starts_at:%H:%M}" == meant


class TestPages:
    def test_the_page_holds_the_coming_days_as_a_list(self, browser: FlaskClient, alice, bob, clock):
        planned = visit(ticket(alice, "Dock is dead"), bob, note="Second floor")
        maintenance(bob, starts_at=TEN + timedelta(days=1), ends_at=TEN + timedelta(days=3))
        page = browser.get("/staff/calendar?day=2026-03-02&view=list").text
        assert "Dock is dead" in page
        assert page.count("New switches") == 3, "what goes on for days stands on each"
        assert "Tuesday, March 3" in page
        assert "Dock is dead" not in browser.get("/staff/calendar/list?day=2026-03-04").text
        assert "Second floor" in browser.get(f"/staff/calendar/entry/visit/{planned.id}").text

    def test_nonsense_in_the_address_shows_the_usual(self, browser: FlaskClient):
        assert browser.get("/staff/calendar?day=never&view=cube&kinds=a,b").status_code == 200
        assert browser.get("/staff/calendar/list?day=0001-01-01").status_code == 200

    def test_each_kind_shows_its_details(self, browser: FlaskClient, alice, bob):
        kept = task(bob, ticket_id=ticket(alice).id)
        for kind, key in (("maintenance", maintenance(bob, text="No network.").id), ("task", kept.id),
                          ("absence", absence(bob).id)):  # fmt: skip
            assert browser.get(f"/staff/calendar/entry/{kind}/{key}").status_code == 200
        assert browser.get("/staff/calendar/entry/holiday/1").status_code == 404

    def test_hours_are_lit_on_the_readers_clock_or_not_at_all(self, browser: FlaskClient, bob):
        assert '"startTime": "08:00"' in browser.get("/staff/calendar").text
        for zone, lit in (("Europe/London", '"startTime": "07:00"'), ("Pacific/Auckland", '"hours": []')):
            with transaction():
                bob.timezone = zone
            assert lit in browser.get("/staff/calendar?day=2026-03-02").text


class TestPlanning:
    def test_a_visit_is_planned_from_its_ticket(self, browser: FlaskClient, alice, bob, clock):
        asked = ticket(alice)
        page = browser.get("/staff/calendar/visits/plan", query_string={"ticket": asked.id}).text
        assert asked.subject in page
        assert "2026-03-03T09:00" in page, "an hour after tomorrow's desk opens"
        sent = {"ticket_id": asked.id, "technician_id": bob.id, **LATER}
        answer = browser.post("/staff/calendar/visits/plan", data=sent, follow_redirects=True)
        assert "Planned." in answer.text
        [planned] = queries.visits_of_ticket(bob, asked.id)
        assert planned.starts_at == TEN + HOUR

    def test_a_refusal_keeps_what_was_typed(self, browser: FlaskClient, alice, bob):
        sent = {"ticket_id": ticket(alice).id, "technician_id": bob.id, "note": "Bring a cable",
                "starts_at": "2026-03-03T12:00", "ends_at": "2026-03-03T11:00"}  # fmt: skip
        page = browser.post("/staff/calendar/visits/plan", data=sent).text
        assert "It must end after it begins." in page
        assert "Bring a cable" in page
        page = browser.post("/staff/calendar/visits/plan", data={**sent, **LATER, "ticket_id": 9_000_000}).text
        assert "We cannot find this." in page
        away = absence(bob)
        answer = browser.post("/staff/calendar/visits/plan", data={**sent, **LATER}, follow_redirects=True)
        assert f"{away.person.name} is away on that day." in answer.text

    @pytest.mark.parametrize(
        "query", ["start=2026-03-03T14:00&end=2026-03-03T15:30", "start=x&end=y&ticket=x", "start=0001-01-01T00:00"]
    )
    def test_the_form_takes_what_the_calendar_chose(self, browser: FlaskClient, query):
        page = browser.get(f"/staff/calendar/visits/plan?{query}")
        assert page.status_code == 200
        assert ("2026-03-03T15:30" in page.text) is query.startswith("start=2026")

    def test_the_ticket_shows_its_visits_and_they_are_ticked_off(self, browser: FlaskClient, alice, bob):
        asked = ticket(alice)
        first, second = visit(asked, bob), visit(asked, bob, starts_at=TEN + HOUR)
        assert "10:00" in browser.get(f"/staff/calendar/visits/for-ticket/{asked.id}").text
        assert browser.post(f"/staff/calendar/visits/{first.id}/done").location.endswith(f"/staff/tickets/{asked.id}")
        back = browser.post(f"/staff/calendar/visits/{second.id}/cancel", data={"back": "calendar"})
        assert back.location.endswith("/staff/calendar")
        assert (first.state, second.state) == (VisitState.done, VisitState.cancelled)

    def test_my_work_shows_my_visits_of_today_and_tasks_that_are_due(self, browser: FlaskClient, alice, bob, clock):
        assert browser.get("/staff/calendar/visits/today").text.strip() == ""
        visit(ticket(alice, "Dock is dead"), bob)
        task(bob, due_on=date(2026, 3, 2), title="Order toner")
        task(bob, due_on=date(2026, 3, 4), title="Not yet")
        assert "Order toner" in (page := browser.get("/staff/calendar/visits/today").text)
        assert "late" not in page
        clock.advance(days=1)
        page = browser.get("/staff/calendar/visits/today").text
        assert "Dock is dead" in page
        assert "late" in page
        assert "Not yet" not in page
