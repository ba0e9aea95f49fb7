"""What Prometheus reads, and who may."""

import pytest

from app.core.jobs import JobState
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.realtime.sockets import OPEN, Socket

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def value(text: str, name: str) -> float:
    """The number behind a series."""
    [line] = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


def test_without_a_token_only_this_machine_may_read(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": ""}).status_code == 404


@pytest.mark.parametrize(
    ("header", "status"), [("Bearer sesame", 200), ("Bearer other", 404), ("sesame", 404), ("", 404)]
)
def test_with_a_token_everybody_needs_it(client, app, monkeypatch, header, status):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "sesame")

    answer = client.get("/metrics", headers={"Authorization": header}, environ_base=ELSEWHERE)

    assert answer.status_code == status


def test_requests_are_counted_by_route_and_not_by_address(client):
    series = 'helpdesk_requests_total{method="GET",route="unknown",status="404"}'
    client.get("/no/such/page")
    before = value(client.get("/metrics").text, series)

    client.get("/no/such/other-page")

    text = client.get("/metrics").text
    assert value(text, series) == before + 1
    assert "other-page" not in text


def test_what_waits_and_what_was_given_up_can_be_read(client, session, clock):
    with transaction():
        for dead_at in (None, None, clock.now):
            session.add(OutboxMessage(event="ticket.filed", subscriber="nobody", payload={}, dead_at=dead_at))
    clock.advance(minutes=2)

    text = client.get("/metrics").text

    assert value(text, "helpdesk_outbox_waiting") == 2
    assert value(text, "helpdesk_outbox_oldest_seconds") == 120
    assert value(text, "helpdesk_deliveries_waiting") == 0
    assert value(text, "helpdesk_dead_letters") == 1


def test_the_open_sockets_of_the_process_are_counted(client, monkeypatch):
    monkeypatch.setitem(OPEN, "sid", Socket(person_id=1, name="Alice Berg", session_id=1, is_staff=False))

    assert value(client.get("/metrics").text, "helpdesk_open_sockets") == 1


def test_a_job_that_failed_and_is_late_can_be_seen(client, session, clock):
    with transaction():
        session.add(JobState(name="sweep", next_run_at=clock.now, last_error="ValueError: no broom"))
    clock.advance(hours=1)

    text = client.get("/metrics").text

    assert value(text, 'helpdesk_job_late_seconds{job="sweep"}') == 3600
    assert value(text, 'helpdesk_job_failed{job="sweep"}') == 1


def test_several_web_processes_add_their_counters_up(client, monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))

    assert "helpdesk_outbox_waiting" in client.get("/metrics").text
