"""A bare application for what knows no feature: settings, texts, and no database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from flask_mail import Mail

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def bare_app(tmp_path: Path) -> Iterator[Flask]:
    """An application whose state lives in a folder of this test."""
    app = Flask("tests", template_folder=str(REPOSITORY / "templates"))
    app.config.update(
        TESTING=True,
        SECRET_KEY="a secret for tests only, long enough",
        VAR_DIR=str(tmp_path / "var"),
        PUBLIC_URL="http://localhost",
        DEFAULT_LOCALE="en",
        EMAIL_FROM="IT Helpdesk <helpdesk@example.com>",
        MAIL_SERVER=None,
        MAIL_PORT=587,
        MAIL_USE_TLS=False,
    )
    Babel(app)
    Mail(app)
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Real and hostile files of others, which are not part of this repository."""
    folder = Path(os.environ.get("HELPDESK_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "security").is_dir():
        pytest.skip("needs the sample data (HELPDESK_DATA): no folder security in it")
    return folder / "security"
