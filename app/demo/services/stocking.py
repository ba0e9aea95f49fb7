"""What the company owns moves in: models, 140 devices and their lives, written at once as part of the caller's
transaction. The table of moves is obeyed; asking the services 700 times would take longer than the rest.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from app.accounts.models import User
from app.core.company import CompanySettings
from app.demo.houses import STORE
from app.demo.stock import KEEPERS, Plan, Product, Step, plans, products
from app.demo.texts import read
from app.demo.travel import Traveller
from app.equipment import search, services
from app.equipment.models import (
    HELD,
    Custody,
    DeviceEvent,
    DeviceKind,
    DeviceState,
    Equipment,
    EquipmentModel,
    EquipmentMove,
    HandOverTerms,
    Manufacturer,
)
from app.equipment.schemas import TermsDraft
from app.extensions import db
from app.rooms.models import Room

SEED = 20_260_302
BEFORE_TERMS = (1500, 210)  # days ago
ON_SHELF = {DeviceEvent.stock, DeviceEvent.reserve, DeviceEvent.return_, DeviceEvent.retire}
TERMS_NUMBER = "WP-{:04}"  # of a certificate of wiping


def stock_up(people: dict[str, User], rooms: dict[str, Room], traveller: Traveller, now: datetime) -> None:
    """Makers, models, terms and devices, each with its history."""
    terms = _word_terms(people["carl"], traveller, now)
    models = _models(now)
    chance = Random(SEED)  # noqa: S311  the same company every time
    made = plans(chance)
    devices = [_device(plan, models[plan.model], products()[plan.model], chance, now) for plan in made]
    for plan, device in zip(made, devices, strict=True):
        if place := plan.room or (STORE if plan.steps[-1].event in ON_SHELF else None):
            device.room_id = rooms[place].id
    db.session.add_all(devices)
    db.session.flush()
    for plan, device in zip(made, devices, strict=True):
        _live(plan, device, people, terms, now)
    db.session.flush()
    search.write_texts((device.id, search.words_of(device)) for device in devices)


def _word_terms(author: User, traveller: Traveller, now: datetime) -> list[HandOverTerms]:
    worded = []
    for text, days in zip(read("equipment")["terms"], BEFORE_TERMS, strict=True):
        traveller.moment = now - timedelta(days=days)
        worded.append(services.word_terms(TermsDraft(text=text), actor=author))
    traveller.moment = None
    return worded


def _models(now: datetime) -> list[EquipmentModel]:
    lines = ([cell.strip() for cell in line.split("|")] for line in read("equipment")["makers"])
    makers = {name: Manufacturer(name=name, website=site, support_phone=phone) for name, site, phone in lines}
    db.session.add_all(makers.values())
    models = [_model(product, makers[product.maker], now) for product in products()]
    db.session.add_all(models)
    return models


def _model(product: Product, maker: Manufacturer, now: datetime) -> EquipmentModel:
    end = (now + timedelta(days=30.4 * product.end_of_life)).date() if product.end_of_life else None
    return EquipmentModel(
        name=product.name, kind=DeviceKind(product.kind), manufacturer=maker, warranty_months=product.warranty,
        depreciation_months=product.months, floor_value=Decimal(0), end_of_life_on=end,
    )  # fmt: skip


def _device(plan: Plan, model: EquipmentModel, product: Product, chance: Random, now: datetime) -> Equipment:
    zone = ZoneInfo(CompanySettings.current().zone_name)
    bought = (now - timedelta(days=plan.steps[0].days_ago)).astimezone(zone).date()
    letters = "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ23456789", k=8))
    return Equipment(
        tag=plan.tag, serial_number=f"{product.prefix}{letters}", name=str(model), model=model, purchased_on=bought,
        purchase_cost=Decimal(product.price), warranty_ends_on=services.months_after(bought, product.warranty),
        created_at=now - timedelta(days=plan.steps[0].days_ago), updated_at=now,
    )  # fmt: skip


def _live(plan: Plan, device: Equipment, people: dict[str, User], terms: list[HandOverTerms], now: datetime) -> None:
    """Write the history, and who had the device from when to when."""
    custody: Custody | None = None
    for number, (step, before, after) in enumerate(plan.states()):
        at = now - timedelta(days=step.days_ago)
        holder_id = custody.holder_id if custody else None
        if step.event in {DeviceEvent.hand_over, DeviceEvent.lend}:
            due_on = (now + timedelta(days=step.due_in)).date() if step.due_in else None
            custody = Custody(equipment_id=device.id, holder_id=people[step.person or ""].id, due_on=due_on)
            custody.began_at = custody.created_at = at
            db.session.add(custody)
        elif step.event is DeviceEvent.accept and custody:
            custody.accepted_at, custody.terms = at, terms[step.days_ago < BEFORE_TERMS[1]]
        elif custody and after not in HELD:
            custody.ended_at, custody = at, None
        db.session.add(_move(plan, device, step, (before, after), people, number, at, holder_id))
        device.state, device.updated_at = after, at
        device.holder_id = custody.holder_id if custody else None


def _move(
    plan: Plan, device: Equipment, step: Step, states: tuple[DeviceState | None, DeviceState], people: dict[str, User],
    number: int, at: datetime, holder_id: int | None,
) -> EquipmentMove:  # fmt: skip
    actor = people[step.actor or KEEPERS[(plan.model + number) % len(KEEPERS)]]
    return EquipmentMove(
        equipment_id=device.id, event=step.event, from_state=states[0], to_state=states[1], actor_id=actor.id,
        person_id=people[step.person].id if step.person else holder_id, room_id=device.room_id, reason=step.reason,
        proof=TERMS_NUMBER.format(device.id) if step.event is DeviceEvent.dispose else "", created_at=at,
    )  # fmt: skip
