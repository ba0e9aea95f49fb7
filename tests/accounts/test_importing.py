"""People who come in by a file: checked first, nobody is told, nobody becomes administrator; it can be undone."""

from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.models import BaseRole, Standing
from app.accounts.queries import person_by_email, system_user
from app.accounts.schemas import PersonChange
from app.accounts.services import PEOPLE_IMPORT, change_person
from app.core.audit import AuditEntry
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.imports import Outcome, RunState, beginning
from app.core.imports.working import carry_on
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db
from tests import imports
from tests.imports import ASSETS, NO_ASSETS, in_the_way, said, undone

DATA = Path(__file__).parents[1] / "data"
USERS = ASSETS / "snipe_it" / "users-sample.csv"


checked, let_in = partial(imports.checked, PEOPLE_IMPORT), partial(imports.let_in, PEOPLE_IMPORT)


def test_everybody_of_the_sample_comes_in(session):
    run = let_in(DATA / "people.csv")
    assert run.added == 3
    nora, ivo = person_by_email("nora.feld@example.org"), person_by_email("ivo.hahn@example.org")
    assert (nora.name, nora.department, nora.locale, nora.timezone) == ("Nora Feld", "Finance", "de", "Europe/Vienna")
    assert (nora.base_role, ivo.base_role) == (BaseRole.employee, BaseRole.agent)
    assert nora.standing is Standing.invited
    assert not db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)))
    line = db.session.scalars(sa.select(AuditEntry.details).where(AuditEntry.action == "people.imported")).one()
    assert line == {"file": "list.csv", "add": 3, "change": 0, "same": 0, "skip": 0, "wrong": 0}


def test_known_people_change_in_what_is_said_of_them(alice):
    alice_before = alice.phone
    run = let_in("email,name,phone,department", "ALICE@example.org,,+43 1 99,", "new@example.org,New,,Sales")
    assert (run.added, run.changed) == (1, 1)
    assert (alice.name, alice.phone, alice.base_role) == ("Alice Berg", "+43 1 99", BaseRole.employee)
    assert said(run, Outcome.change) == [(2, f"Phone: {alice_before or '–'} → +43 1 99")]


def test_known_people_stay_as_they_are_when_that_is_wished(alice):
    run = let_in("email,name", "alice@example.org,Mallory", "new@example.org,New", leaves_known=True)
    assert (run.added, run.skipped, alice.name) == (1, 1, "Alice Berg")


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (["a@example.org,A,boss"], [(3, "Role: Choose one of these: 'Employee', 'Agent', 'Manager', 'Admin'.")]),
        (["a@example.org,A,", "b at example.org,B,"],
         [(4, "E-mail address: Enter an e-mail address such as anna@example.com.")]),
        (["a@example.org,A,", "A@example.org,B,"], [(4, "E-mail address: stands on line 3 already")]),
        (["a@example.org,,"], [(3, "Name: is missing")]),
        (["a@example.org,A,admin"], [(3, "Role: a file makes nobody administrator; do that on their page")]),
        (["carol@example.org,Carol,employee"],
         [(3, "Role: known people keep their role; change it on their page")]),
        ([f"a@example.org,{'A' * 65},"], [(3, "Name: is longer than 64 letters")]),
        (["a@example.org,A\x00B,"],
         [(3, "Name: contains characters that cannot be read or stored; is the encoding right?")]),
        (["a@example.org,A,,more"], [(3, "has 4 cells, the header names 3")]),
    ],
)  # fmt: skip
def test_one_wrong_row_keeps_everybody_out(carol, rows, errors):
    run = checked("email,name,role", "good@example.org,Good,", *rows)
    assert said(run, Outcome.wrong) == errors
    with pytest.raises(Conflict):
        beginning.let_in(run, actor=system_user())
    assert person_by_email("good@example.org") is None


def test_wrong_rows_are_left_out_when_that_is_wished(session):
    run = let_in("email,name", "good@example.org,Good", "bad,Bad", skips_wrong=True)
    assert (run.added, run.wrong) == (1, 1)
    assert person_by_email("good@example.org")


def test_a_file_without_addresses_cannot_be_mapped(session):
    with pytest.raises(Invalid, match="No column is chosen for: E-mail address"):
        checked("name,phone", "Anna,1")


def test_only_an_administrator_takes_over(bob, carol):
    with pytest.raises(NotAllowed):
        checked("email,name", "a@example.org,A", actor=bob)
    run = checked("email,name", "a@example.org,A", actor=carol)
    change_person(carol, PersonChange(name="Carol"), actor=system_user())
    with pytest.raises(NotAllowed):
        beginning.let_in(run, actor=bob)


def test_a_whole_run_is_undone(alice):
    run = let_in("email,name,phone,role", "alice@example.org,Alice,1,", "new@example.org,New,,agent")
    assert undone(run).state is RunState.undone
    assert person_by_email("new@example.org") is None
    assert (alice.name, alice.phone) == ("Alice Berg", None)
    assert db.session.scalar(sa.select(AuditEntry.details).where(AuditEntry.action == "people.import_undone"))
    with pytest.raises(Conflict):
        beginning.undo_run(run, actor=system_user())


def test_rows_that_changed_since_are_in_the_way_of_undoing(alice):
    run = let_in("email,name,phone", "alice@example.org,Alice,1", "new@example.org,New,2", "more@example.org,More,")
    change_person(person_by_email("new@example.org"), PersonChange(phone="3"), actor=system_user())
    assert undone(run).state is RunState.done
    assert in_the_way(run) == [(3, "was changed since: Phone")]
    assert (alice.name, bool(person_by_email("more@example.org"))) == ("Alice", True)
    change_person(person_by_email("new@example.org"), PersonChange(phone="2"), actor=system_user())
    assert undone(run).state is RunState.undone


def test_who_is_here_already_is_in_the_way_of_undoing(session):
    run = let_in("email,name", "new@example.org,New", "other@example.org,Other")
    with_password = person_by_email("new@example.org")
    with transaction():
        with_password.password = "hash"
    assert undone(run).state is RunState.done
    assert in_the_way(run) == [(2, "has chosen a password already")]


def test_what_changed_between_check_and_writing_takes_all_of_it_back(session):
    lines = [f"p{number}@example.org,Person {number},agent" for number in range(600)]
    run = checked("email,name,role", *lines)
    beginning.let_in(run, actor=system_user())
    let_in("email,name,role", "p550@example.org,Somebody,employee")
    carry_on(run.id)
    assert (run.state, run.obstacles) == (RunState.failed, 0)
    assert "Line 552 cannot come in any more: Role: known people keep their role" in run.message
    assert person_by_email("p3@example.org") is None
    assert person_by_email("p550@example.org").name == "Somebody"


@pytest.mark.skipif(not USERS.is_file(), reason=NO_ASSETS)
def test_snipe_its_people_map_by_themselves(session):
    run = checked(USERS)
    assert (run.added, run.wrong) == (95, 5)
    assert {text for _line, text in said(run, Outcome.wrong)} == {"E-mail address: is missing"}


def test_what_is_exported_comes_back_as_the_same(app, alice, carol, tmp_path):
    let_in("email,name,phone", "new@example.org,'=SUM(1),+43 1 2")
    run, file = app.test_cli_runner().invoke, tmp_path / "people.csv"
    assert run(args=["export", "people", str(file)]).exit_code == 0
    assert "'=SUM(1)" in file.read_text("utf-8")
    assert person_by_email("new@example.org").name == "=SUM(1)"
    assert "0 new, 0 changed, 3 the same, 0 left out, 0 wrong" in run(args=["import", "people", str(file)]).output


def test_the_commands_take_over_and_take_back(app, session):
    run = app.test_cli_runner().invoke
    words = ["import", "people", str(DATA / "people.csv")]
    assert "3 new" in run(args=[*words, "--dry-run"]).output
    assert person_by_email("nora.feld@example.org") is None
    done = run(args=words).output
    number = done.rpartition(" ")[2].strip()
    assert "3 new" in done
    assert "3 the same" in run(args=words).output
    assert f"Import {number} is undone." in run(args=["undo-import", "people", number]).output
    assert person_by_email("nora.feld@example.org") is None


def test_the_command_lists_what_is_wrong(app, session, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("Mail,Who\nbad,Bad\ngood@example.org,Good\n", encoding="utf-16")
    run = app.test_cli_runner().invoke
    done = run(args=["import", "people", str(file), "--column", "name=Who"])
    assert done.exit_code == 1
    assert f"{file}:2: E-mail address: Enter an e-mail address such as anna@example.com." in done.output
    done = run(args=["import", "people", str(file), "--column", "name=Who", "--skip-invalid"])
    assert "1 new, 0 changed, 0 the same, 0 left out, 1 wrong" in done.output
