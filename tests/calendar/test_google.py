"""Google's own client over HTTP on loopback: what is sent is what Google's description knows."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from googleapiclient.errors import HttpError

from app.calendar import jobs
from app.calendar.google.calendar import meaning
from app.calendar.google.gateway import Gateway
from app.calendar.models import PauseReason
from app.calendar.queries import sync as queries
from app.calendar.services.syncing import channels
from app.calendar.sync import port
from app.calendar.sync.budget import Budget
from tests.calendar.google.standin import Fault
from tests.calendar.google.transport import served
from tests.calendar.pair import Pair
from tests.calendar.test_sync import ELEVEN, HOUR, moved, planned


@pytest.fixture
def over_http(app, pair: Pair):
    """The jobs speak to the stand-in over HTTP."""
    with served(pair.standin) as address:
        app.extensions["calendar_gateway"] = gateway = Gateway(app.config, address)
        yield pair
        for service in gateway._services.values():
            service.close()
        del app.extensions["calendar_gateway"]


def run_jobs(pair: Pair, seconds: int = 120) -> None:
    """What the scheduler does when everything is due."""
    now = pair.clock.advance(seconds=seconds)
    jobs.compare_calendars(now)
    jobs.pull_changes(now)
    jobs.push_changes(pair.clock.advance(seconds=2))


def test_both_directions_over_http(over_http: Pair):
    numbers = [over_http.diary.plan(ELEVEN + index * HOUR) for index in range(4)]
    run_jobs(over_http)
    assert len(over_http.standin.alive()) == 4
    moved(over_http, numbers[0], 2)
    over_http.standin.person_deletes(over_http.item(numbers[1]).remote_id)
    over_http.diary.change(numbers[2], is_cancelled=True)
    over_http.diary.change(numbers[3], title="Another")
    for _round in range(3):
        run_jobs(over_http, seconds=4000)
    assert over_http.diary.entries[numbers[0]].starts_at == ELEVEN + 2 * HOUR
    assert over_http.diary.entries[numbers[1]].is_cancelled
    over_http.compare()
    assert not over_http.standin.bad


@pytest.mark.parametrize("kind", ["lost", "cut", "500", "429"])
def test_faults_over_http(over_http: Pair, kind):
    over_http.diary.plan(ELEVEN)
    over_http.standin.faults.append(Fault(kind, "events.insert", retry_after=5))
    for _round in range(3):
        run_jobs(over_http, seconds=4000)
    assert len(over_http.standin.alive()) == 1
    over_http.compare()


def test_calls_are_asked_for_and_renewed(over_http: Pair, app, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://help.example.org")
    jobs.renew_channels(over_http.clock())
    [channel] = over_http.standin.channels.values()
    assert channel["address"] == "https://help.example.org/calendar/google/notify"
    assert channels.take_call(channel["id"], channel["token"])
    calendar = app.extensions["calendar_gateway"].calendar(over_http.link)
    calendar.unwatch(channel["id"], channel["resourceId"])
    calendar.unwatch(channel["id"], channel["resourceId"])
    assert not over_http.standin.channels
    over_http.standin.faults.append(Fault("500", "events.watch"))
    jobs.renew_channels(over_http.clock())  # no call is no defect: polling goes on


def test_the_wizard_sees_the_calendars(over_http: Pair, app):
    calendars = app.extensions["calendar_gateway"].calendar(over_http.link).calendars()
    assert [(one.id, one.zone) for one in calendars] == [("primary", "Europe/Vienna")]


def test_without_proof_the_account_is_paused(pair: Pair):
    planned(pair)
    pair.diary.change(1, title="Another")
    pair.tell(1)
    jobs.pull_changes(pair.clock.advance(hours=1))
    assert pair.link.account.paused_reason is PauseReason.no_access
    assert "GOOGLE_SERVICE_ACCOUNT_FILE" in pair.link.account.last_error


def test_a_push_without_proof_pauses_the_account_too(pair: Pair):
    planned(pair)
    pair.diary.change(1, title="Another")
    pair.tell(1)
    jobs.push_changes(pair.clock.advance(hours=1))
    assert pair.link.account.paused_reason is PauseReason.no_access


def test_a_link_that_leaves_takes_its_events_along(over_http: Pair, bob):
    from app.calendar.services import connections

    own = over_http.standin.person_adds("Own", "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z")
    over_http.diary.plan(ELEVEN)
    run_jobs(over_http)
    connections.disconnect(over_http.link, actor=bob)
    run_jobs(over_http)
    run_jobs(over_http)
    assert list(over_http.standin.alive()) == [own]
    assert queries.link_row(over_http.link_id) is None


def refused(status: int, content: bytes = b"", **headers: str) -> port.RemoteError:
    response = SimpleNamespace(status=status, reason="r", get=headers.get)
    return meaning(HttpError(response, content), port.TokenExpired)


@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        (401, b"", port.NotLetIn),
        (404, b"", port.Missing),
        (409, b"", port.Exists),
        (410, b"", port.TokenExpired),
        (412, b"", port.Changed),
        (403, b'{"error": {"errors": [{"reason": "userRateLimitExceeded"}]}}', port.Busy),
        (403, b'{"error": {"errors": [{"reason": "forbidden"}]}}', port.Refused),
        (403, b"not json", port.Refused),
        (400, b"{}", port.Refused),
        (503, b"", port.Busy),
    ],
)
def test_what_google_answers_means(status, content, kind):
    assert type(refused(status, content)) is kind


def test_a_bucket_empties_and_fills():
    times = [0.0]
    budget = Budget(per_account=2, in_all=3, clock=lambda: times[0])
    budget.spend(1)
    budget.spend(1)
    with pytest.raises(port.Busy) as refusal:
        budget.spend(1)
    assert refusal.value.is_limit
    assert 29 < refusal.value.retry_after <= 30
    budget.spend(2)
    with pytest.raises(port.Busy):
        budget.spend(2)  # the one for all is empty
    times[0] += 31
    budget.spend(1)


def test_a_budget_that_is_spent_holds_the_account(over_http: Pair, app):
    over_http.diary.plan(ELEVEN)
    over_http.diary.plan(ELEVEN)
    app.extensions["calendar_gateway"].budget = Budget(1, 1)
    app.extensions["calendar_gateway"]._services.clear()
    run_jobs(over_http)
    run_jobs(over_http)
    assert over_http.link.account.hold_until > over_http.clock() - timedelta(seconds=200)
    assert len(over_http.standin.alive()) <= 1
