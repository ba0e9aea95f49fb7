"""Reports that are not about tickets, and the page of definitions."""

import csv
import io
from datetime import date
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
from app.reports.registry import REPORTS
from app.reports.schemas import ReportQuery
from app.reports.tables import Table
from tests.factories import knowledge as articles
from tests.factories import tickets
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
