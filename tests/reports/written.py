"""Random tickets, written in bulk with their times, and what a slow reader remembers of them."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import BaseRole, Team, User
from app.core.transaction import transaction
from app.equipment.models import Equipment
from app.extensions import db
from app.rooms.models import Room
from app.tickets.models import NEVER, Category, Priority, Source, Ticket, TicketStatus, TimelineEntry
from tests.factories import equipment, rooms
from tests.factories.people import PersonFactory, TeamFactory
from tests.factories.tickets import category

MICROSECOND = timedelta(microseconds=1)
OPEN = (TicketStatus.open, TicketStatus.in_progress, TicketStatus.waiting_on_employee)


@dataclass
class Written:
    """One ticket as it was written, and when it was reopened."""

    values: dict[str, Any]
    department: str | None
    building: int | None = None
    model: int | None = None
    reopened: list[datetime] = field(default_factory=list)
    reassigned: list[datetime] = field(default_factory=list)


@dataclass
class Cast:
    """Who and what random tickets are about."""

    requesters: list[User]
    agents: list[User]
    teams: list[Team]
    categories: list[Category]
    rooms: list[Room]
    devices: list[Equipment]


def cast() -> Cast:
    """A few of each."""
    departments = ("Sales", "Research", None, "")
    return Cast(
        [PersonFactory(department=name) for name in departments],
        [PersonFactory(role=BaseRole.agent) for _each in range(3)],
        [TeamFactory() for _each in range(2)],
        [category(name) for name in ("Hardware", "Software", "Network")],
        [rooms.room(name, rooms.floor(at=rooms.building(name))) for name in ("Amber", "Birch")],
        [equipment.device(model_id=equipment.model(name).id) for name in ("Falke 14", "Adler 16")],
    )


def written(number: int, people: Cast, around: datetime, days: int, seed: int, *, now: datetime) -> list[Written]:
    """So many tickets filed in these days around a moment; some exactly on the second at which clocks change."""
    rng = random.Random(seed)
    made = [_ticket(rng, people, around, days, now) for _each in range(number)]
    with transaction():
        rows = sa.insert(Ticket.__table__).returning(Ticket.__table__.c.id, sort_by_parameter_order=True)
        for start in range(0, number, 1000):
            part = made[start : start + 1000]
            ids = db.session.scalars(rows, [ticket.values for ticket in part]).all()
            lines = [line for ticket, key in zip(part, ids, strict=True) for line in _timeline(ticket, key)]
            if lines:
                db.session.execute(sa.insert(TimelineEntry.__table__), lines)
    return made


def _ticket(rng: random.Random, people: Cast, around: datetime, days: int, now: datetime) -> Written:
    created = min(around + timedelta(seconds=rng.uniform(-days, days) * 86_400), now - timedelta(seconds=1))
    if rng.random() < 0.1:
        created = around + rng.choice((-1, 0, 1)) * MICROSECOND
    solved = created + timedelta(hours=rng.expovariate(1 / 60)) if rng.random() < 0.7 else None
    if solved and solved >= now:
        solved = None
    responded = created + timedelta(hours=rng.expovariate(1 / 10))
    is_spam = rng.random() < 0.05
    requester = rng.choice(people.requesters)
    room, device = rng.choice([None, *people.rooms]), rng.choice([None, *people.devices])
    values = {
        "subject": "Random", "description": "Random", "is_spam": is_spam, "is_imported": True,
        "met_target": rng.choice((None, None, True, False)),
        "status": rng.choice((TicketStatus.resolved, TicketStatus.closed)) if solved else rng.choice(OPEN),
        "priority": rng.choice(list(Priority)), "source": rng.choice(list(Source)),
        "room_id": room and room.id, "equipment_id": device and device.id,
        "category_id": rng.choice(people.categories).id, "requester_id": requester.id, "filed_by_id": requester.id,
        "assignee_id": rng.choice([None, *(agent.id for agent in people.agents)]),
        "team_id": rng.choice([None, *(team.id for team in people.teams)]),
        "is_active": solved is None and not is_spam, "created_at": created, "updated_at": created,
        "first_responded_at": responded if responded < now and rng.random() < 0.8 else None, "resolved_at": solved,
        "closed_at": None, "response_due_at": created + timedelta(hours=rng.choice((1, 4, 8, 16))),
        "resolution_due_at": created + timedelta(hours=rng.choice((8, 40, 80))) if rng.random() < 0.9 else None,
        "due_at": NEVER if solved or is_spam else rng.choice((created, now + timedelta(days=1))),
        "waited_seconds": 0, "reminders_sent": 0, "last_word_at": created, "is_our_turn": True, "version": 1,
        "staff_version": 1,
    }  # fmt: skip
    times = [created + timedelta(hours=rng.uniform(1, 500)) for _each in range(rng.choice((0, 0, 0, 1, 2)))]
    others = [created + timedelta(hours=rng.uniform(1, 300)) for _each in range(rng.choice((0, 0, 1, 3)))]
    back, given = ([time for time in moments if time < now] for moments in (times, others))
    places = room and room.building_id, device and device.model_id
    return Written(values, requester.department or None, *places, back, given)


def _timeline(ticket: Written, key: int) -> list[dict[str, Any]]:
    """Each reopening, and moves that are none."""
    line = {"ticket_id": key, "kind": "moved", "field": "status", "is_internal": False}
    back = [{**line, "created_at": time, "old": "resolved", "new": "in_progress"} for time in ticket.reopened]
    other = [{**line, "created_at": ticket.values["created_at"], "old": "open", "new": "in_progress"}]
    given = {"ticket_id": key, "kind": "assigned", "field": "assignee", "is_internal": False, "new": "Bob"}
    first = [{**given, "created_at": ticket.values["created_at"], "old": None}]
    return back + other + first + [{**given, "created_at": time, "old": "Ann"} for time in ticket.reassigned]
