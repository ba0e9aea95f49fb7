"""Taking files over: delimited text, columns mapped, a dry run, batches, a run that can be undone as a whole."""

from app.core.imports import beginning, working  # noqa: F401  their jobs are enrolled
from app.core.imports.kinds import KINDS, Entry, ImportKind, Outcome, kind_of, register
from app.core.imports.runs import ImportRow, ImportRun, RunState

__all__ = ["KINDS", "Entry", "ImportKind", "ImportRow", "ImportRun", "Outcome", "RunState", "kind_of", "register"]
