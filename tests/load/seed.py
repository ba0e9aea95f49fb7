"""A big database, written in bulk: people, tickets, messages and their full text, as if two years had passed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

import sqlalchemy as sa

from app.accounts import passwords
from app.accounts.models import BaseRole, Role, Team, User, team_members
from app.core.db import is_sqlite
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import search
from app.tickets.models import NEVER, Category, Message, Ticket
from app.worker.jobs import learn_sizes

PASSWORD = "a long password for measuring"
WORDS = (  # noqa: SIM905  so many words read best as a text
    "laptop printer screen password network account mouse keyboard cable update mail calendar phone browser "
    "folder share access licence video meeting camera battery charger dock monitor driver error slow "
    "broken missing new blocked reset invoice room badge door wifi vpn server backup scanner "
    "toner paper headset microphone install crash login token certificate "
).split()
VOCABULARY = [*WORDS, *(f"{word}{number}" for number in range(1, 60) for word in WORDS)]  # and rarer words
RANKS = list(accumulate(1 / rank for rank in range(1, len(VOCABULARY) + 1)))  # Zipf's law: as words occur in texts
CHUNK = 2_000


def fill(tickets: int, messages_each: int, people: int, *, seed: int = 7) -> dict[str, Any]:
    """Write it all; answers the ids and addresses that a measurement needs."""
    rng = random.Random(seed)
    with transaction():
        teams = _teams()
        staff, employees = _people(people, teams)
        categories = list(db.session.scalars(sa.select(Category.id)))
    now = datetime.now(UTC)
    made = _tickets(rng, tickets, staff, employees, categories, [team.id for team in teams], now)
    for chunk in _chunks(made):
        with transaction():
            _write(chunk, messages_each, rng)
    _analyse()
    return {"staff": "agent0@example.org", "employee": "person0@example.org", "last_ticket": tickets}


def _teams() -> list[Team]:
    teams = [Team(name=name) for name in ("Service desk", "Networks", "Workplace")]
    db.session.add_all(teams)
    db.session.flush()
    return teams


def _people(count: int, teams: list[Team]) -> tuple[list[int], list[int]]:
    roles = {role.name: role for role in db.session.scalars(sa.select(Role))}
    hashed = passwords.hashed(PASSWORD)

    def person(name: str, role: BaseRole) -> User:
        return User(
            first_name=name.title(),
            last_name="",
            username=f"{name}@example.org",
            email=f"{name}@example.org",
            active=True,
            password=hashed,
            roles=[roles[role.value]],
            department=f"Department {len(name) % 8}",
            preferences={},
        )

    staff = [person(f"agent{number}", BaseRole.agent) for number in range(20)]
    employees = [person(f"person{number}", BaseRole.employee) for number in range(count - len(staff))]
    db.session.add_all([*staff, *employees, person("admin0", BaseRole.admin)])
    db.session.flush()
    rows = [{"team_id": teams[at % len(teams)].id, "user_id": agent.id} for at, agent in enumerate(staff)]
    db.session.execute(sa.insert(team_members), rows)
    return [agent.id for agent in staff], [employee.id for employee in employees]


def _tickets(
    rng: random.Random,
    count: int,
    staff: list[int],
    employees: list[int],
    categories: list[int],
    teams: list[int],
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """Two years of tickets, oldest first; the last two in a hundred are still open."""
    for number in range(1, count + 1):
        created = now - timedelta(days=730) * (1 - number / (count + 1))
        is_open = rng.random() < 0.02 or number > count * 0.995
        status = rng.choice(["open", "in_progress", "waiting_on_employee"]) if is_open else "closed"
        solved = None if is_open else created + timedelta(hours=rng.uniform(1, 90))
        if solved and now - solved < timedelta(days=6):
            status = "resolved"  # older ones were closed by the job long ago
        requester, assignee = rng.choice(employees), rng.choice(staff) if rng.random() > 0.2 or not is_open else None
        due = created + timedelta(days=4)
        yield {
            "id": number,
            "subject": _words(rng, k=6),
            "description": _words(rng, k=60),
            "status": status,
            "priority": rng.choice(["low", "medium", "medium", "high", "urgent"]),
            "category_id": rng.choice(categories),
            "requester_id": requester,
            "filed_by_id": requester,
            "assignee_id": assignee,
            "team_id": rng.choice(teams),
            "source": "portal",
            "is_spam": False,
            "is_active": is_open,
            "is_imported": True,
            "response_due_at": created + timedelta(days=1),
            "resolution_due_at": due,
            "due_at": due if is_open and status != "waiting_on_employee" else NEVER,
            "waiting_since": created if status == "waiting_on_employee" else None,
            "waited_seconds": 0,
            "reminders_sent": 2 if status == "waiting_on_employee" else 0,  # the jobs have nothing left to do
            "created_at": created,
            "updated_at": solved or created,
            "first_responded_at": created + timedelta(hours=1),
            "resolved_at": solved,
            "closed_at": solved if status == "closed" else None,
            "last_word_at": solved or created,
            "last_word_by_id": requester,
            "is_our_turn": is_open,
            "version": 1,
            "staff_version": 1,
        }


def _words(rng: random.Random, k: int) -> str:
    return " ".join(rng.choices(VOCABULARY, cum_weights=RANKS, k=k))


def _write(tickets: list[dict[str, Any]], messages_each: int, rng: random.Random) -> None:
    messages, texts = [], []
    for ticket in tickets:
        said = [_words(rng, k=25) for _number in range(messages_each)]
        for at, body in enumerate(said):
            is_staff = at % 2 == 0
            messages.append(
                {
                    "ticket_id": ticket["id"],
                    "author_id": ticket["assignee_id"]
                    if is_staff and ticket["assignee_id"]
                    else ticket["requester_id"],
                    "message_type": "admin" if is_staff else "user",
                    "body": body,
                    "created_at": ticket["created_at"] + timedelta(hours=at + 1),
                }
            )
        texts.append((ticket["id"] * 2, search.fold("\n".join([ticket["subject"], ticket["description"], *said]))))
    db.session.execute(sa.insert(Ticket), tickets)
    if messages:
        db.session.execute(sa.insert(Message), messages)
    _write_texts(texts)


def _write_texts(texts: list[tuple[int, str]]) -> None:
    if is_sqlite():
        statement = "INSERT INTO ticket_texts (rowid, body) VALUES (:id, :body)"
    else:
        statement = "INSERT INTO ticket_texts (id, vector) VALUES (:id, to_tsvector('simple', :body))"
    db.session.execute(sa.text(statement), [{"id": row_id, "body": body} for row_id, body in texts])


def _analyse() -> None:
    """What maintenance does in quiet hours: statistics for the planner, and a settled sequence."""
    if is_sqlite():
        learn_sizes(datetime.now(UTC))
        return
    with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for table in ("tickets", "ticket_messages"):
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        connection.exec_driver_sql("VACUUM ANALYZE")


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
