"""Whether the operator lets a demo company be here."""

from flask import current_app


def is_production() -> bool:
    """Whether real people work here: no demo company then."""
    return bool(current_app.config["ENVIRONMENT"] == "production")


def is_wanted() -> bool:
    """Whether the demo company is to be loaded into an empty database when the server starts."""
    return bool(current_app.config["DEMO"])
