"""The kit of generated screens: what a screen must say, what it shows, how it reads forms and addresses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder import ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import force_locale

from app.core import catalog
from app.core.errors import Conflict, Invalid, Stale
from app.tickets.admin import CategoryView, TicketView
from app.tickets.models import NEVER, Category, KnownProblem, Priority, Ticket, TicketStatus
from app.tickets.schemas import CategoryChange
from app.web.admin import BareView, CatalogView, ServiceModelView, TableInterface, Word, refuse_bare_views
from app.web.admin.cells import plain, shown_value
from tests.factories.people import PersonFactory, TeamFactory
from tests.factories.tickets import category, ticket
from tests.signing_in import sign_in


class Sound(CatalogView):
    """A screen that says everything; each test takes one thing away."""

    datamodel = TableInterface(Category)
    route_base = "/staff/sound"
    class_permission_name = "Category"
    schema = CategoryChange
    list_title = "Sound"
    list_columns = show_columns = add_columns = edit_columns = search_columns = order_columns = ["name"]
    base_order = ("name", "asc")


@pytest.mark.parametrize(
    ("lacking", "complaint"),
    [
        ({"list_columns": None}, "list_columns is missing"),
        ({"show_columns": None}, "show_columns is missing"),
        ({"add_columns": []}, "add_columns is missing"),
        ({"edit_columns": None}, "edit_columns is missing"),
        ({"search_columns": None}, "search_columns is missing"),
        ({"order_columns": None}, "order_columns is missing"),
        ({"base_order": None}, "base_order is missing"),
        ({"base_order": ("question", "asc")}, "base_order names no order column"),
        ({"route_base": "/categories"}, "route_base does not start with /staff/"),
        ({"route_base": None}, "route_base does not start with /staff/"),
        ({"class_permission_name": None}, "class_permission_name is missing"),
        ({"schema": None}, "schema is missing"),
        ({"list_title": ""}, "list_title is missing"),
        ({"datamodel": SQLAInterface(Category)}, "datamodel is no TableInterface"),
        ({"list_columns": ["name", "question"]}, "no label for question"),
    ],
)
def test_a_screen_that_leaves_something_open_does_not_start(session, lacking, complaint):
    with pytest.raises(BareView, match=complaint):
        type("Lacking", (Sound,), lacking)()


def test_a_screen_that_says_everything_starts(session):
    assert Sound().search_columns == ["name"]


def test_no_search_columns_mean_none_and_not_all(session):
    screen = type("Silent", (Sound,), {"search_columns": []})()
    assert not screen.possible_filters


def test_a_state_without_a_word_does_not_start(session, monkeypatch):
    from app.web.admin.words import WORDS

    monkeypatch.delitem(WORDS, (Priority, "low"))
    with pytest.raises(BareView, match=r"no word for <Priority\.low"):
        type(
            "Wordless",
            (Sound,),
            {"list_columns": ["name", "default_priority"], "label_columns": {"default_priority": "P"}},
        )()


def test_a_bare_view_of_the_library_is_refused(app: Flask):
    refuse_bare_views(app.appbuilder)

    class Bare:
        baseviews = [ModelView.__new__(ModelView)]

    with pytest.raises(BareView, match="ModelView is a bare ModelView"):
        refuse_bare_views(Bare())


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "empty"),
        ("", "empty"),
        ([], "empty"),
        ({}, "empty"),
        (NEVER, "empty"),
        (True, "yes_no"),
        (False, "yes_no"),
        (0, "number"),
        (Decimal("0.00"), "amount"),
        ("text", "text"),
        (date(2026, 3, 2), "date"),
        (datetime(2026, 3, 2, tzinfo=UTC), "moment"),
        (TicketStatus.open, "word"),
        (Word("x"), "word"),
        (["a"], "list"),
    ],
)
def test_every_value_has_its_way_to_be_shown(session, value, kind):
    assert shown_value(value, "Label").kind == kind


def test_people_show_as_people(alice):
    assert (shown_value(alice, "").kind, shown_value([alice], "").kind) == ("person", "people")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "nothing"), (True, "Yes"), (False, "No"), (Priority.high, "High"), ("as it is", "as it is")],
)
def test_a_chip_says_its_value_in_words(app, value, text):
    with app.test_request_context(), force_locale("en"):
        assert plain(shown_value(value, "")) == text


def test_filters_of_one_request_never_meet_another(client, bob, alice):
    ticket(alice, "Broken lamp")
    ticket(alice, "Slow screen")
    browser = sign_in(client, bob)
    assert "Slow screen" not in browser.get("/staff/ticket-records?_flt_0_subject=lamp").text
    assert "Slow screen" in browser.get("/staff/ticket-records").text


def test_a_page_shows_its_part_and_leads_on(client, bob, alice):
    for number in range(7):
        ticket(alice, f"Lamp {number}")
    browser = sign_in(client, bob)
    first = browser.get("/staff/ticket-records?psize_TicketView=3").text
    assert "1 to 3 of 7" in first
    assert "Lamp 6" in first
    assert "Lamp 3" not in first
    assert "page_TicketView=1" in first
    last = browser.get("/staff/ticket-records?psize_TicketView=3&page_TicketView=2").text
    assert "7 to 7 of 7" in last
    assert "page_TicketView=3" not in last
    assert "Nothing matches" not in browser.get("/staff/ticket-records?page_TicketView=9").text


def test_wild_cards_of_the_database_mean_themselves(client, bob):
    category("100% paper")
    browser = sign_in(client, bob)
    assert "100% paper" in browser.get("/staff/categories", query_string={"_flt_0_name": "%"}).text
    assert "Hardware" not in browser.get("/staff/categories", query_string={"_flt_0_name": "%"}).text
    assert "100% paper" not in browser.get("/staff/categories", query_string={"_flt_0_name": "1__%"}).text


def test_counting_stops_past_ten_thousand(session, alice, monkeypatch):
    monkeypatch.setattr("app.web.admin.interface.EXACT_UP_TO", 2)
    for _each in range(4):
        ticket(alice)
    total, rows = TableInterface(Ticket).query(order_column="id", page=0, page_size=10)
    assert (total, len(rows)) == (3, 4)


@pytest.mark.parametrize("key", ["abc", "", "-1", "1.5", "9" * 30, None, "١"])
def test_what_is_no_id_leads_to_no_row(session, key):
    category()
    assert TableInterface(Category).get(key) is None


def test_a_picker_finds_by_name_mail_and_number(session, alice):
    row = ticket(alice, "Lamp with 100%")
    tickets, people = TableInterface(KnownProblem), TableInterface(Ticket)
    assert people.hits("requester", "ALICE@") == [alice]
    assert people.hits("requester", "%") == []
    assert tickets.hits("leading_ticket", f"#{row.id}") == [row]
    assert tickets.hits("leading_ticket", "100%") == [row]
    assert tickets.hits("leading_ticket", "9" * 40) == []


def test_a_picker_offers_nobody_who_left(session):
    gone = PersonFactory(active=False, first_name="Gone Person")
    assert gone not in TableInterface(Ticket).hits("requester", "Gone")


def test_a_catalogue_row_is_not_overwritten_unseen(session, carol):
    row = category(question="As it was")
    names = CategoryChange.model_fields
    seen = catalog.mark(row, names)
    catalog.save(row, CategoryChange(name="Hardware", question="First"), actor=carol, seen=seen)
    with pytest.raises(Stale):
        catalog.save(row, CategoryChange(name="Hardware", question="Second"), actor=carol, seen=seen)
    assert row.question == "First"
    catalog.save(row, CategoryChange(name="Hardware", question="Second"), actor=carol, seen=catalog.mark(row, names))
    assert row.question == "Second"


def test_a_mark_counts_the_named_columns_only(session):
    row = category(question="A")
    seen = catalog.mark(row, ["name"])
    category(question="B")
    assert catalog.mark(row, ["name"]) == seen
    assert catalog.mark(row, ["name", "question"]) != catalog.mark(category(question="C"), ["name", "question"])


def test_a_refusal_stands_at_its_field_or_above_the_form(app: Flask, session):
    view = next(view for view in app.appbuilder.baseviews if isinstance(view, CategoryView))
    with app.test_request_context():
        form = view.add_form()
        form.refuse(Invalid.for_field("teamId", "Not this team."))
        form.refuse(Invalid.for_field("name", "Not this name."))
        form.refuse(Conflict("Not now."))
        form.refuse(Invalid("Not so.", errors={"nowhere": ["Who knows where."]}))
        assert list(form.team.errors) == ["Not this team."]
        assert list(form.name.errors) == ["Not this name."]
        assert form.form_errors == ["Not now.", "Who knows where."]


def test_a_screen_without_services_writes_nothing(app: Flask, session, carol):
    class Lame(ServiceModelView):
        datamodel = TableInterface(Category)
        route_base = "/staff/lame"
        class_permission_name = "Category"
        schema = CategoryChange
        list_title = "Lame"
        list_columns = show_columns = add_columns = edit_columns = search_columns = order_columns = ["name"]
        base_order = ("name", "asc")

    screen, row = Lame(), category()
    for attempt in (
        lambda: screen.create(None, carol),
        lambda: screen.change(row, None, carol),
        lambda: screen.remove(row, carol),
    ):
        with pytest.raises(Exception, match="405"):
            attempt()


def test_actions_need_the_permission_to_write(app: Flask):
    view = next(view for view in app.appbuilder.baseviews if isinstance(view, TicketView))
    assert {view.method_permission_name[name] for name in ("claim", "spam", "action", "action_post")} == {"write"}
    assert set(view.base_permissions) == {"can_read", "can_write"}


def test_a_screen_without_actions_has_no_address_for_them(app: Flask):
    rules = {str(rule) for rule in app.url_map.iter_rules()}
    assert "/staff/ticket-records/action_post" in rules
    assert "/staff/categories/action_post" not in rules
    assert not {rule for rule in rules if rule.startswith("/staff/") and ("/download/" in rule or "/api" in rule)}


def test_a_small_relation_offers_what_is_in_use_and_what_is_chosen(app: Flask, session):
    used, unused = TeamFactory(name="Alpha"), TeamFactory(name="Omega", is_active=False)
    row = category(team=unused)
    view = next(view for view in app.appbuilder.baseviews if isinstance(view, CategoryView))
    with app.test_request_context():
        form: Any = view.edit_form(obj=row)
        assert used in form.team.offered
        assert unused in form.team.offered
        assert unused not in view.add_form().team.offered


def test_screens_name_the_permission_that_the_menu_asks_for(app: Flask, client, bob, carol):
    assert "/staff/audit-log" in sign_in(client, carol).get("/staff/categories").text
    assert "/staff/audit-log" not in sign_in(client, bob).get("/staff/categories").text
