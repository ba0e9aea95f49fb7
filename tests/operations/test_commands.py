"""The operator's commands."""

import threading
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer

import pytest

from app.core.storage import LocalStorage
from app.extensions import db
from app.operations import checks, services
from tests.emptied import empty
from tests.servers.process import free_port
from tests.servers.smtp import smtp

SETTINGS = {
    "ENVIRONMENT": "development", "PUBLIC_URL": "http://localhost", "RATE_LIMIT_EXEMPT": [], "MAIL_SERVER": "mail",
    "EMAIL_FROM": "desk@example.org", "TRUSTED_PROXIES": 1, "REDIS_URL": "redis://bus", "CLAMAV_ADDRESS": None,
}  # fmt: skip


@pytest.fixture
def run(app, session, monkeypatch, tmp_path: Path):
    """Run a command on a place of the test's own."""
    monkeypatch.setitem(app.extensions, "storage", LocalStorage(tmp_path / "files", "http://localhost"))
    monkeypatch.setitem(app.config, "VAR_DIR", str(tmp_path))
    session.rollback()
    return lambda *command: app.test_cli_runner().invoke(args=list(command))


@pytest.mark.real_commits
def test_check_says_that_all_is_well(run):
    assert run("init").output == "The database is ready.\n"

    done = run("check")

    assert done.exit_code == 0, done.output
    assert "database: ok" in done.output
    assert "schema: ok" in done.output
    assert "hint: MAIL_SERVER" in done.output


@pytest.mark.real_commits
def test_check_ends_with_1_when_something_is_wrong(run, app, monkeypatch):
    run("init")
    monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(app.config, "MAIL_PORT", free_port())
    monkeypatch.setitem(app.config, "CLAMAV_ADDRESS", f"127.0.0.1:{free_port()}")

    done = run("check")

    assert done.exit_code == 1
    assert "mail: FAILED (ConnectionRefusedError)" in done.output
    assert "virus scan: FAILED (ConnectionRefusedError)" in done.output


@pytest.mark.real_commits
def test_a_database_of_another_version_is_noticed(run, app, monkeypatch):
    run("init")
    assert services.is_set_up(app.appbuilder)

    monkeypatch.setattr("app.operations.services.setup.MATRIX", {})

    assert not services.is_set_up(app.appbuilder)
    assert "schema: FAILED (run: python run.py init)" in run("check").output


@pytest.mark.real_commits
def test_backup_and_restore_speak_of_what_they_did(run, app, tmp_path):
    run("init")

    saved = run("backup", str(tmp_path / "all.tar"))
    refused = run("restore", str(tmp_path / "all.tar"))

    assert saved.exit_code == 0, saved.output
    assert "0 files. It holds personal data and secrets: keep it safe." in saved.output
    assert "not empty" in str(refused.exception)

    db.session.rollback()
    empty(db.engine)
    assert not services.is_set_up(app.appbuilder)
    assert run("restore", str(tmp_path / "all.tar")).output == "Restored the database and 0 files.\n"
    assert services.is_set_up(app.appbuilder)


@pytest.mark.parametrize(("answer", "words"), [(b"PONG\0", "ok"), (b"WHO?\0", "FAILED (ConnectionError)")])
def test_a_virus_scanner_is_asked_whether_it_lives(answer, words):
    class Scanner(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(16)
            self.request.sendall(answer)

    with TCPServer(("127.0.0.1", 0), Scanner) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        settings = SETTINGS | {"MAIL_SERVER": None, "CLAMAV_ADDRESS": f"127.0.0.1:{server.server_address[1]}"}

        [finding] = checks.outside(settings)

    assert str(finding) == f"virus scan: {words}"


def test_a_mail_server_that_answers_is_well():
    with smtp() as server:
        settings = SETTINGS | {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": server.port}

        [finding] = checks.outside(settings)

    assert str(finding) == "mail: ok"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"ENVIRONMENT": "production"}, "PUBLIC_URL"),
        ({"RATE_LIMIT_EXEMPT": ["10.0.0.0/8"]}, "RATE_LIMIT_EXEMPT"),
        ({"MAIL_SERVER": None}, "MAIL_SERVER"),
        ({"ENVIRONMENT": "production", "PUBLIC_URL": "https://h", "EMAIL_FROM": "IT <a@localhost>"}, "EMAIL_FROM"),
        ({"PUBLIC_URL": "https://help.example.com", "TRUSTED_PROXIES": 0}, "TRUSTED_PROXIES"),
    ],
)
def test_settings_that_an_operator_should_know_of_are_named(session, values, name):
    assert [hint.partition(":")[0] for hint in checks.hints(SETTINGS | values)] == [name]


def test_good_settings_raise_no_hints(session):
    assert list(checks.hints(SETTINGS)) == []
