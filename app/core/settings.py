"""What an administrator changes at run time: groups of typed values, each change with an audit line."""

import hashlib
import time
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import audit
from app.core.db import Model
from app.core.errors import Stale
from app.core.transaction import transaction
from app.extensions import db

FRESH_SECONDS = 2.0  # how long another process may still see the values from before a change

_cache: dict[str, tuple[float, "SettingsGroup"]] = {}


class StoredSettings(Model):
    """The values of one group."""

    __tablename__ = "settings"

    group: Mapped[str] = mapped_column(sa.String(40), unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class SettingsGroup(BaseModel):
    """Settings that belong together; a feature subclasses this, names the group and gives every value a default."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    group: ClassVar[str]

    @classmethod
    def current(cls) -> Self:
        """The values in force."""
        kept = _cache.get(cls.group)
        if kept and kept[0] > time.monotonic():
            return kept[1]  # type: ignore[return-value]  # a group's cache entry is of its own class
        values = db.session.scalar(sa.select(StoredSettings.values).where(StoredSettings.group == cls.group))
        loaded = cls.model_validate(values or {})
        _cache[cls.group] = (time.monotonic() + FRESH_SECONDS, loaded)
        return loaded


@transaction()
def save(group: SettingsGroup, *, actor: Any, seen: str | None = None) -> None:
    """Store the values of a group; the change is audited by name, without the values themselves.

    `Stale` when `seen`, the `mark` of the values that the actor last saw, is not that of those in force any more.
    """
    wanted = sa.select(StoredSettings).where(StoredSettings.group == group.group)
    row = db.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    before = type(group).model_validate(row.values if row else {})
    if seen is not None and seen != mark(before):
        raise Stale
    if row is None:
        row = StoredSettings(group=group.group, values={})
        db.session.add(row)
    row.values = group.model_dump(mode="json")
    changed = [name for name in type(group).model_fields if getattr(before, name) != getattr(group, name)]
    audit("settings.changed", group.group, actor=actor, fields=changed)
    forget()


def mark(group: SettingsGroup) -> str:
    """What a form remembers of the values in force, to notice a change in between."""
    return hashlib.sha256(group.model_dump_json().encode()).hexdigest()[:16]


def forget() -> None:
    """Read every group anew at its next use."""
    _cache.clear()
