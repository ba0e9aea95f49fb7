"""Recurring work on what the worker keeps."""

import pytest
import sqlalchemy as sa

from app.core.db import is_sqlite
from app.core.transaction import transaction
from app.extensions import db
from app.tickets.models import Ticket
from app.worker import jobs
from tests.factories import tickets

NEWEST = "SELECT subject FROM tickets WHERE priority = 'medium' ORDER BY id DESC LIMIT 30"


def sorts(connection) -> bool:
    """Whether all that match are sorted to find the newest."""
    connection.exec_driver_sql(NEWEST).all()  # an open connection notices news as it reads
    plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {NEWEST}").all())
    connection.rollback()
    return "TEMP B-TREE" in plan


@pytest.mark.real_commits
def test_open_connections_plan_for_the_size_of_the_tables(session, alice, clock):
    if not is_sqlite():
        pytest.skip("PostgreSQL looks at its tables by itself")
    tickets.ticket(alice)
    table = Ticket.__table__
    row = session.execute(sa.select(*(column for column in table.c if column.name != "id"))).mappings().one()
    with transaction():
        session.execute(sa.insert(table), [dict(row)] * 300)
    with db.engine.connect() as another:
        assert sorts(another)
        for _twice in range(2):
            jobs.learn_sizes(clock())
            assert not sorts(another)
