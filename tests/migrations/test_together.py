"""Several processes that set up one empty database at the same moment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.extensions import db
from tests.databases import ROOT, neutral_environment
from tests.emptied import contents, empty


@pytest.mark.real_commits
def test_three_that_start_at_once_set_up_one_database(app, session, tmp_path: Path):
    session.rollback()
    wanted = _summary(db.engine)
    empty(db.engine)
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    environment = os.environ | neutral_environment() | {"DATABASE_URL": address, "VAR_DIR": str(tmp_path)}

    started = [_init(environment) for _ in range(3)]

    for process in started:
        said, _nothing = process.communicate(timeout=120)
        assert process.returncode == 0, said
        assert "Traceback" not in said
    assert _summary(db.engine) == wanted


def _init(environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "run.py", "init"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _summary(engine: sa.Engine) -> dict[str, int]:
    return {name: len(rows) for name, rows in contents(engine).items() if name != "audit_entries"}
