"""The migrations as a whole: each can be taken back over filled tables, and together they make what the models say."""

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from app.extensions import db, migrate
from tests.emptied import contents, fill

pytestmark = pytest.mark.real_commits


def revisions() -> list[str]:
    """Oldest first."""
    return [script.revision for script in ScriptDirectory(migrate.directory).walk_revisions()][::-1]


@pytest.fixture
def engine(session) -> sa.Engine:
    session.rollback()
    return db.engine


def test_each_step_goes_up_down_and_up_again_over_filled_tables(engine):
    fill(engine)
    flask_migrate.downgrade(revision="base")
    for nth, revision in enumerate(revisions()):
        flask_migrate.upgrade(revision=revision)
        fill(engine, nth)
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision=revision)


def test_taking_everything_back_leaves_nothing(engine):
    fill(engine)

    flask_migrate.downgrade(revision="base")

    assert list(contents(engine)) == ["alembic_version"]


def test_the_migrations_make_what_the_models_say(engine):
    flask_migrate.check()


def test_a_forgotten_migration_is_noticed(engine, caplog):
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE teams ADD COLUMN forgotten INTEGER"))

    with pytest.raises(SystemExit):
        flask_migrate.check()

    assert "forgotten" in caplog.text


def test_a_migration_that_orphans_rows_is_undone(engine, caplog):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL checks foreign keys itself")
    with engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("INSERT INTO team_members (team_id, user_id) VALUES (999, 1)")
        connection.commit()

    with pytest.raises(SystemExit):
        flask_migrate.upgrade()

    assert "rows without their parents" in caplog.text


def test_sqlite_checks_foreign_keys_again_after_a_migration(engine):
    if engine.dialect.name != "sqlite":
        pytest.skip("a switch of SQLite")
    flask_migrate.upgrade()

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
