"""Devices: what there is, who has it, what it is worth."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.equipment import queries as equipment
from app.equipment.depreciation import StraightLine
from app.equipment.models import KIND_WORDS, STATE_WORDS, Custody, DeviceKind, DeviceState, Equipment, EquipmentModel
from app.extensions import db
from app.reports.asked import Asked
from app.reports.queries.tables import field_table
from app.reports.tables import Row, Table

MOST = 5_001
AT_ONCE = 1_000
SOON = timedelta(days=90)
GONE = (DeviceState.retire_pending, DeviceState.disposed, DeviceState.missing)


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


def state_table(asked: Asked) -> Table:
    """Devices by state, as they stand now, in the order of a device's life."""
    question = equipment.visible_to(asked.actor).with_only_columns(
        Equipment.state, sa.func.count(), maintain_column_froms=True
    )
    found = dict(tuple(row) for row in db.session.execute(question.group_by(Equipment.state)))
    rows = [
        Row(state.value, str(word), {"state": str(word), "devices": found[state]},
            {"devices": f"/staff/equipment/?_flt_0_state={state.value}"})
        for state, word in STATE_WORDS.items() if state in found
    ]  # fmt: skip
    table = field_table(asked, rows)
    table.total.values = {"devices": sum(found.values())}
    return table


def warranty_table(asked: Asked) -> Table:
    """Devices in hand whose warranty ends within ninety days, the first to end first."""
    today = asked.now.astimezone(asked.period.zone).date()
    ends = Equipment.warranty_ends_on
    question = equipment.visible_to(asked.actor).join(Equipment.model).with_only_columns(
        Equipment.id, Equipment.tag, EquipmentModel.name, Equipment.state, ends, maintain_column_froms=True
    )  # fmt: skip
    question = question.where(ends >= today, ends <= today + SOON, Equipment.state.not_in(GONE))
    rows = [
        Row(str(key), tag, {"tag": tag, "model": model, "state": str(STATE_WORDS[state]), "warranty": day},
            {"tag": f"/staff/equipment/show/{key}"})
        for key, tag, model, state, day in db.session.execute(question.order_by(ends, Equipment.id).limit(MOST))
    ]  # fmt: skip
    return field_table(asked, rows)


def book_value_table(asked: Asked) -> Table:
    """What devices cost and are worth by kind and currency; read in pieces, equal purchases once."""
    sums: dict[tuple[DeviceKind, str], list[Decimal]] = {}
    for kind, currency, cost, floor, months, bought, number in _purchases(asked):
        line = StraightLine(cost, floor, months, bought)
        group = sums.setdefault((kind, currency or ""), [Decimal(0), Decimal(0), Decimal(0)])
        for at, value in enumerate((Decimal(1), cost, line.worth(asked.period.last))):
            group[at] += number * value
    rows = [
        Row(f"{kind.value}:{currency}", str(KIND_WORDS[kind]), {
            "kind": str(KIND_WORDS[kind]), "currency": currency, "devices": int(number), "cost": cost, "worth": worth,
            "written_off": cost - worth,
        }) for (kind, currency), (number, cost, worth) in sums.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.values["currency"], -row.values["worth"]))
    table = field_table(asked, rows)
    if len({row.values["currency"] for row in rows}) == 1:
        table.total.values = {name: sum((row.values[name] for row in rows), Decimal(0)) for name in MONEY}
    return table


def _purchases(asked: Asked) -> Iterable[Any]:
    """What was bought alike on one day, and how many of it."""
    alike = (EquipmentModel.kind, Equipment.currency, Equipment.purchase_cost, EquipmentModel.floor_value,
             EquipmentModel.depreciation_months, Equipment.purchased_on)  # fmt: skip
    question: sa.Select[Any] = equipment.visible_to(asked.actor).join(Equipment.model)
    question = question.where(Equipment.purchase_cost.is_not(None), Equipment.purchased_on.is_not(None))
    columns: list[Any] = [*alike, sa.func.count()]
    question = question.with_only_columns(*columns, maintain_column_froms=True).group_by(*alike)
    return db.session.execute(question.execution_options(yield_per=AT_ONCE))


MONEY = ("cost", "worth", "written_off")
