"""What every generated screen does: list, add, edit, delete, refuse, keep input, and answer nonsense with 4xx."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from tests.query_budget import allowed, counting
from tests.signing_in import sign_in

NONSENSE = ("-1", "abc", "1e3", "10" * 20, "0x1", "٣")


class ListContract:
    """A screen whose rows can be listed and opened. The subclass says where it is and makes a row."""

    address: ClassVar[str]  # /staff/categories
    view: ClassVar[str]  # the class's name, as arguments carry it
    keeper: ClassVar[str] = "carol"  # whose rights suffice
    refused: ClassVar[tuple[str, ...]] = ("alice", "mallory")

    def row(self) -> Any:
        """A saved row that the keeper sees."""
        raise AssertionError("the subclass makes a row")

    def name(self, row: Any) -> str:
        """What the list calls the row."""
        return str(row)

    @pytest.fixture(autouse=True)
    def cast(self, alice: Any, bob: Any, mia: Any, carol: Any, mallory: Any) -> None:
        """Everybody is there from the start: rows belong to some of them."""

    @pytest.fixture
    def browser(self, client: FlaskClient, request: pytest.FixtureRequest) -> FlaskClient:
        """A browser in which the keeper is signed in."""
        return sign_in(client, request.getfixturevalue(self.keeper))

    def test_the_list_shows_the_row_and_leads_to_it(self, browser: FlaskClient):
        row = self.row()
        page = browser.get(self.address)
        assert page.status_code == 200
        assert self.name(row) in _words(page.text)
        assert f'href="{self.address}/show/{row.id}"' in page.text

    def test_the_page_of_a_row_opens(self, browser: FlaskClient):
        page = browser.get(f"{self.address}/show/{self.row().id}")
        assert page.status_code == 200
        assert ">None<" not in page.text

    def test_the_list_keeps_its_query_budget(self, browser: FlaskClient):
        for _again in range(3):  # the budget must not grow with the rows
            self.row()
        browser.get(self.address)  # fills what is cached by process
        with counting(db.engine) as statements:
            assert browser.get(self.address).status_code == 200
        assert len(statements) <= allowed(self.address), "\n".join(statements)

    @pytest.mark.parametrize("nonsense", NONSENSE)
    @pytest.mark.parametrize("argument", ["page", "psize"])
    def test_nonsense_for_a_page_is_refused(self, browser: FlaskClient, argument: str, nonsense: str):
        assert browser.get(self.address, query_string={f"{argument}_{self.view}": nonsense}).status_code == 400

    def test_a_page_of_more_than_a_hundred_rows_is_refused(self, browser: FlaskClient):
        assert browser.get(f"{self.address}?psize_{self.view}=100").status_code == 200
        assert browser.get(f"{self.address}?psize_{self.view}=101").status_code == 400
        assert browser.get(f"{self.address}?psize_{self.view}=0").status_code == 400

    def test_a_page_too_far_back_is_refused(self, browser: FlaskClient):
        assert browser.get(f"{self.address}?page_{self.view}=399").status_code == 200
        assert browser.get(f"{self.address}?page_{self.view}=400").status_code == 400

    @pytest.mark.parametrize("column", ["password", "__class__", "user.password", "id; drop table tickets", "nope"])
    def test_sorting_by_anything_else_is_refused(self, browser: FlaskClient, column: str):
        assert browser.get(self.address, query_string={f"_oc_{self.view}": column}).status_code == 400
        assert browser.get(self.address, query_string={f"_od_{self.view}": "sideways"}).status_code == 400

    def test_each_head_that_sorts_does(self, browser: FlaskClient):
        self.row()
        heads = re.findall(rf'href="({re.escape(self.address)}\?[^"]*_oc_[^"]*)"', browser.get(self.address).text)
        assert all(browser.get(head.replace("&amp;", "&")).status_code == 200 for head in heads)

    @pytest.mark.parametrize("key", ["_flt_0_password", "_flt_9_id", "_flt_x_id", "_flt_-1_name", "_flt_0_", "_flt_"])
    def test_an_unknown_filter_is_refused(self, browser: FlaskClient, key: str):
        assert browser.get(self.address, query_string={key: "1"}).status_code == 400

    def test_every_filter_takes_sense_and_refuses_nonsense(self, browser: FlaskClient):
        for name, kind in _filters(browser.get(self.address).text):
            assert browser.get(self.address, query_string={name: ""}).status_code == 200
            assert browser.get(self.address, query_string={name: _nonsense(kind)}).status_code == 400, name

    @pytest.mark.parametrize("key", ["0", "-1", "abc", "10" * 20, "9000000", "%00", "1;2"])
    def test_a_row_that_does_not_exist_is_not_found(self, browser: FlaskClient, key: str):
        assert browser.get(f"{self.address}/show/{key}").status_code == 404

    def test_who_may_not_is_refused(self, client: FlaskClient, request: pytest.FixtureRequest):
        row = self.row()
        for who in self.refused:
            browser = sign_in(client, request.getfixturevalue(who))
            assert browser.get(self.address).status_code == 403
            assert browser.get(f"{self.address}/show/{row.id}").status_code == 403

    def test_a_stranger_is_asked_to_sign_in(self, client: FlaskClient):
        answer = client.get(f"{self.address}?psize_{self.view}=20")
        assert answer.status_code == 302
        assert answer.location.startswith("/login?next=")


class ScreenContract(ListContract):
    """A screen whose rows can also be added, edited and deleted; `sound` and `bad` are what a person fills in."""

    sound: ClassVar[Mapping[str, Any]]
    bad: ClassVar[Mapping[str, Any]]  # names what is wrong in one field; the others are as in `sound`
    changed: ClassVar[Mapping[str, Any]]
    label: ClassVar[str]  # the column that `sound` and `changed` fill with the row's name
    deletes: ClassVar[bool] = True

    def rows(self) -> list[Any]:
        """Every row, in the order made."""
        raise AssertionError("the subclass reads its rows")

    def filled(self, **more: Any) -> dict[str, Any]:
        """What a form sends."""
        return {**self.sound, **more}

    def test_a_row_is_added(self, browser: FlaskClient):
        before = len(self.rows())
        assert browser.get(f"{self.address}/add").status_code == 200
        answer = browser.post(f"{self.address}/add", data=self.filled())
        assert answer.status_code == 302, _errors(answer.text)
        row = self.rows()[-1]
        assert len(self.rows()) == before + 1
        assert getattr(row, self.label) == self.sound[self.label]
        assert answer.location == f"{self.address}/show/{row.id}"

    def test_bad_input_is_kept_and_nothing_is_written(self, browser: FlaskClient):
        before = len(self.rows())
        page = browser.post(f"{self.address}/add", data=self.filled(**self.bad))
        assert page.status_code == 200
        assert 'aria-invalid="true"' in page.text
        assert len(self.rows()) == before
        kept = [value for name, value in self.filled(**self.bad).items() if name == self.label and value]
        assert all(str(value)[:60] in _words(page.text) for value in kept)

    def test_a_row_is_edited(self, browser: FlaskClient):
        row = self.row()
        answer = browser.post(f"{self.address}/edit/{row.id}", data=self.edited(browser, row))
        assert answer.status_code == 302, _errors(answer.text)
        assert getattr(row, self.label) == self.changed[self.label]

    def test_an_edit_with_bad_input_changes_nothing(self, browser: FlaskClient):
        row = self.row()
        was = getattr(row, self.label)
        page = browser.post(f"{self.address}/edit/{row.id}", data={**self.edited(browser, row), **self.bad})
        assert page.status_code == 200
        assert 'aria-invalid="true"' in page.text
        assert getattr(row, self.label) == was

    def test_an_edit_of_what_changed_meanwhile_shows_what_changed(self, browser: FlaskClient):
        row = self.row()
        late = self.edited(browser, row)
        first = {**late, self.label: f"{self.changed[self.label]} first"}
        assert browser.post(f"{self.address}/edit/{row.id}", data=first).status_code == 302
        page = browser.post(f"{self.address}/edit/{row.id}", data=late)
        assert page.status_code == 200
        assert getattr(row, self.label) == first[self.label]
        assert first[self.label] in _words(page.text)
        assert browser.post(f"{self.address}/edit/{row.id}", data={**late, "seen": _seen(page.text)}).status_code == 302
        assert getattr(row, self.label) == self.changed[self.label]

    def test_a_row_is_deleted_by_its_name_only(self, browser: FlaskClient):
        if not self.deletes:
            pytest.skip("these rows are never deleted")
        row = self.row()
        ids = {each.id for each in self.rows()}
        address, key = f"{self.address}/delete/{row.id}", row.id
        assert browser.get(address).status_code == 200
        assert browser.post(address, data={"name": "something else"}).status_code == 200
        assert {each.id for each in self.rows()} == ids
        assert browser.post(address, data={"name": self.name(row)}).status_code == 302
        assert {each.id for each in self.rows()} == ids - {key}

    def test_who_may_not_write_is_refused(self, client: FlaskClient, request: pytest.FixtureRequest):
        row = self.row()
        before = len(self.rows())
        for who in self.refused:
            browser = sign_in(client, request.getfixturevalue(who))
            assert browser.get(f"{self.address}/add").status_code == 403
            assert browser.post(f"{self.address}/add", data=self.filled()).status_code == 403
            assert browser.post(f"{self.address}/edit/{row.id}", data=self.filled()).status_code == 403
        assert len(self.rows()) == before

    def edited(self, browser: FlaskClient, row: Any) -> dict[str, Any]:
        """What the edit form sends once `changed` was typed."""
        page = browser.get(f"{self.address}/edit/{row.id}")
        assert page.status_code == 200
        return {**self.filled(), **self.changed, "seen": _seen(page.text)}


def _seen(text: str) -> str:
    return re.findall(r'name="seen" value="([^"]*)"', text)[0]


def _words(text: str) -> str:
    for entity, letter in (("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _errors(text: str) -> str:
    return " ".join(re.findall(r"field__error[^>]*>.*?<span>(.*?)</span>", text, re.DOTALL)) or text[:2000]


def _filters(text: str) -> list[tuple[str, str]]:
    """Name and kind of each control of the filter bar."""
    found = dict.fromkeys(re.findall(r'<select[^>]*name="(_flt_[^"]+)"', text), "select")
    found |= dict.fromkeys(re.findall(r'data-name="(_flt_[^"]+)"', text), "relation")
    for tag in re.findall(r"<input[^>]*>", text):
        name, kind = re.search(r'name="(_flt_[^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        if name and kind and kind[1] != "hidden":
            found[name[1]] = kind[1]
    return sorted(found.items())


def _nonsense(kind: str) -> str:
    return "x" * 201 if kind in ("search", "text") else "2026-13-45" if kind == "date" else "nonsense"
