"""The generated screens of equipment keep the contracts of every screen."""

import secrets

import pytest

from app.accounts.models import BaseRole
from app.equipment import services
from app.equipment.models import Equipment, EquipmentModel, HandOverTerms, Manufacturer
from app.equipment.schemas import TermsDraft
from app.extensions import db
from tests.contracts.screens import ListContract, ScreenContract
from tests.factories import equipment as devices
from tests.factories.people import PersonFactory


def every(model):
    """All rows, in the order made."""
    return db.session.scalars(db.select(model).order_by(model.id)).all()


class TestManufacturers(ScreenContract):
    address, view, keeper = "/staff/manufacturers", "ManufacturerView", "bob"
    label = "name"
    sound = {"name": "Sturm", "website": "https://sturm.example", "support_phone": "+43 1 234"}
    bad = {"website": "no address"}
    changed = {"name": "Sturm und Söhne"}

    def row(self):
        return devices.manufacturer(f"Maker {secrets.token_hex(4)}")

    def rows(self):
        return every(Manufacturer)


class TestModels(ScreenContract):
    address, view, keeper = "/staff/equipment-models", "ModelView", "bob"
    label = "name"
    sound = {"name": "Spatz 13", "kind": "laptop", "warranty_months": "36", "depreciation_months": "",
             "floor_value": "50", "end_of_life_on": "", "is_active": "y"}  # fmt: skip
    bad = {"warranty_months": "-1"}
    changed = {"name": "Spatz 14"}

    def row(self):
        return devices.model(f"Model {secrets.token_hex(4)}")

    def name(self, row):
        return row.name

    def filled(self, **more):
        return {**self.sound, "manufacturer": devices.manufacturer().id, **more}

    def rows(self):
        return every(EquipmentModel)


class TestDevices(ScreenContract):
    address, view, keeper = "/staff/equipment", "EquipmentView", "bob"
    label, deletes = "name", False
    sound = {"tag": "LT-77", "serial_number": "SN 77", "name": "Loan laptop", "state": "in_stock",
             "purchased_on": "2025-03-01", "purchase_cost": "999.90", "currency": "eur", "warranty_ends_on": "",
             "notes": ""}  # fmt: skip
    bad = {"currency": "Euro"}
    changed = {"name": "Loan laptop of the lobby"}

    def row(self):
        return devices.device(name=f"Device {secrets.token_hex(4)}")

    def name(self, row):
        return row.name

    def filled(self, **more):
        return {**self.sound, "model": devices.model().id, **more}

    def rows(self):
        return every(Equipment)

    def test_a_search_finds_by_tag(self, browser):
        row = self.row()
        page = browser.get(self.address, query_string={"_flt_0_tag": row.tag.lower()})
        assert row.name in page.text
        assert row.name not in browser.get(self.address, query_string={"_flt_0_tag": "zebra"}).text


class TestTerms(ListContract):
    address, view = "/staff/hand-over-terms", "HandOverTermsView"
    refused = ("alice", "bob", "mallory")

    def row(self):
        return services.word_terms(
            TermsDraft(text=f"Rules {secrets.token_hex(4)}"), actor=PersonFactory(role=BaseRole.admin)
        )

    def name(self, row):
        return row.text

    def test_new_terms_are_worded(self, browser):
        assert browser.post(f"{self.address}/add", data={"text": "Take care."}).status_code == 302
        assert every(HandOverTerms)[-1].text == "Take care."


@pytest.mark.usefixtures("session")
def test_a_model_is_called_by_maker_and_name():
    assert str(devices.model()) == "Nordwind Falke 14"
