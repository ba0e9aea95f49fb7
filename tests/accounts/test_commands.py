"""The commands and recurring work about people."""

import re

import pytest

from app.accounts import jobs, queries
from app.accounts.models import BaseRole, Session
from app.core.jobs import JOBS
from app.extensions import db

NEW = "seven green hills at dawn"


@pytest.fixture
def run(app, session):
    """Run a command as `python run.py` does."""
    return lambda *words, stdin=None: app.test_cli_runner().invoke(args=["add-user", *words], input=stdin)


def test_a_person_with_a_password_may_sign_in(run, enter):
    done = run("Dora@example.org", "--name", "Dora Lind", "--role", "agent", "--password-stdin", stdin=NEW + "\n")
    assert done.exit_code == 0, done.output
    dora = queries.person_by_email("dora@example.org")
    assert (dora.name, dora.base_role) == ("Dora Lind", BaseRole.agent)
    assert enter(dora, password=NEW).person == dora
    assert "http" not in done.output


def test_without_a_password_a_link_is_printed(run, client):
    done = run("dora@example.org", "--name", "Dora Lind")
    path = re.search(r"http://localhost(/invite\?token=\S+)", done.output)[1]
    assert client.get(path).status_code == 200
    assert queries.person_by_email("dora@example.org").base_role is BaseRole.employee


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (["nonsense", "--name", "X"], None),
        (["dora@example.org", "--name", ""], None),
        (["dora@example.org", "--name", "X", "--role", "king"], None),
        (["dora@example.org", "--name", "X", "--password-stdin"], ""),
        (["dora@example.org", "--name", "X", "--password-stdin"], "short\n"),
        (["dora@example.org"], None),
    ],
)
def test_bad_input_adds_nobody(run, words, stdin):
    assert run(*words, stdin=stdin).exit_code != 0
    assert queries.person_by_email("dora@example.org") is None


def test_ended_sessions_are_removed_daily(alice, enter, clock):
    row_id = enter(alice).session.id
    assert JOBS["accounts.clean_up"].run is jobs.remove_ended_sessions_and_links
    clock.advance(days=40)
    jobs.remove_ended_sessions_and_links(clock.now)
    assert db.session.get(Session, row_id) is None
