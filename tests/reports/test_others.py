"""Reports that are not about tickets, and the page of definitions."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.accounts.models import BaseRole
from app.core.errors import NotAllowed
from app.core.transaction import transaction
from app.equipment.models import Equipment, EquipmentModel, Manufacturer
from app.extensions import db
from app.knowledge import services as knowledge
from app.knowledge.schemas import FeedbackDraft
from app.reports import queries
from app.reports.queries.rooms import Use
from app.reports.registry import REPORTS
from app.reports.schemas import ReportQuery
from app.reports.tables import Table
from tests.factories import equipment, rooms, tickets
from tests.factories import knowledge as articles
from tests.factories.people import PersonFactory
from tests.reports.written_down import lines
from tests.signing_in import bearer_of, sign_in

PLAIN = [report.name for report in REPORTS.values() if report.fields]


def read(person: Any, name: str) -> Table:
    return queries.read(queries.ask(person, name, ReportQuery()))


def test_the_page_of_definitions_is_what_the_registry_says():
    page = Path(__file__).parents[2] / "docs" / "reports.md"
    assert page.read_text(encoding="utf-8") == "\n".join(lines()) + "\n"


def test_every_number_has_a_sentence_that_says_what_it_is():
    assert PLAIN
    columns = [(report.name, column) for report in REPORTS.values() for column in report.columns]
    assert not [name for name, column in columns if not str(column.definition).endswith(".")]
    assert all(str(report.definition).endswith(".") for report in REPORTS.values())


def test_knowledge_counts_readers_solutions_and_opinions(alice: Any, bob: Any, mia: Any, clock: Any):
    item = articles.item("Charging", bob)
    articles.item("Nobody reads this", bob)
    knowledge.note_opening(item, actor=alice)
    knowledge.give_feedback(item, FeedbackDraft(helpful=True), actor=alice)

    table = read(mia, "knowledge")

    assert [row.values for row in table.rows] == [
        {"title": "Charging", "read": 1, "solved": 0, "helpful": 1, "unhelpful": 0}
    ]


def test_searches_without_result_are_counted_by_their_words(alice: Any, mia: Any, clock: Any):
    for person in (alice, PersonFactory()):
        knowledge.note_search("Quantum  printer", 0, actor=person)
    knowledge.note_search("laptop", 3, actor=alice)

    [row] = read(mia, "searches-without-result").rows

    assert {name: row.values[name] for name in ("words", "times", "people")} == {
        "words": "quantum printer", "times": 2, "people": 2}  # fmt: skip


def test_deflection_sets_solutions_beside_tickets(alice: Any, bob: Any, mia: Any, clock: Any):
    knowledge.note_solved(articles.item("Charging", bob), None, actor=alice)
    tickets.ticket(alice)
    last = read(mia, "deflection").rows[-1]
    assert (last.values["solved"], last.values["filed"], last.values["share"]) == (1, 1, 0.5)


def test_devices_are_counted_and_worth_less_each_month(mia: Any, clock: Any):
    with transaction():
        model = EquipmentModel(name="Notebook 14", manufacturer=Manufacturer(name="Norvale"), depreciation_months=12,
                               floor_value=Decimal(0))  # fmt: skip
        db.session.add(model)
        db.session.flush()
        bought = {"purchased_on": date(2026, 1, 5), "purchase_cost": Decimal(1200), "currency": "EUR"}
        db.session.add_all(Equipment(tag=f"N-{n}", name="Notebook", model_id=model.id, **bought) for n in (1, 2))

    [line] = read(mia, "inventory").rows
    worth = read(mia, "depreciation")

    assert (line.values["model"], line.values["devices"]) == ("Notebook 14", 2)
    assert [row.values["worth"] for row in worth.rows] == [Decimal(1000)] * 2  # January and February are over
    assert worth.total.values["written_off"] == Decimal(400)


def test_sign_ins_and_audit_are_for_administrators(carol: Any, mia: Any, clock: Any):
    for name in ("sign-ins", "audit", "mail"):
        assert read(carol, name).columns
        with pytest.raises(NotAllowed):
            read(mia, name)


@pytest.mark.parametrize("name", PLAIN)
def test_every_other_report_opens_and_is_taken_along(client: Any, carol: Any, alice: Any, clock: Any, name: str):
    tickets.ticket(alice)
    sign_in(client, carol)
    assert "What the numbers mean" in client.get(f"/staff/reports/{name}").get_data(as_text=True)
    headers = bearer_of(carol)
    body = client.get(f"/api/v1/admin/reports/{name}", headers=headers).get_json()
    answer = client.get(f"/api/v1/admin/reports/{name}/export?format=csv", headers=headers)
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) == len(body["rows"]) + 1
    assert len(rows[0]) == len(body["columns"])
    for kind in ("xlsx", "pdf"):
        assert client.get(f"/staff/reports/{name}/export?format={kind}").status_code == 200


def test_agents_do_not_see_who_signed_in(bob: Any, carol: Any):
    assert bob.base_role is BaseRole.agent
    assert {report.name for report in queries.readable_reports(carol)} == REPORTS.keys()
    assert "sign-ins" not in {report.name for report in queries.readable_reports(bob)}


def test_room_use_counts_booked_over_opening_hours_by_the_rooms_own_clock(alice: Any, mia: Any, clock: Any):
    office = {str(day): ["09:00", "19:00"] for day in range(5)}
    amber, birch = rooms.room("Amber", opening_hours=office), rooms.room("Birch")
    start = datetime(2026, 3, 3, 9, tzinfo=UTC)  # a Tuesday, 10:00 in Vienna
    rooms.booking(alice, amber.id, start, title="Salary of Bob", ends_at=start + timedelta(hours=5))

    table = queries.read(queries.ask(mia, "room-use", ReportQuery(from_=date(2026, 3, 2), to=date(2026, 3, 8))))

    first, second = (row.values for row in table.rows)
    assert first == {
        "room": "Amber", "building": "Main house", "capacity": 6, "bookings": 1, "booked": 5 * 3600,
        "open": 50 * 3600, "share": 0.1,
    }  # fmt: skip
    assert (second["room"], second["open"], second["share"]) == (birch.name, 7 * 86_400, 0)
    assert table.total.values["share"] == 5 / (50 + 7 * 24)
    assert "Salary" not in str(table)


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(mia: Any, clock: Any):
    rooms.room("Amber")
    [row] = queries.read(queries.ask(mia, "room-use", ReportQuery(from_=date(2026, 3, 29), to=date(2026, 3, 29)))).rows
    assert row.values["open"] == 23 * 3600


def test_what_is_booked_outside_of_the_opening_hours_of_the_period_does_not_count(mia: Any, clock: Any):
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    use = Use([(monday + timedelta(days=day, hours=8), monday + timedelta(days=day, hours=18)) for day in range(2)])
    use.add(monday + timedelta(hours=17), monday + timedelta(days=1, hours=9))
    use.add(monday + timedelta(days=1, hours=20), monday + timedelta(days=1, hours=21))
    assert (use.bookings, use.booked) == (1, 2 * 3600)


def test_tickets_are_grouped_by_room_building_and_model_and_open_them(client: Any, mia: Any, alice: Any, clock: Any):
    device = equipment.in_use(alice)
    tickets.ticket(alice, room_id=rooms.room("Amber").id), tickets.ticket(alice, equipment_id=device.id)
    labels = {}
    for by in ("room", "building", "model"):
        table = queries.read(queries.ask(mia, "tickets", ReportQuery(group_by=by)))
        labels[by] = {row.label: row.values["created"] for row in table.rows}
    assert labels == {
        "room": {"Amber": 1, "No room": 1}, "building": {"Main house": 1, "No room": 1},
        "model": {"Falke 14": 1, "No device": 1},
    }  # fmt: skip
    sign_in(client, mia)
    page = client.get(table.rows[0].links["created"]).get_data(as_text=True)
    assert "Model of the device" in page or "Without" in page


def test_a_category_with_a_comma_in_its_name_opens_its_own_tickets(client: Any, mia: Any, alice: Any, clock: Any):
    tickets.ticket(alice, category="Phones, pagers")
    tickets.ticket(alice, "Not this one", category="Hardware")
    table = queries.read(queries.ask(mia, "categories", ReportQuery(group_by="category")))
    [address] = [row.links["created"] for row in table.rows if row.label == "Phones, pagers"]
    sign_in(client, mia)
    page = client.get(address).get_data(as_text=True)
    assert "Screen stays black" in page
    assert "Not this one" not in page
    narrowed = client.get("/staff/reports/tickets", query_string={"category": "Phones\\, pagers"}).get_data(
        as_text=True
    )
    assert '<option value="Phones\\, pagers" selected>' in narrowed
