"""Whose calendar is looked at: everybody's, a person's, a team's, a room's, a building's."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.models import Team, User, team_members
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.extensions import db
from app.rooms import queries as rooms
from app.rooms.models import Building, Room


@dataclass(frozen=True)
class Whose:
    """What a calendar is narrowed to; without both it is everybody's. `name` is how the page calls it."""

    name: str
    person_ids: frozenset[int] | None = None
    room_ids: frozenset[int] | None = None


def whose(text: str, actor: User) -> Whose:
    """The calendar that an address means: "", "me", "person:7", "team:2", "room:5"; `NotFound` for anything else."""
    kind, _colon, key = text.partition(":")
    if not kind:
        return Whose(_("Everybody"))
    if kind == "me":
        return Whose(_("Me"), frozenset({actor.id}))
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    if kind == "person":
        person = accounts.person(number)
        return Whose(person.name, frozenset({person.id}))
    if kind == "team":
        return _team(number)
    if kind == "room":
        room = rooms.room_for(actor, number)
        return Whose(room.name, room_ids=frozenset({room.id}))
    if kind == "building":
        building = rooms.place(Building, number)
        found = sa.select(Room.id).where(Room.building_id == building.id)
        return Whose(str(building), room_ids=frozenset(db.session.scalars(found)))
    raise NotFound


def _team(team_id: int) -> Whose:
    team = db.session.get(Team, team_id) if 0 < team_id <= MAX_ID else None
    if team is None:
        raise NotFound
    members = sa.select(team_members.c.user_id).where(team_members.c.team_id == team.id)
    return Whose(team.name, frozenset(db.session.scalars(members)))
