"""Files: typed cells, nothing that a spreadsheet would run, every row, and pages that can be read."""

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from app.core.transaction import transaction
from app.tickets import services
from app.tickets.models import TicketStatus
from tests.factories import tickets
from tests.factories.people import PersonFactory
from tests.signing_in import bearer_of, sign_in

EVIL = '=HYPERLINK("http://evil")'
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def download(client: Any, mia: Any, alice: Any, bob: Any, clock: Any) -> Any:
    """A function that fetches a file as the manager; there are an evil and a solved ticket."""
    tickets.ticket(alice, EVIL)
    solved = tickets.ticket(PersonFactory(first_name="山田 太郎", department="研究"), "Ünïcode ☃")
    clock.advance(hours=2)
    services.move_ticket(solved, TicketStatus.resolved, actor=bob)
    headers = bearer_of(mia)

    def fetch(path: str, **query: Any) -> Any:
        answer = client.get(f"/api/v1/admin/reports/{path}/export", headers=headers, query_string=query)
        assert answer.status_code == 200
        return answer

    return fetch


def lines(answer: Any) -> list[list[str]]:
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def cells(answer: Any, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """Type and text of every cell, by row."""
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ET.fromstring(book.read(name))
        tree = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return [[(cell.get("t", "n"), "".join(cell.itertext())) for cell in row] for row in tree.iter(f"{CELL}row")]


def test_a_list_has_a_row_for_each_ticket_and_runs_no_formula(download: Any):
    answer = download("tickets-list")
    found = lines(answer)
    assert answer.headers["Content-Disposition"] == "attachment; filename=tickets-list-2026-03-02.csv"
    assert len(found) == 3
    assert found[2][1] == f"'{EVIL}"
    assert found[1][1] == "Ünïcode ☃"
    assert found[1][10] == "2026-03-02T10:00:00+01:00"


def test_a_workbook_has_typed_cells(download: Any):
    title, first, second = cells(download("tickets-list", format="xlsx"))
    assert title[0] == ("inlineStr", "Number")
    assert second[1] == ("inlineStr", EVIL)  # a text by its type: nothing runs it
    assert first[0][0] == "n"
    assert float(first[10][1]) == pytest.approx(46083 + 10 / 24)  # 2 March 2026, 10:00 in Vienna


def test_a_list_is_narrowed_as_the_queue_is(download: Any):
    assert len(lines(download("tickets-list", status="resolved"))) == 2


def test_a_report_has_its_totals_and_the_period_before(download: Any):
    found = lines(download("tickets", **{"from": "2026-03-01", "to": "2026-03-02"}))
    assert found[0] == ["Day", "Filed", "Solved", "Reopened", "Open at the end"]
    assert found[1:] == [
        ["Mar 1, 2026", "0", "0", "0", "0"],
        ["Mar 2, 2026", "2", "1", "0", "1"],
        ["All", "2", "1", "0", "1"],
        ["The period before", "0", "0", "0", "0"],
    ]


def test_durations_are_seconds_in_text_and_time_in_a_workbook(download: Any):
    query = {"from": "2026-03-02", "to": "2026-03-02"}
    found = lines(download("response-and-resolution", **query))
    at = found[0].index("Resolution, median (seconds)")
    assert found[1][at] == "7200"
    assert float(cells(download("response-and-resolution", format="xlsx", **query))[1][at][1]) == pytest.approx(1 / 12)


def test_the_overview_compares_two_rows(download: Any):
    assert [row[0] for row in lines(download("overview"))] == ["Period", "This period", "The period before"]


@pytest.mark.parametrize("name", ["tickets", "agents", "busiest-hours", "overview", "backlog", "tickets-list"])
def test_a_document_has_a_letterhead_and_numbered_pages(download: Any, name: str):
    document = pypdfium2.PdfDocument(download(name, format="pdf").get_data())
    texts = [page.get_textpage().get_text_range() for page in document]
    assert "IT Helpdesk" in texts[0]
    assert f"Page 1 of {len(texts)}" in texts[0]
    document.close()


def test_a_long_list_goes_on_beyond_one_reading(download: Any, alice: Any, monkeypatch: pytest.MonkeyPatch):
    from app.reports.queries import listing

    monkeypatch.setattr(listing, "AT_ONCE", 1)
    assert len(lines(download("tickets-list"))) == 3


def test_a_sheet_that_is_full_goes_on_in_the_next(download: Any, monkeypatch: pytest.MonkeyPatch):
    from app.reports.exports import workbook

    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    monkeypatch.setattr(workbook, "AT_ONCE", 1)
    answer = download("tickets-list", format="xlsx")
    assert [len(cells(answer, sheet)) for sheet in (1, 2)] == [2, 2]


def test_a_page_offers_the_files_to_those_who_may_take_them(client: Any, mia: Any, bob: Any):
    offered = []
    for person in (mia, bob):
        sign_in(client, person)
        offered.append("Take along" in client.get("/staff/reports/tickets").get_data(as_text=True))
        offered.append(client.get("/staff/reports/tickets/export?format=xlsx").status_code == 200)
        offered.append(client.get("/staff/reports/tickets-list/export?view=open").status_code == 200)
    assert offered == [True] * 3 + [False] * 3


def test_an_unknown_kind_of_file_is_malformed(client: Any, mia: Any):
    answer = client.get("/api/v1/admin/reports/tickets/export?format=doc", headers=bearer_of(mia))
    assert answer.status_code == 400


def test_spam_is_in_no_list(download: Any, bob: Any):
    from app.extensions import db
    from app.tickets.models import Ticket

    with transaction():
        db.session.query(Ticket).filter_by(subject=EVIL).one().is_spam = True
    assert len(lines(download("tickets-list"))) == 2
