"""A real incident log: what its own columns say, and what our reports say once it was taken over."""

import csv
import gzip
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core.records import RecordFile
from app.reports import queries
from app.reports.schemas import ReportQuery
from app.tickets import services
from tests.conversion import incident_log

DATA = Path(os.environ.get("HELPDESK_DATA", Path(__file__).parents[3] / "shared" / "data"))
LOG = DATA / "tickets" / "incident_events_until_2016-05-01.csv.gz"
PERIOD = {"from_": date(2015, 1, 1), "to": date(2017, 12, 31)}
COLUMNS = "number incident_state reassignment_count reopen_count made_sla caller_id opened_at sys_updated_at"
MORE = "contact_type category subcategory u_symptom priority resolved_at closed_at"
UPDATES = f"""{",".join([*COLUMNS.split(), *MORE.split()])}
INC1,New,0,0,true,7,2016-03-01T08:00:00,2016-03-01T08:05:00,Phone,55,170,72,3,,
INC1,Active,2,0,true,7,2016-03-01T08:00:00,2016-03-01T09:00:00,Phone,55,170,72,3,,
INC1,Closed,2,1,false,7,2016-03-01T08:00:00,2016-03-02T09:00:00,Phone,55,170,72,3,2016-03-02T08:30:00,2016-03-02T09:00:00
"""


def test_the_last_row_says_how_it_ended_and_what_grew_says_when():
    [ticket] = incident_log.tickets(csv.DictReader(UPDATES.splitlines()))
    assert ticket["resolvedAt"] == "2016-03-02T08:30:00"
    assert ticket["reassignedAt"] == ["2016-03-01T09:00:00"] * 2
    assert ticket["reopenedAt"] == ["2016-03-02T09:00:00"]
    assert ticket["metTarget"] is False


@pytest.mark.any_database  # test_counting holds both to the same; fresh rows have no statistics on PostgreSQL
@pytest.mark.skipif(not LOG.is_file(), reason="needs the sample data (HELPDESK_DATA): tickets")
def test_reports_say_of_a_real_log_what_its_own_columns_say(carol: Any, mia: Any, tmp_path: Path):
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        last = {row["number"]: row for row in csv.DictReader(file)}  # the last row of each incident
    done = [row for row in last.values() if row["incident_state"] in ("Resolved", "Closed")]
    taken = tmp_path / "tickets.jsonl"
    taken.write_text("\n".join(map(json.dumps, incident_log.tickets(incident_log.read(str(LOG))))), encoding="utf-8")

    services.import_tickets(RecordFile(taken), actor=carol)

    def total(name: str) -> dict[str, Any]:
        return queries.read(queries.ask(mia, name, ReportQuery(**PERIOD))).total.values

    assert len(last) == 17_216
    assert total("tickets")["created"] == len(last)
    assert total("targets")["resolved"] == len(done)
    assert total("targets")["resolution_in_time"] == sum(row["made_sla"] == "true" for row in done) / len(done)
    reopened = total("reopened")
    assert reopened["reassigned"] == sum(int(row["reassignment_count"]) for row in last.values())
    assert reopened["reopened"] == sum(int(row["reopen_count"]) for row in last.values())
    assert reopened["reopened_tickets"] == sum(int(row["reopen_count"]) > 0 for row in last.values())
