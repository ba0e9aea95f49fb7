"""Questions about labels; never writes. `label_for` is the gate of a scanned token."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.company import CompanySettings
from app.core.db import MAX_ID
from app.core.errors import NotFound, require
from app.core.links import absolute
from app.equipment import queries as equipment
from app.equipment.models import KIND_WORDS, Equipment, EquipmentModel
from app.extensions import db
from app.knowledge import queries as knowledge
from app.knowledge.queries import FoundItem
from app.labels import policies
from app.labels.models import Label
from app.labels.printing import Sticker
from app.rooms import queries as rooms
from app.rooms.models import Building, Floor, Room
from app.tickets import queries as tickets
from app.tickets.models import KnownProblem
from app.tickets.scanning import Scanned

LONGEST_TOKEN = 40
ARTICLES = 3
MARK = re.compile("</?mark>")
MEETING_ROOM = _l("Meeting room")
SAMPLE = "x" * 22  # as long as a token, so that a preview's codes are as dense as the printed ones
WITH_THINGS = (
    joinedload(Label.equipment).joinedload(Equipment.model).joinedload(EquipmentModel.manufacturer),
    joinedload(Label.equipment).joinedload(Equipment.room),
    joinedload(Label.room).joinedload(Room.floor).joinedload(Floor.building).joinedload(Building.site),
)


def label_for(token: str) -> Label:
    """The live label of this token, with its thing; unknown and revoked ones are `NotFound` alike."""
    live = sa.and_(Label.token == token[:LONGEST_TOKEN], Label.revoked_at.is_(None))
    label = db.session.scalar(sa.select(Label).where(live).options(*WITH_THINGS))
    if label is None:
        raise NotFound
    return label


def scanned(token: str) -> Scanned | None:
    """What a token stands for: a device and the room where it is, or a room; None for unknown and revoked ones."""
    try:
        label = label_for(token)
    except NotFound:
        return None
    device = label.equipment
    return Scanned(label.equipment_id, device.room_id if device is not None else label.room_id)


@dataclass(frozen=True)
class Shown:
    """What a label leads to, with what is known about it."""

    device: Equipment | None
    room: Room | None
    problems: Sequence[KnownProblem]
    reports: Mapping[int, tuple[int, bool]]  # by problem: how many said "Me too", and whether the reader did
    articles: Sequence[FoundItem]


def shown(label: Label, reader: User, now: datetime) -> Shown:
    """The thing behind a label, its known problems, and what this reader may read about its model."""
    device = label.equipment
    room = device.room if device is not None else label.room
    problems = tickets.problems_about(device, room, now)
    reports = tickets.reports_of(problems, reader) if problems else {}
    return Shown(device, room, problems, reports, _instructions(reader, _words(device, room)))


def _instructions(reader: User, words: list[str]) -> list[FoundItem]:
    """What is written about one of these; whoever scanned has not asked, so what is merely likely is left out."""
    found: dict[int, FoundItem] = {}
    for word in words:
        if len(found) < ARTICLES:
            hits = knowledge.suggest(reader, word, ARTICLES)
            found.update({hit.item.id: hit for hit in hits if word.lower() in _text(hit)})
    return list(found.values())[:ARTICLES]


def _text(hit: FoundItem) -> str:
    return f"{hit.item.title} {hit.item.summary} {MARK.sub('', hit.snippet)}".lower()


def _words(device: Equipment | None, room: Room | None) -> list[str]:
    """What instructions would name, in the reader's words and in English; a meeting room's own name says nothing."""
    if device is not None:
        kind = device.model.kind
        return _once([device.model.name, str(KIND_WORDS[kind]), kind.value])
    return _once([str(MEETING_ROOM), "Meeting room"]) if room and room.is_bookable else [str(room or "")]


def _once(words: list[str]) -> list[str]:
    return list({word.lower(): word for word in words if word}.values())


def label_by_id(actor: User, label_id: int) -> Label:
    """A label, live or not, for those who print them; else `NotFound`."""
    require(policies.can_print(actor))
    label = db.session.get(Label, label_id) if 0 < label_id <= MAX_ID else None
    if label is None:
        raise NotFound
    return label


def live_labels(device_ids: Sequence[int] = (), room_ids: Sequence[int] = ()) -> Sequence[Label]:
    """The live labels of these things, those of devices first, in the order in which the things are named."""
    named = sa.or_(Label.equipment_id.in_(device_ids), Label.room_id.in_(room_ids))
    found = db.session.scalars(sa.select(Label).where(Label.revoked_at.is_(None), named)).all()
    devices = {label.equipment_id: label for label in found if label.equipment_id}
    doors = {label.room_id: label for label in found if label.room_id}
    ordered = [devices.get(key) for key in device_ids] + [doors.get(key) for key in room_ids]
    return [label for label in ordered if label is not None]


def device_labels(device: Equipment) -> Sequence[Label]:
    """Every label that a device had, the latest first."""
    rows = sa.select(Label).where(Label.equipment_id == device.id).options(joinedload(Label.issued_by))
    return db.session.scalars(rows.order_by(Label.id.desc()).limit(20)).all()


def room_labels(room: Room) -> Sequence[Label]:
    """Every label that a room had, the latest first."""
    rows = sa.select(Label).where(Label.room_id == room.id).options(joinedload(Label.issued_by))
    return db.session.scalars(rows.order_by(Label.id.desc()).limit(20)).all()


def things_to_label(
    actor: User, device_ids: Sequence[int], room_ids: Sequence[int]
) -> tuple[list[Equipment], list[Room]]:
    """The devices and rooms of these ids that the actor may see, in the same order; unknown ones are left out."""
    device_rows = equipment.visible_to(actor).where(Equipment.id.in_(device_ids))
    known = {row.id: row for row in db.session.scalars(device_rows.options(*equipment.WITH_ALL))}
    doors = rooms.rooms_by_id(actor, room_ids)
    return (
        [known[key] for key in dict.fromkeys(device_ids) if key in known],
        [doors[key] for key in dict.fromkeys(room_ids) if key in doors],
    )


def stickers(
    devices: Sequence[Equipment], doors: Sequence[Room], labels: Sequence[Label] | None = None
) -> list[Sticker]:
    """What each label says; without `labels`, with a sample code, for a preview."""
    foot = CompanySettings.current().name
    tokens = {(row.equipment_id, row.room_id): row.token for row in labels or ()}
    for_devices = [Sticker(_address(tokens.get((row.id, None))), row.tag, _device_name(row), foot) for row in devices]
    for_doors = [Sticker(_address(tokens.get((None, row.id))), row.name, row.place, foot) for row in doors]
    return for_devices + for_doors


def _device_name(device: Equipment) -> str:
    model = str(device.model)
    return device.name if device.name and device.name != device.model.name else model


def _address(token: str | None) -> str:
    return absolute(f"/q/{token or SAMPLE}")
