"""Who can be signed in by one click while the demo company is loaded."""

from typing import ClassVar

from flask import current_app

from app.core.settings import SettingsGroup


class DemoPeople(SettingsGroup):
    """The people on the sign-in page's cards; written when the demo company is loaded, empty otherwise."""

    group: ClassVar[str] = "demo_people"

    ids: tuple[int, ...] = ()


def demo_ids() -> tuple[int, ...]:
    """The ids of the cards; none in production, whatever the database holds."""
    return () if current_app.config["ENVIRONMENT"] == "production" else DemoPeople.current().ids
