"""The one history of migrations: up, down, up again, and no drift from the models."""

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db


@pytest.mark.real_commits
def test_models_and_migrations_agree(app: Flask, session):
    flask_migrate.check()  # leaves the process when it finds a difference


@pytest.mark.real_commits
def test_down_and_up_again(app: Flask, session):
    before = tables()
    db.session.rollback()
    flask_migrate.downgrade(revision="base")
    assert tables() <= {"alembic_version", "sqlite_sequence"}
    flask_migrate.upgrade()
    assert tables() == before


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names())
