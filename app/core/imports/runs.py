"""A run: one file on its way in, what became of each of its rows, and how far it has come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, UtcDateTime
from app.core.imports.kinds import Outcome

KEPT_FOR = timedelta(days=90)  # so long can a run be undone
LEASE = timedelta(minutes=2)  # renewed with each batch
LONGEST_KEY = 200


class RunState(StrEnum):
    """Where a run stands."""

    mapping = "mapping"
    checking = "checking"
    checked = "checked"
    writing = "writing"
    done = "done"
    undoing = "undoing"
    undone = "undone"
    failed = "failed"


RUN_WORDS: Mapping[RunState, Any] = {
    RunState.mapping: _l("Columns to choose"),
    RunState.checking: _l("Being checked"),
    RunState.checked: _l("Checked"),
    RunState.writing: _l("Coming in"),
    RunState.done: _l("Came in"),
    RunState.undoing: _l("Being undone"),
    RunState.undone: _l("Undone"),
    RunState.failed: _l("Failed"),
}
AT_WORK = (RunState.checking, RunState.writing, RunState.undoing)


class ImportRun(Model):
    """One file that somebody takes over."""

    __tablename__ = "import_runs"
    __table_args__ = (
        sa.Index("ix_import_runs_kind", "kind", "id"),
        sa.Index("ix_import_runs_state", "state"),
        {"sqlite_autoincrement": True},
    )

    kind: Mapped[str] = mapped_column(sa.String(40))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(255))
    storage_key: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    language: Mapped[str] = mapped_column(sa.String(10), default="en")  # in which rows are spoken of
    state: Mapped[RunState] = mapped_column(sa.Enum(RunState, native_enum=False, length=20), default=RunState.mapping)
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)  # see `Options`
    header: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    total: Mapped[int] = mapped_column(default=0)  # rows of the file, once they were counted
    position: Mapped[int] = mapped_column(default=0)  # rows that this pass has behind it
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    obstacles: Mapped[int] = mapped_column(default=0)  # rows that cannot be undone
    made: Mapped[dict[str, list[int]]] = mapped_column(sa.JSON, default=dict)  # what rows needed besides: table -> ids
    message: Mapped[str | None] = mapped_column(sa.Text)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    actor: Mapped[User] = relationship(User, foreign_keys=[actor_id])
    undone_by: Mapped[User | None] = relationship(User, foreign_keys=[undone_by_id])

    @property
    def is_at_work(self) -> bool:
        """Whether something goes on that a page should follow."""
        return self.state in AT_WORK

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows had which outcome."""
        numbers = (self.added, self.changed, self.same, self.skipped, self.wrong)
        return dict(zip(Outcome, numbers, strict=True))

    @property
    def percent(self) -> int:
        """How far the pass has come."""
        return min(100, self.position * 100 // self.total) if self.total else 0


COUNTERS = {Outcome.add: "added", Outcome.change: "changed", Outcome.same: "same", Outcome.skip: "skipped",
            Outcome.wrong: "wrong"}  # fmt: skip


class ImportRow(Model):
    """What became of one row of the file; with what is needed to undo it."""

    __tablename__ = "import_rows"
    __table_args__ = (
        sa.UniqueConstraint("run_id", "line"),
        sa.Index("ix_import_rows_outcome", "run_id", "outcome", "line"),
        {"sqlite_autoincrement": True},
    )

    run_id: Mapped[int] = mapped_column(sa.ForeignKey("import_runs.id", ondelete="CASCADE"))
    line: Mapped[int] = mapped_column()
    outcome: Mapped[Outcome] = mapped_column(sa.Enum(Outcome, native_enum=False, length=10))
    key: Mapped[str] = mapped_column(sa.String(LONGEST_KEY), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    obstacle: Mapped[str | None] = mapped_column(sa.Text)  # why it cannot be undone
    target_id: Mapped[int | None] = mapped_column(sa.BigInteger)  # none any more once it was undone
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
