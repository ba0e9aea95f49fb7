"""What is in the database after all the killing, compared with what the clients were told."""

import time
from dataclasses import dataclass

import sqlalchemy as sa

from tests.faults.clients import Clients

TELLING_SECONDS = 900  # leases of killed relays end after five minutes

TICKETS = "SELECT subject, id FROM tickets"
HALF = {
    "no line in the timeline": "SELECT id FROM tickets WHERE id NOT IN (SELECT ticket_id FROM ticket_timeline)",
    "no full text": "SELECT id FROM tickets WHERE id * 2 NOT IN (SELECT {text_id} FROM ticket_texts)",
    "no key": "SELECT id FROM tickets WHERE subject NOT IN (SELECT key FROM idempotency_keys WHERE status = 201)",
    "a key without its ticket": "SELECT id FROM idempotency_keys WHERE key NOT IN (SELECT subject FROM tickets)",
    "nobody was told": (
        "SELECT id FROM tickets WHERE id NOT IN (SELECT ticket_id FROM notifications WHERE what = 'ticket_received')"
    ),
}
TOLD_TWICE = (
    "SELECT ticket_id, user_id, what FROM notifications GROUP BY ticket_id, user_id, what HAVING count(*) > 1",
    "SELECT ticket_id, user_id, template FROM deliveries GROUP BY ticket_id, user_id, template HAVING count(*) > 1",
)
UNTOLD = "SELECT count(*) FROM outbox_messages WHERE told_at IS NULL AND dead_at IS NULL"
DEAD = "SELECT count(*) FROM outbox_messages WHERE dead_at IS NOT NULL"


@dataclass
class Findings:
    """The figures."""

    acknowledged: int
    answers: dict[int, int]
    lost: int
    twice: int
    half_written: dict[str, int]
    told_twice: int
    dead_letters: int

    @property
    def is_bad(self) -> bool:
        """Whether a promise was broken."""
        return bool(self.lost or self.twice or any(self.half_written.values()) or self.told_twice or self.dead_letters)

    def __str__(self) -> str:
        half = sum(self.half_written.values())
        kinds = ", ".join(f"{kind}: {count}" for kind, count in self.half_written.items() if count)
        return (
            f"acknowledged {self.acknowledged}, lost {self.lost}, twice {self.twice}, half-written {half}"
            f"{kinds and f' ({kinds})'}, told twice {self.told_twice}, dead letters {self.dead_letters}, "
            f"answers {self.answers}"
        )


def look(environment: dict[str, str], clients: Clients) -> Findings:
    """Wait until everything was told, then compare."""
    url = environment["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg2://")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        _wait_until_told(connection)
        rows = connection.execute(sa.text(TICKETS)).all()
        text_id = "rowid" if engine.dialect.name == "sqlite" else "id"
        known = dict.fromkeys((subject for subject, _id in rows), 0)
        for subject, _id in rows:
            known[subject] += 1
        findings = Findings(
            acknowledged=len(clients.acknowledged),
            answers=dict(clients.answers),
            lost=len(set(clients.acknowledged.items()) - {(subject, number) for subject, number in rows}),
            twice=sum(count > 1 for count in known.values()),
            half_written={
                kind: _count(connection, question.format(text_id=text_id)) for kind, question in HALF.items()
            },
            told_twice=sum(_count(connection, question) for question in TOLD_TWICE),
            dead_letters=connection.scalar(sa.text(DEAD)) or 0,
        )
    engine.dispose()
    return findings


def _wait_until_told(connection: sa.Connection) -> None:
    deadline = time.monotonic() + TELLING_SECONDS
    while connection.scalar(sa.text(UNTOLD)) and time.monotonic() < deadline:
        connection.rollback()
        time.sleep(1)
    connection.rollback()


def _count(connection: sa.Connection, question: str) -> int:
    return len(connection.execute(sa.text(question)).all())
