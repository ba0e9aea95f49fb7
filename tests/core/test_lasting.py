"""What was acknowledged survives a power cut; what the product does again by itself need not wait for the disk."""

import pytest
import sqlalchemy as sa

from app.core.db import is_sqlite
from app.core.transaction import transaction
from app.extensions import db

pytestmark = pytest.mark.real_commits


def waits_for_the_disk() -> bool:
    """As the database itself says it of the transaction at hand."""
    if is_sqlite():
        return db.session.scalar(sa.text("PRAGMA synchronous")) == 2  # FULL
    return db.session.scalar(sa.text("SHOW synchronous_commit")) != "off"


@pytest.fixture(autouse=True)
def durable(session):
    """The server of the tests waits for no disk at all; here it must."""
    if not is_sqlite():
        engine = db.engine
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                sa.text(f'ALTER DATABASE "{engine.url.database}" SET synchronous_commit = on')
            )
        engine.dispose()


def test_a_change_is_on_the_disk_unless_it_says_otherwise(session):
    for lasting in (True, False, True):
        with transaction(lasting=lasting):
            assert waits_for_the_disk() is lasting
    with transaction():
        assert waits_for_the_disk()


def test_the_outermost_decides(session):
    with transaction(), transaction(lasting=False):
        assert waits_for_the_disk()
