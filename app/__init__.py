"""IT Helpdesk Pro: tickets, equipment, rooms and knowledge for an IT department."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import force_locale

import config
from app.extensions import db, mail, migrate
from app.web.translated import TranslatedEnvironment

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application, ready to serve; `settings` replace those of the environment."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.jinja_environment = TranslatedEnvironment
    app.config.update(config.from_environment())
    app.config.update(settings or {})
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    mail.init_app(app)
    with app.app_context(), force_locale("en"):  # FAB reads lazy texts while it builds screens: no query
        from app.wiring import wire  # models and screens need the bound extensions

        wire(app)
    return app
