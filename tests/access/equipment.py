"""Devices and what belongs to them, for the access matrix."""

import secrets
from collections.abc import Mapping
from typing import Any

from app.accounts.models import BaseRole
from app.core.transaction import transaction
from app.equipment import queries, services
from app.equipment.schemas import TermsDraft
from tests.factories import equipment as devices
from tests.factories.people import PersonFactory

Values = Mapping[str, Any]


def device(owner: Any) -> Values:
    """A device that waits for the owner's answer."""
    row = devices.handed_over(owner)
    return {"pk": row.id, "device_id": row.id}


def used_device(owner: Any) -> Values:
    """A device that the owner uses."""
    row = devices.in_use(owner)
    return {"pk": row.id, "device_id": row.id, "custody_id": queries.open_custody(row).id}


def priced_device(_owner: Any) -> Values:
    """A device of which price and purchase are known."""
    return {"device_id": devices.device(purchase_cost="100.00", purchased_on="2024-01-01").id}


def manufacturer(_owner: Any) -> Values:
    """A manufacturer without models."""
    row = devices.manufacturer(f"Maker {secrets.token_hex(4)}")
    return {"pk": row.id, "manufacturer_id": row.id}


def model(_owner: Any) -> Values:
    """A model without devices."""
    row = devices.model(f"Model {secrets.token_hex(4)}")
    return {"pk": row.id, "model_id": row.id}


def pictured_model(_owner: Any) -> Values:
    """A model with a picture."""
    row = devices.model(f"Model {secrets.token_hex(4)}")
    with transaction():
        row.picture_key = f"equipment/models/{secrets.token_hex(8)}.webp"
    return {"model_id": row.id}


def terms(_owner: Any) -> Values:
    """A wording of the terms."""
    row = services.word_terms(TermsDraft(text=secrets.token_hex(8)), actor=PersonFactory(role=BaseRole.admin))
    return {"pk": row.id}


def new_device(_values: Values) -> Values:
    """A device of a known model with a tag that is free."""
    return {"tag": secrets.token_hex(8), "modelId": devices.model().id}


def new_model(_values: Values) -> Values:
    """A model of a known manufacturer."""
    return {"name": secrets.token_hex(8), "manufacturerId": devices.manufacturer().id}


def device_form(_values: Values) -> Values:
    """What the form of a device sends."""
    return {"tag": secrets.token_hex(8), "name": "Laptop", "model": devices.model().id, "state": "in_stock",
            "currency": "EUR"}  # fmt: skip


def model_form(_values: Values) -> Values:
    """What the form of a model sends."""
    return {"name": secrets.token_hex(8), "manufacturer": devices.manufacturer().id, "kind": "laptop",
            "floor_value": "0"}  # fmt: skip
