"""What machines ask: alive and ready."""

import pytest

from app.core.storage import LocalStorage
from tests.servers.process import free_port


@pytest.fixture(autouse=True)
def _prepared(app):
    app.extensions["storage"].prepare()  # which is part of `init`


def test_a_living_process_says_ok(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_names_every_part(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert [line.partition(":")[0] for line in answer.text.splitlines()] == ["database", "storage", "search"]
    assert answer.text.count(": ok") == 3


def test_a_part_that_fails_is_named_without_its_secrets(client, app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.extensions, "storage", LocalStorage(tmp_path / "gone", "http://localhost"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "storage: FAILED (ConnectionError)\n" in answer.text
    assert str(tmp_path) not in answer.text


def test_the_bus_is_asked_where_there_is_one(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "bus: FAILED (ConnectionError)" in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_may_ask_by_address(client, path):
    assert client.get(path, headers={"Host": "10.1.2.3:8080"}).status_code == 200
