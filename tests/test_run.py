"""The first door, as an operator meets it: real processes, their words and exit codes."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.databases import ROOT, neutral_environment
from tests.servers.process import LOOPBACK, free_port, running


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """An empty place and a free port."""
    return os.environ | neutral_environment() | {"VAR_DIR": str(tmp_path / "var"), "PORT": str(free_port())}


def run(settings: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "run.py", *command],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def page(settings: dict[str, str], path: str) -> tuple[int, str]:
    """What the server answers."""
    try:
        with urlopen(f"http://{LOOPBACK}:{settings['PORT']}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, ""
    except (URLError, OSError):
        return 0, ""


def serving(settings: dict[str, str], tmp_path: Path):
    """The embedded server, ready."""
    return running(
        [sys.executable, "run.py"], ready=lambda: page(settings, "/readyz")[0] == 200, log=tmp_path / "log",
        seconds=60, cwd=ROOT, env=settings,
    )  # fmt: skip


def test_an_empty_place_becomes_a_serving_product(settings, tmp_path):
    with serving(settings, tmp_path) as server:
        assert page(settings, "/healthz") == (200, "ok\n")
        assert page(settings, "/readyz") == (200, "database: ok (sqlite)\nstorage: ok\nsearch: ok\n")
        assert page(settings, "/login")[0] == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
    said = (tmp_path / "log").read_text()
    assert f"http://localhost:{settings['PORT']}" in said
    assert "/welcome" in said  # nobody administers it yet
    assert "Traceback" not in said
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0


def test_a_second_server_on_the_same_database_or_port_is_refused(settings, tmp_path):
    with serving(settings, tmp_path):
        same_port = run(settings | {"VAR_DIR": str(tmp_path / "other")})
        same_place = run(settings | {"PORT": str(free_port())})

    assert (same_port.returncode, same_place.returncode) == (2, 2)
    assert same_port.stderr.startswith(f"PORT: {settings['PORT']} on 127.0.0.1 is in use")
    assert same_place.stderr.startswith("VAR_DIR: another server runs on this database")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT: expected a whole number from 1 to 65535, got 'eighty'"),
        ({"ENVIRONMENT": "production"}, "SECRET_KEY: production needs an own random value"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "DATABASE_URL: the database does not answer"),
        ({"VAR_DIR": "/proc/nowhere"}, "VAR_DIR: "),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(settings, values, sentence):
    done = run(settings | values)

    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith(sentence)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["worker", "realtime"])
def test_sqlite_serves_one_process_only(settings, command):
    done = run(settings, command)

    assert done.returncode == 2
    assert done.stderr.startswith("DATABASE_URL: SQLite serves exactly one process")


def test_gunicorn_refuses_sqlite_with_a_sentence(settings):
    address = f"{LOOPBACK}:{settings['PORT']}"
    done = subprocess.run(
        [Path(sys.executable).with_name("gunicorn"), "--no-control-socket", "--bind", address, "run:app"],
        cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "SQLite serves exactly one process" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_said_to_be_unknown(settings):
    done = run(settings, "fly")

    assert done.returncode == 2
    assert "No such command 'fly'" in done.stderr


def test_help_lists_what_there_is(settings):
    done = run(settings, "--help")

    assert done.returncode == 0
    for command in ("serve", "init", "check", "backup", "restore", "worker", "realtime", "add-user"):
        assert f"\n  {command} " in done.stdout


COUNTING = """
import sqlalchemy as sa
from app import create_app

statements = []
sa.event.listen(sa.Engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
create_app()
print(statements)
"""


def test_making_the_application_asks_nothing_of_the_database(settings):
    done = subprocess.run(
        [sys.executable, "-c", COUNTING], cwd=ROOT, env=settings | {"PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True,
        timeout=60, check=True,
    )  # fmt: skip

    assert done.stdout == "[]\n"
