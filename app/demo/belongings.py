"""What tickets of the demo company are about: the device in hand, a printer near by, a room that is named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.demo import houses
from app.demo.wishes import Topic, Wish
from app.equipment.models import HELD, Custody, DeviceState, Equipment, EquipmentModel
from app.extensions import db
from app.labels.models import Label
from app.rooms.models import Room

SEED = 20_260_303
SCANNED = 0.3  # of those who could scan, so many do
PRINTS_LABELS = "Etikett"


@dataclass(frozen=True)
class Thing:
    """A device: what it is, whose, where, since when, and the code on its sticker."""

    device_id: int
    kind: str
    model: str
    tag: str
    state: DeviceState
    holder_id: int | None
    room_id: int | None
    since: datetime  # when its holder got it
    token: str | None
    stuck_at: datetime | None


class Belongings:
    """Knows the devices and rooms of the company; its own chance, so that nothing else changes with it."""

    def __init__(self, people: dict[str, User], sites: dict[str, str]) -> None:
        self.people, self.sites = people, sites
        self.chance = Random(SEED)  # noqa: S311  the same company every time
        self.things = [Thing(*row) for row in db.session.execute(_all())]
        self.rooms: dict[str, int] = dict(db.session.execute(sa.select(Room.name, Room.id)).all())
        self.closed = {self.rooms[name] for _site, _floor, name, *_rest in houses.CLOSED}
        self.site_of = {self.rooms[name]: site for site, _floor, name, *_rest in (*houses.ROOMS, *houses.CLOSED)}
        bookable = "|".join(name for _site, _floor, name, *_rest in houses.ROOMS)
        self.named_room = re.compile(rf"\b(?:room|the) ({bookable})\b|\b({bookable}) room\b")

    def named(self, wish: Wish, topic: Topic, requester: str, at: datetime) -> dict[str, Any]:
        """What a ticket about this wish says of devices and rooms, as fields of its draft."""
        found = self.named_room.search(f"{wish.subject} {wish.description}")
        room_id = self.rooms[found[1] or found[2]] if found else None
        thing = self._thing(topic, requester, at, room_id)
        if thing is None:
            return {"room_id": room_id} if room_id else {}
        return self.fields(thing, at, is_scanned=self._must_scan(thing) or self.chance.random() < SCANNED)

    def fields(self, thing: Thing, at: datetime, *, is_scanned: bool) -> dict[str, Any]:
        """The fields of a draft that name a device and where it stands; scanned, if its sticker was on by then."""
        fields: dict[str, Any] = {"equipment_id": thing.device_id}
        if is_scanned and thing.stuck_at and thing.stuck_at < at:
            return fields | {"scan_token": thing.token}
        if self._must_scan(thing):
            return {}
        return fields if thing.room_id in self.closed else fields | {"room_id": thing.room_id}

    def own(self, person: str, kind: str) -> Thing:
        """What somebody has been using for longest, of a kind."""
        mine = [each for each in self._of([kind]) if each.holder_id == self.people[person].id]
        return min(mine, key=lambda each: each.since)

    def on_shelf(self, kind: str) -> Thing:
        """One that is in stock."""
        return next(each for each in self._of([kind]) if each.state is DeviceState.in_stock)

    def in_room(self, kind: str, room: str) -> Thing:
        """What stands in a room."""
        return next(each for each in self._of([kind]) if each.room_id == self.rooms[room])

    def _thing(self, topic: Topic, requester: str, at: datetime, room_id: int | None) -> Thing | None:
        there = [each for each in self._of(topic.things) if each.since < at and each.state in HELD]
        mine = [each for each in there if each.holder_id == self.people[requester].id]
        fixed = [each for each in there if each.kind in houses.PLACES and self._fits(each, topic, requester, room_id)]
        choice = fixed or mine
        return self.chance.choice(choice) if choice else None

    def _fits(self, thing: Thing, topic: Topic, requester: str, room_id: int | None) -> bool:
        if thing.kind != "printer":
            return thing.room_id == room_id
        for_labels = topic.departments == ("Production",)
        near = for_labels or self.site_of[thing.room_id or 0] == self.sites[requester]
        return near and thing.model.startswith(PRINTS_LABELS) == for_labels

    def _must_scan(self, thing: Thing) -> bool:
        """Whether nobody but its holder may name it otherwise: it stands where nobody books."""
        return thing.kind in houses.PLACES and thing.room_id in self.closed

    def _of(self, kinds: Iterable[str]) -> list[Thing]:
        return [each for kind in kinds for each in self.things if each.kind == kind]


def _all() -> sa.Select[Any]:
    held = sa.and_(Custody.equipment_id == Equipment.id, Custody.ended_at.is_(None))
    live = sa.and_(Label.equipment_id == Equipment.id, Label.revoked_at.is_(None))
    columns = (Equipment.id, EquipmentModel.kind, EquipmentModel.name, Equipment.tag, Equipment.state,
               Equipment.holder_id, Equipment.room_id, sa.func.coalesce(Custody.began_at, Equipment.created_at),
               Label.token, Label.created_at)  # fmt: skip
    rows = sa.select(*columns).join(Equipment.model).outerjoin(Custody, held).outerjoin(Label, live)
    return rows.order_by(Equipment.id)
