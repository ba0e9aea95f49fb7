"""The kits for the three faces: staff desk, portal and REST."""

from flask import Flask


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
