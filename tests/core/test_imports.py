"""Tables from anywhere: how they are written is found out, cells are read as people write them."""

import os
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from app.core.errors import Invalid
from app.core.exporting import csv_of, guarded
from app.core.imports import cells
from app.core.imports.columns import Column, guessed
from app.core.imports.delimited import LONGEST_CELL, Format, format_of, names_of, table_of
from app.core.imports.tables import JsonLines

SNIPE = Path(os.environ.get("HELPDESK_DATA", Path(__file__).parents[3] / "shared" / "data")) / "assets" / "snipe_it"
FORMULAS = SNIPE.parents[1] / "security" / "lists" / "formula_injection.txt"
PLAIN = Format()


@pytest.fixture(autouse=True)
def in_english(app):
    """Refusals are said in words."""
    with app.test_request_context():
        yield


def table(content):
    return table_of(lambda: BytesIO(content))


def rows(content):
    return [(line.number, line.cells) for line in table(content)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way_and_cells_keep_theirs(end):
    found = rows(end.join(["tag,notes", 'A1,"first', 'second"', "", "A2,third", " , ", "A3,"]).encode())
    assert found == [(2, ("A1", f"first{end}second")), (5, ("A2", "third")), (7, ("A3", ""))]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_the_encoding_is_found_out(encoding, found):
    content = "Name;Größe\nBüro;ä\n".encode(encoding)
    assert format_of(lambda: BytesIO(content)).encoding == found
    assert table(content).header == ["Name", "Größe"]
    assert rows(content) == [(2, ("Büro", "ä"))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter):
    content = f'a{delimiter}"b,;\t|c"{delimiter}d\n1{delimiter}2{delimiter}3\n'.encode()
    assert table(content).header == ["a", "b,; |c" if delimiter != "x" else "", "d"]


def test_blank_and_repeated_headers_get_numbers():
    assert names_of(["Name", "", "Name", " ", ""]) == ["Name", "#2", "Name #3"]


def test_rows_of_another_width():
    found = list(table(b"a,b\n1\n1,2,\n1,2,3\n"))
    assert [line.problem for line in found] == [None, None, "has 3 cells, the header names 2"]
    assert found[0].cells == ("1", "")


def test_a_quote_that_is_never_closed_is_one_wrong_row():
    found = list(table(b'a,b\n1,"2\n' + b"3,4\n" * 10_000))
    assert [line.number for line in found] == [2]
    assert f"more than {LONGEST_CELL} letters. Perhaps a quote is never closed" in found[0].problem


@pytest.mark.parametrize("content", [b"", b"\n \n,,\n"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(Invalid, match="empty"):
        table(content)


def test_thousands_of_columns_are_refused():
    with pytest.raises(Invalid, match="columns"):
        table(b"a," * 1000)


@pytest.mark.parametrize(("content", "is_day_first"), [(b"d\n3/4/23\n13/4/23\n", True), (b"d\n3/4/23\n", False),
                                                       (b"d\n13/4/23\n3/14/23\n", False)])  # fmt: skip
def test_the_order_of_day_and_month_is_found_out(content, is_day_first):
    assert format_of(lambda: BytesIO(content)).day_first is is_day_first


@pytest.mark.parametrize(
    ("cell", "form", "day"),
    [
        ("2026-03-02", PLAIN, date(2026, 3, 2)), ("2026-03-02 10:11:12", PLAIN, date(2026, 3, 2)),
        ("2.3.2026", PLAIN, date(2026, 3, 2)), ("02.03.26", PLAIN, date(2026, 3, 2)),
        ("3/2/26", PLAIN, date(2026, 3, 2)), ("2/3/2026", Format(day_first=True), date(2026, 3, 2)),
        ("1/23/99", PLAIN, date(1999, 1, 23)), ("31.2.2026", PLAIN, None), ("soon", PLAIN, None),
        ("1/1/1026", PLAIN, None),
    ],
)  # fmt: skip
def test_days(cell, form, day):
    assert read(cells.day, cell, form) == day


@pytest.mark.parametrize(
    ("cell", "sum_"),
    [
        ("1299", "1299"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("€ 1 234,50", "1234.50"), ("12,5", "12.5"),
        ("1,234", "1234"), ("1.234.567", "1234567"), ("USD 99.90", "99.90"), ("133289.59", "133289.59"),
        ("0.125", None), ("-3", None), ("a lot", None), ("1e9", None), ("", None), ("1.2.3,4", "123.4"),
        ("99999999999", None),
    ],
)  # fmt: skip
def test_sums(cell, sum_):
    assert read(cells.money, cell) == (None if sum_ is None else Decimal(sum_))


@pytest.mark.parametrize(("cell", "number"), [("30", 30), ("30.0", 30), ("0", None), ("1001", None), ("x", None)])
def test_whole_numbers(cell, number):
    assert read(cells.whole(1, 1000), cell) == number


def test_yes_and_no_and_known_words():
    assert [read(cells.yes_no, cell) for cell in ("Ja", "FALSE", "perhaps")] == [True, False, None]
    assert [read(cells.one_of({"Laptop": 1}), cell) for cell in ("laptop", "desk")] == [1, None]


def test_texts_that_no_database_keeps_are_refused():
    assert read(cells.text(10), "a\x00") is None
    assert read(cells.text(10), "a\udc80") is None
    assert read(cells.text(3), "abcd") is None
    assert read(cells.text(10), " a \n b ") == "a b"
    assert read(cells.text(10, is_one_line=False), "a\r\nb\rc") == "a\nb\nc"


def read(reader, cell, form=PLAIN):
    """What the reader makes of the cell; None when it refuses."""
    try:
        return reader(cell, form)
    except ValueError:
        return None


def test_columns_are_guessed_by_name_then_by_synonym_each_once():
    columns = (Column("tag", "Tag", cells.text(9), ("asset tag", "serial")), Column("serial", "Serial", cells.text(9)),
               Column("name", "Name", cells.text(9), ("item name",)))  # fmt: skip
    assert guessed(columns, ["Serial", "ASSET-TAG", "Item_Name", "Name #4"]) == {"tag": 1, "serial": 0, "name": 3}
    assert guessed(columns, ["Other"]) == {}


def test_json_lines_are_a_table_too():
    found = JsonLines(lambda: BytesIO(b'{"tag": "A", "n": 1}\n\nnonsense\n{"ok": true, "tag": null}\n[1]\n'))
    assert found.header == ["tag", "n", "ok"]
    assert [(line.number, line.cells, line.problem) for line in found] == [
        (1, ("A", "1", ""), None),
        (3, ("", "", ""), "is no JSON object"),
        (4, ("", "", "yes"), None),
        (5, ("", "", ""), "is no JSON object"),
    ]


@pytest.mark.parametrize(
    "value", ["=1+1", "+43 1", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+", "'quoted'", "plain", ""]
)
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(value):
    cell = guarded(value)
    assert cell[:1] not in set("=+-@\t\r")
    assert cells.unguarded(cell) == value.strip()


@pytest.mark.skipif(not FORMULAS.is_file(), reason="needs the sample data (HELPDESK_DATA): security")
def test_known_attacks_by_formula_are_guarded():
    for line in FORMULAS.read_text("utf-8", "replace").splitlines():
        assert guarded(line)[:1] not in set("=+-@\t\r")


def test_an_export_comes_in_pieces():
    rows = ([f"row {number}", None, True, Decimal("1.50"), date(2026, 1, 2)] for number in range(9000))
    pieces = list(csv_of(["a"], rows))
    assert len(pieces) > 2
    assert "".join(pieces).startswith("\ufeffa\r\nrow 0,,yes,1.50,2026-01-02\r\n")


@pytest.mark.skipif(not SNIPE.is_dir(), reason="needs the sample data (HELPDESK_DATA): assets")
@pytest.mark.parametrize(("name", "count"), [("assets-sample.csv", 22), ("assets-sample-BAD.csv", 200),
                                             ("assets-sample-BLANKS.csv", 200), ("users-sample.csv", 100)])  # fmt: skip
def test_real_samples_are_read_whole(name, count):
    found = table_of(lambda: (SNIPE / name).open("rb"))
    assert not [line for line in found if line.problem]
    assert len(list(found)) == count
