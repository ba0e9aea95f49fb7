"""The pages and calls by which files come in, and lists that go out, whatever they hold."""

import re
from io import BytesIO

import pytest
import sqlalchemy as sa

from app.accounts.queries import person_by_email
from app.core.imports import ImportRun, RunState
from app.core.imports.working import carry_on_runs
from app.core.storage import storage
from app.extensions import db
from app.web.imports import desk as pages
from tests.factories.people import PersonFactory
from tests.signing_in import bearer_of, sign_in

LIST = "/staff/people"
BASE = "/staff/people-import"
GOOD = "Mail,Full name,Extra\nnew@example.org,New Person,x\nalice@example.org,Alice,y\n"
CALL = "/api/v1/admin/users/import"


@pytest.fixture
def desk(client, carol):
    """The administrator's browser."""
    return sign_in(client, carol)


@pytest.fixture
def calls(client, carol):
    """A function that sends a table in."""
    headers = bearer_of(carol)

    def call(text, method="POST", path="", content_type="text/csv", **query):
        return client.open(CALL + path, method=method, data=text, query_string=query,
                           headers=headers, content_type=content_type)  # fmt: skip

    return call


def hand_in(desk, text, name="people.csv"):
    """The address of the new run."""
    answer = desk.post(BASE, data={"file": (BytesIO(text.encode()), name)})
    assert answer.status_code == 302
    return answer.headers["Location"]


def choose(desk, run, **chosen):
    return desk.post(f"{run}/columns", data={"sent": "1", "column.email": "0", "column.name": "1", **chosen},
                     follow_redirects=True).text  # fmt: skip


def the_run():
    return db.session.scalars(sa.select(ImportRun).order_by(ImportRun.id.desc())).first()


def test_a_file_comes_in_step_by_step(desk, alice):
    run = hand_in(desk, GOOD)
    page = desk.get(run).text
    assert re.search(r'<option value="0" selected>Mail \(new@example.org\)', page)
    assert "Left aside: Extra" in page
    page = choose(desk, run)
    assert "Take 2 rows over" in page
    assert "Name: Alice Berg → Alice" in page
    assert person_by_email("new@example.org") is None
    page = desk.post(f"{run}/let-in", follow_redirects=True).text
    assert "Undo this import" in page
    assert person_by_email("new@example.org").name == "New Person"
    page = desk.post(f"{run}/undo", follow_redirects=True).text
    assert "Everything that this import brought was taken back." in page
    assert person_by_email("new@example.org") is None
    assert "people.csv" in desk.get(BASE).text


def test_wrong_rows_are_shown_kept_apart_and_left_out_on_request(desk):
    run = hand_in(desk, "Mail,Name\nbad,=Bad\ngood@example.org,Good\n")
    page = choose(desk, run)
    assert "Leave 1 row out, take 1 row over" in page
    assert "Enter an e-mail address" in desk.get(f"{run}?outcome=wrong").text
    assert "good@example.org" not in desk.get(f"{run}?outcome=wrong").text
    answer = desk.get(f"{run}/wrong.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=people-wrong-rows.csv"
    assert answer.text.splitlines() == [
        "\ufeffMail,Name,What is wrong", "bad,'=Bad,E-mail address: Enter an e-mail address such as anna@example.com.",
    ]  # fmt: skip
    assert "Nothing was changed" in desk.post(f"{run}/let-in", follow_redirects=True).text
    desk.post(f"{run}/let-in", data={"skip_wrong": "1"})
    assert person_by_email("good@example.org")


def test_columns_and_format_can_be_chosen_again(desk):
    run = hand_in(desk, "a;b\nnew@example.org;Jürgen\n")
    page = desk.get(run).text
    assert "Jürgen" in page
    assert "No column is chosen for: E-mail address" in desk.post(f"{run}/columns", data={"sent": "1"}).text
    page = desk.post(f"{run}/format", data={"encoding": "cp1252", "delimiter": ";"}, follow_redirects=True).text
    assert "JÃ¼rgen" in page
    assert "Please choose" in desk.post(f"{run}/format", data={"encoding": "nonsense", "delimiter": ";"}).text
    choose(desk, run, **{"default.department": "Sales", "known": "leave"})
    assert "new@example.org" in desk.get(f"{run}?step=columns").text
    desk.post(f"{run}/let-in")
    assert person_by_email("new@example.org").department == "Sales"


def test_a_long_file_is_worked_through_by_the_job(desk, monkeypatch, clock):
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    run = hand_in(desk, GOOD.replace("alice@", "other@"))
    page = choose(desk, run)
    assert 'hx-trigger="every 1s"' in page
    assert "0 of 2 rows" in desk.get(f"{run}/progress").text
    carry_on_runs(clock.now)
    assert desk.get(f"{run}/progress").headers["HX-Refresh"] == "true"
    desk.post(f"{run}/let-in")
    assert the_run().state is RunState.writing
    carry_on_runs(clock.now)
    assert (the_run().state, the_run().added) == (RunState.done, 2)


@pytest.mark.parametrize("text", ["", "Mail\n"])
def test_a_file_that_holds_no_table_is_refused_and_not_kept(desk, text):
    before = set(storage().keys())
    answer = desk.post(BASE, data={"file": (BytesIO(text.encode()), "x.csv")})
    assert "The file" in answer.text
    assert (the_run(), set(storage().keys()) - before) == (None, set())


def test_no_file_and_unknown_steps_are_refused(desk):
    assert "Choose a file first." in desk.post(BASE, data={}).text
    run = hand_in(desk, GOOD)
    assert desk.post(f"{run}/nonsense").status_code == 404
    assert desk.get("/staff/rooms-import/" + run.rpartition("/")[2]).status_code == 404
    assert "has gone on meanwhile" in desk.post(f"{run}/undo", follow_redirects=True).text
    desk.post(f"{run}/discard")
    assert the_run() is None


def test_the_template_is_a_file_that_comes_in(desk):
    answer = desk.get(f"{BASE}/template.csv")
    run = hand_in(desk, answer.text)
    assert "1 row" in desk.get(run).text


def test_a_list_goes_out_as_its_filters_stand(desk, alice):
    PersonFactory(first_name="=cmd()", email="evil@example.org", department="Sales")
    page = desk.get(f"{LIST}?_flt_0_department=Sales").text
    assert f"{LIST}/export.csv?_flt_0_department=Sales" in page
    answer = desk.get(f"{LIST}/export.csv?_flt_0_department=Sales")
    assert answer.text.splitlines()[1:] == ["evil@example.org,'=cmd(),employee,Sales,,,,yes"]
    assert "alice@example.org" in desk.get(f"{LIST}/export.csv").text
    assert desk.get(f"{LIST}/export.csv?_flt_0_nonsense=1").status_code == 400


def test_programs_try_a_table_and_take_it_over(calls, alice):
    answer = calls(GOOD, dryRun="true")
    body = answer.get_json()
    assert (answer.status_code, body["state"], body["added"], body["changed"]) == (200, "checked", 1, 1)
    assert body["rows"][0] == {"line": 2, "key": "new@example.org", "outcome": "add", "text": "", "obstacle": None}
    assert person_by_email("new@example.org") is None
    body = calls(GOOD).get_json()
    assert (body["state"], body["added"]) == ("done", 1)
    page = calls(None, "GET", f"/{body['id']}/rows", outcome="change").get_json()
    assert [row["line"] for row in page["items"]] == [3]
    assert calls(None, "GET", f"/{body['id']}").get_json()["state"] == "done"
    assert calls(None, "POST", f"/{body['id']}/undo").get_json()["state"] == "undone"
    assert person_by_email("new@example.org") is None


def test_a_wrong_row_keeps_the_table_out_unless_it_may_be_skipped(calls):
    text = "email,name\nbad,B\ngood@example.org,G\n"
    answer = calls(text)
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == {
        "line 2": ["E-mail address: Enter an e-mail address such as anna@example.com."]
    }
    assert person_by_email("good@example.org") is None
    assert calls(text, skipInvalid="true").get_json()["added"] == 1
    assert calls("name\nG\n").status_code == 422
    assert calls(text, content_type="image/png").status_code == 415
    assert calls(text, dryrun="true").status_code == 400


def test_a_long_table_is_answered_before_it_is_in(calls, monkeypatch, clock):
    from app.web.imports import api

    monkeypatch.setattr(api, "AT_ONCE", 1)
    answer = calls(GOOD.replace("alice@", "other@"))
    assert (answer.status_code, answer.get_json()["state"]) == (202, "checking")
    carry_on_runs(clock.now)
    body = calls(None, "GET", f"/{answer.get_json()['id']}").get_json()
    assert (body["state"], body["added"]) == ("done", 2)
