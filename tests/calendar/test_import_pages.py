"""A calendar file becomes tasks or absences, once."""

import io
import re

import pytest

from app.calendar.models import Absence, Task
from app.core import tokens
from app.extensions import db
from tests.calendar.test_ics_reading import file_of
from tests.signing_in import sign_in

PAGE = "/staff/calendar-import"


@pytest.fixture
def ben(client, bob, clock):
    sign_in(client, bob)
    return client


def looked_at(ben, *lines: str) -> str:
    file = file_of(*lines) if lines else io.BytesIO(b"nothing")
    page = ben.post(PAGE, data={"file": (file, "days.ics")}, content_type="multipart/form-data").text
    found = re.search(r'name="seen" value="([^"]+)"', page)
    return found[1] if found else page


DAYS = ("DTSTART;VALUE=DATE:20260504", "DTEND;VALUE=DATE:20260506", "SUMMARY:Fair")


def test_entries_become_tasks_once(ben, bob):
    seen = looked_at(ben, *DAYS)
    for _time in range(2):
        assert ben.post(f"{PAGE}/take", data={"seen": seen, "kind": "tasks"}).status_code == 302
    [task] = db.session.query(Task).filter_by(assignee_id=bob.id)
    assert (task.title, task.due_on.isoformat()) == ("Fair", "2026-05-04")


def test_entries_become_absences_once(ben, bob):
    seen = looked_at(ben, *DAYS)
    for _time in range(2):
        ben.post(f"{PAGE}/take", data={"seen": seen, "kind": "absences"})
    [absence] = db.session.query(Absence).filter_by(person_id=bob.id)
    assert (absence.starts_on.isoformat(), absence.ends_on.isoformat()) == ("2026-05-04", "2026-05-06")


def test_an_entry_with_a_time_takes_its_day(ben, bob):
    seen = looked_at(ben, "DTSTART:20260504T220000Z", "DTEND:20260504T230000Z")
    for kind in ("tasks", "absences"):
        ben.post(f"{PAGE}/take", data={"seen": seen, "kind": kind})
    [task] = db.session.query(Task).filter_by(assignee_id=bob.id)
    [absence] = db.session.query(Absence).filter_by(person_id=bob.id)
    assert (task.title, task.due_on.isoformat()) == ("(no title)", "2026-05-05")  # midnight in Vienna
    assert (absence.starts_on.isoformat(), absence.ends_on.isoformat()) == ("2026-05-05", "2026-05-06")


def test_a_bad_file_is_refused_with_a_reason(ben):
    assert "no calendar file" in looked_at(ben)
    assert "Choose a file" in ben.post(PAGE, data={}).text


def test_only_what_was_shown_to_oneself_is_taken(ben, bob):
    assert ben.post(f"{PAGE}/take", data={"seen": "forged"}).status_code == 404
    assert ben.post(f"{PAGE}/take", data={"seen": tokens.sign("calendar-import", [0, []])}).status_code == 404


def test_an_entry_that_ends_at_midnight_takes_no_further_day(ben, bob):
    seen = looked_at(ben, "DTSTART:20260504T070000Z", "DTEND:20260505T220000Z")  # until midnight of Tuesday in Vienna
    ben.post(f"{PAGE}/take", data={"seen": seen, "kind": "absences"})
    [absence] = db.session.query(Absence).filter_by(person_id=bob.id)
    assert (absence.starts_on.isoformat(), absence.ends_on.isoformat()) == ("2026-05-04", "2026-05-06")


def test_an_entry_that_cannot_be_read_is_named_beside_the_good_ones(ben):
    bad = b"BEGIN:VEVENT\r\nUID:bad-7\r\nSUMMARY:Late\r\nDTSTART:2026-7-1\r\nEND:VEVENT\r\nEND:VCALENDAR"
    file = io.BytesIO(file_of(*DAYS).getvalue().replace(b"END:VCALENDAR", bad))
    page = ben.post(PAGE, data={"file": (file, "days.ics")}, content_type="multipart/form-data").text
    assert "Fair" in page
    assert "UID: bad-7" in page
    assert "Its times or its repetition are missing" in page
