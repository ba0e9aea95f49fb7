"""People who come in by a file: all or nobody, and nobody is told."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts import services
from app.accounts.models import BaseRole, Standing
from app.accounts.queries import person_by_email, system_user
from app.core.audit import AuditEntry
from app.core.errors import NotAllowed
from app.core.outbox import OutboxMessage
from app.core.records import BadRows, RecordFile
from app.extensions import db

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def table(tmp_path):
    """A file of these lines."""

    def write(*lines):
        path = tmp_path / "people.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return RecordFile(path)

    return write


def test_everybody_of_the_sample_comes_in(session):
    done = services.import_people(RecordFile(DATA / "people.csv"), actor=system_user())
    assert (done.added, done.known) == (3, 0)
    nora, ivo = person_by_email("nora.feld@example.org"), person_by_email("ivo.hahn@example.org")
    assert (nora.name, nora.department, nora.locale, nora.timezone) == ("Nora Feld", "Finance", "de", "Europe/Vienna")
    assert (nora.base_role, ivo.base_role) == (BaseRole.employee, BaseRole.agent)
    assert nora.standing is Standing.invited
    assert nora.created_at
    assert not db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)))
    assert db.session.scalars(sa.select(AuditEntry.details).where(AuditEntry.action == "people.imported")).one() == {
        "count": 3
    }


def test_who_is_known_stays_as_they_are(alice, table):
    done = services.import_people(
        table("email,name,role", "ALICE@example.org,Mallory,admin", "new@example.org,New,"), actor=system_user()
    )
    assert (done.added, done.known) == (1, 1)
    assert (alice.name, alice.base_role) == ("Alice Berg", BaseRole.employee)


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (["a@example.org,A,boss"], [(3, "role: Input should be 'Employee', 'Agent', 'Manager' or 'Admin'")]),
        (
            ["a@example.org,A,", "b at example.org,B,"],
            [(4, "email: Enter an e-mail address such as anna@example.com.")],
        ),
        (["a@example.org,A,", "A@example.org,B,"], [(4, "email: a@example.org stands on line 3 already")]),
        (["a@example.org,,"], [(3, "name: is missing")]),
    ],
)
def test_bad_rows_keep_everybody_out(session, table, rows, errors):
    with pytest.raises(BadRows) as refusal:
        services.import_people(table("email,name,role", "good@example.org,Good,", *rows), actor=system_user())
    assert [(row.line, row.text) for row in refusal.value.rows] == errors
    assert person_by_email("good@example.org") is None


def test_only_an_administrator_takes_over(bob, table):
    with pytest.raises(NotAllowed):
        services.import_people(table("email,name", "a@example.org,A"), actor=bob)


def test_the_command_says_who_came_in(app, session):
    run = app.test_cli_runner().invoke
    words = ["import", "people", str(DATA / "people.csv")]
    assert "3 people would come in; 0 were known" in run(args=[*words, "--dry-run"]).output
    assert person_by_email("nora.feld@example.org") is None
    assert "3 people came in; 0 were known" in run(args=words).output
    assert "0 people came in; 3 were known" in run(args=words).output
