"""An incident log, one row an update, as tickets: python -m tests.conversion.incident_log EVENTS.csv.gz > tickets.jsonl

The last row of an incident says how it ended; a number that grew says when it was reopened or went to somebody else.
"""

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

HOST = "incidents.example"  # reserved: no mail can reach anybody
PRIORITIES = {"1": "urgent", "2": "high", "3": "medium", "4": "low"}
DONE = {"Resolved", "Closed"}
Update = dict[str, str]


def tickets(updates: Iterator[Update]) -> Iterator[dict[str, Any]]:
    """One ticket for each incident, in the order in which the log tells of them."""
    for number, rows in groupby(updates, key=lambda row: row["number"]):
        yield _ticket(number, list(rows))


def _ticket(number: str, updates: list[Update]) -> dict[str, Any]:
    last = updates[-1]
    done = last["resolved_at"] or last["closed_at"] if last["incident_state"] in DONE else ""
    caller = last["caller_id"] or "unknown"
    return {
        "subject": f"Incident {number}",
        "description": f"Subcategory {last['subcategory']}, symptom {last['u_symptom']}, by {last['contact_type']}",
        "createdAt": last["opened_at"],
        **({"resolvedAt": max(done, last["opened_at"]), "status": "closed"} if done else {"status": "in_progress"}),
        "category": f"Category {last['category']}",
        "priority": PRIORITIES.get(last["priority"], "medium"),
        "requester": {"email": f"caller{caller}@{HOST}", "name": f"Caller {caller}"},
        "metTarget": last["made_sla"] == "true",
        "reopenedAt": _grew(updates, "reopen_count"),
        "reassignedAt": _grew(updates, "reassignment_count"),
    }


def _grew(updates: list[Update], column: str) -> list[str]:
    """When the count went up, once for each that it went up by."""
    moments, known = [], 0
    for row in updates:
        moments += [row["sys_updated_at"]] * max(0, int(row[column]) - known)
        known = max(known, int(row[column]))
    return moments


def read(path: str) -> Iterator[Update]:
    """The rows of a gzipped CSV file."""
    with gzip.open(Path(path), "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    for each in tickets(read(sys.argv[1])):
        print(json.dumps(each))
