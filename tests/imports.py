"""Runs of imports as tests make them: a file of these lines, checked, taken over, undone."""

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from app.accounts.queries import system_user
from app.core.imports import ImportKind, ImportRun, Outcome, RunState, beginning
from app.core.imports.options import Options
from app.core.imports.questions import rows_after
from app.core.imports.working import carry_on

ASSETS = Path(os.environ.get("HELPDESK_DATA", Path(__file__).parents[2] / "shared" / "data")) / "assets"
NO_ASSETS = "needs the sample data (HELPDESK_DATA): assets"


def checked(kind: ImportKind, *lines: Any, actor: Any = None, **options: Any) -> ImportRun:
    """A run over a file of these lines (or bytes, or a path), every row checked."""
    actor = actor or system_user()
    with _opened(lines) as stream:
        run = beginning.hand_in(kind, stream, "list.csv", actor=actor)
    beginning.choose_columns(run, replace(Options.of(run.options), **options), actor=actor)
    carry_on(run.id)
    return run


def let_in(kind: ImportKind, *lines: Any, skips_wrong: bool = False, actor: Any = None, **options: Any) -> ImportRun:
    """The same, taken over."""
    run = checked(kind, *lines, actor=actor, **options)
    beginning.let_in(run, skips_wrong=skips_wrong, actor=actor or system_user())
    carry_on(run.id)
    assert run.state is RunState.done, run.message
    return run


def undone(run: ImportRun) -> ImportRun:
    """The run, asked to go."""
    beginning.undo_run(run, actor=system_user())
    carry_on(run.id)
    return run


def said(run: ImportRun, outcome: Outcome) -> list[tuple[int, str]]:
    """Line and words of the rows with this outcome."""
    return [(row.line, row.text) for row in rows_after(run, 0, outcome=outcome)]


def in_the_way(run: ImportRun) -> list[tuple[int, str | None]]:
    """Line and reason of the rows that cannot be undone."""
    return [(row.line, row.obstacle) for row in rows_after(run, 0, in_the_way=True)]


def _opened(lines: tuple[Any, ...]) -> BinaryIO:
    if isinstance(lines[0], Path):
        return lines[0].open("rb")
    return BytesIO(lines[0] if isinstance(lines[0], bytes) else "\n".join(lines).encode())
