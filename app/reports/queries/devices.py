"""Devices: what there is, who has it, what it is worth."""

from decimal import Decimal

import sqlalchemy as sa

from app.accounts.models import User
from app.equipment import queries as equipment
from app.equipment.models import KIND_WORDS, STATE_WORDS, Custody, Equipment, EquipmentModel
from app.extensions import db
from app.reports.asked import Asked
from app.reports.queries.tables import field_table
from app.reports.tables import Row, Table

MOST = 5_001


def inventory_table(asked: Asked) -> Table:
    """Devices by model and state, as they stand now."""
    seen = equipment.visible_to(asked.actor)
    question = seen.join(Equipment.model).with_only_columns(
        EquipmentModel.id, EquipmentModel.name, EquipmentModel.kind, Equipment.state, sa.func.count(),
        maintain_column_froms=True,
    )  # fmt: skip
    question = question.group_by(EquipmentModel.id, EquipmentModel.name, EquipmentModel.kind, Equipment.state)
    rows = [
        Row(f"{key}:{state}", name, {"model": name, "kind": str(KIND_WORDS[kind]), "state": str(STATE_WORDS[state]),
                                     "devices": number},
            {"devices": f"/staff/equipment/?_flt_0_model={key}"})
        for key, name, kind, state, number in db.session.execute(question.order_by(EquipmentModel.name).limit(MOST))
    ]  # fmt: skip
    return field_table(asked, rows)


def custody_table(asked: Asked) -> Table:
    """Devices that somebody holds now."""
    seen = equipment.visible_to(asked.actor).join(Custody, Custody.equipment_id == Equipment.id)
    question = seen.join(User, User.id == Custody.holder_id).join(Equipment.model).where(Custody.ended_at.is_(None))
    question = question.with_only_columns(
        Equipment.id, Equipment.tag, EquipmentModel.name, User.id, User.first_name, User.department, Custody.began_at,
        Custody.due_on, Custody.accepted_at, maintain_column_froms=True,
    )  # fmt: skip
    rows = [
        Row(str(key), tag, {"tag": tag, "model": model, "holder": name, "department": department or "",
                            "since": began, "due": due, "accepted": accepted},
            {"tag": f"/staff/equipment/show/{key}", "holder": f"/staff/people/{holder}"})
        for key, tag, model, holder, name, department, began, due, accepted
        in db.session.execute(question.order_by(User.first_name, Equipment.tag).limit(MOST))
    ]  # fmt: skip
    return field_table(asked, rows)


def worth_table(asked: Asked) -> Table:
    """What devices cost and are worth in the evening of the period's last day."""
    seen = equipment.visible_to(asked.actor).options(*equipment.WITH_ALL).order_by(Equipment.tag).limit(MOST)
    rows = []
    for device in db.session.scalars(seen):
        line = equipment.depreciation(device)
        if line is None:
            continue
        worth = line.worth(asked.period.last)
        rows.append(Row(str(device.id), device.tag, {
            "tag": device.tag, "model": device.model.name, "bought": line.bought_on, "currency": device.currency,
            "cost": line.cost, "worth": worth, "written_off": line.cost - worth, "warranty": device.warranty_ends_on,
        }, {"tag": f"/staff/equipment/show/{device.id}"}))  # fmt: skip
    table = field_table(asked, rows)
    if len({row.values["currency"] for row in rows}) == 1:
        table.total.values = {name: sum((row.values[name] for row in rows), Decimal(0)) for name in MONEY}
    return table


MONEY = ("cost", "worth", "written_off")
