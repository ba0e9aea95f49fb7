"""How audited actions, deliveries and jobs are said to an administrator."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.operations.admin.words.actions import ACTIONS
from app.operations.admin.words.jobs import JOBS
from app.operations.admin.words.mails import MAILS
from app.operations.admin.words.states import Standing
from app.operations.admin.words.things import THINGS

__all__ = ["ACTIONS", "JOBS", "MAILS", "THINGS", "Standing", "action", "details", "job", "spoken", "thing"]


def spoken(name: str) -> str:
    """A technical name with spaces, for names that have no word of their own."""
    return name.replace("_", " ").replace(".", ": ")


def action(name: str) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(name) or spoken(name))


def job(name: str) -> str:
    """What a job does; one that this version does not know keeps its technical name."""
    return str(JOBS.get(name) or spoken(name))


def thing(subject: str | None, called: str | None = None) -> str | None:
    """What it was done to: `categories:5` is "Category: Hardware", or "Category 5" when it is gone."""
    if not subject:
        return None
    kind, _colon, number = subject.partition(":")
    name = THINGS.get(kind, spoken(kind))
    if called:
        return _("%(kind)s: %(name)s", kind=name, name=job(called) if kind == "jobs" else called)
    return _("%(name)s %(number)s", name=name, number=number) if number else str(name)


def details(values: Mapping[str, Any]) -> list[str]:
    """What else was written down, one text per fact."""
    return [f"{spoken(name)}: {_text(value)}" for name, value in values.items() if value not in (None, "", [])]


def _text(value: Any) -> str:
    return ", ".join(map(spoken, map(str, value))) if isinstance(value, list) else str(value)
