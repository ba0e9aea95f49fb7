"""The kits for the three faces: staff desk, portal and REST."""

from typing import NoReturn

from flask import Flask

from app.core.errors import NotFound


def prepare(app: Flask) -> None:
    """What must stand before Flask-AppBuilder and the features register: errors and the passage of every request."""
    from app.web import errors, security  # importing app.web.sentences alone must not load the web

    errors.init_app(app)
    security.init_app(app)


def furnish(app: Flask) -> None:
    """What comes after Flask-AppBuilder: filters, languages, files, the logo, the API's own document."""
    from app.web import company, files, filters, portal
    from app.web.api import docs

    filters.init_app(app)
    portal.init_app(app)
    for blueprint in (files.bp, company.bp, docs.bp):
        app.register_blueprint(blueprint)
    for endpoint in (
        "LocaleView.index",
        "UtilView.back",
    ):  # Flask-AppBuilder's: a GET that changes the session, a redirect
        app.view_functions[endpoint] = _closed


def _closed(**_path: object) -> NoReturn:
    raise NotFound
