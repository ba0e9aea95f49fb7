"""What a person does with a run: hand a file in, choose its columns, let it come in, undo it, throw it away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, BinaryIO

from flask_babel import get_locale
from flask_babel import gettext as _

from app.core import jobs
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, Invalid, require
from app.core.imports.columns import guessed
from app.core.imports.delimited import ENCODINGS, Format
from app.core.imports.kinds import ImportKind, kind_of
from app.core.imports.options import Options
from app.core.imports.questions import old_runs
from app.core.imports.reading import MOST_ROWS
from app.core.imports.runs import KEPT_FOR, ImportRun, RunState
from app.core.imports.tables import opener_of, table_in
from app.core.jobs import job
from app.core.storage import new_key, storage
from app.core.transaction import transaction
from app.extensions import db

FOLDER = "imports"
JOB = "imports.carry_on"


def hand_in(kind: ImportKind, stream: BinaryIO, filename: str, *, actor: Any) -> ImportRun:
    """Keep a file and guess what its columns are; `Invalid` when it holds no table, or one that is too long."""
    require(kind.may(actor))
    key = new_key(FOLDER, "data")
    storage().save(key, stream, "application/octet-stream")
    try:
        return _begin(kind, key, PurePath(filename.replace("\\", "/")).name[:255] or "import.csv", actor=actor)
    except BaseException:
        storage().delete(key)
        raise


@transaction()
def _begin(kind: ImportKind, key: str, filename: str, *, actor: Any) -> ImportRun:
    table = table_in(kind, lambda: storage().open(key), filename)
    total = 0
    for total, _line in enumerate(table, 1):
        if total > MOST_ROWS:
            raise Invalid(_("The file has more than %(most)s rows. Please cut it into several.", most=MOST_ROWS))
    if not total:
        raise Invalid(_("The file has no rows below its header."))
    options = Options(guessed(kind.columns, table.header), table.form)
    run = ImportRun(
        kind=kind.name,
        actor_id=actor.id,
        filename=filename,
        storage_key=key,
        size=storage().size(key),
        language=str(get_locale() or "en"),
        options=options.kept(),
        header=table.header,
        total=total,
    )
    db.session.add(run)
    db.session.flush()
    return run


@transaction()
def reread(run: ImportRun, form: Mapping[str, Any], *, actor: Any) -> None:
    """Read the file with another encoding, delimiter or order of day and month; the columns are guessed anew."""
    kind = _open(run, RunState.mapping, RunState.checked, actor=actor)
    wanted = Format(**{**Options.of(run.options).form.kept(), **form})
    if wanted.encoding not in ENCODINGS or len(wanted.delimiter) != 1:
        raise Invalid(_("Please choose one of the list."))
    table = table_in(kind, opener_of(run), run.filename, wanted)
    run.options = Options(guessed(kind.columns, table.header), table.form).kept()
    run.header, run.total, run.state = table.header, sum(1 for _line in table), RunState.mapping


@transaction()
def choose_columns(run: ImportRun, options: Options, *, actor: Any) -> None:
    """Say which column is which, and have every row checked; `Invalid` when a needed column is missing."""
    kind = _open(run, RunState.mapping, RunState.checked, actor=actor)
    known = {column.name for column in kind.columns}
    for name, place in options.columns.items():
        if name not in known or not 0 <= place < len(run.header):
            raise Invalid(_("Please choose one of the list."))
    if not known.issuperset(options.defaults):
        raise Invalid(_("Please choose one of the list."))
    if lacking := kind.lacking(options.columns):
        names = ", ".join(str(column.label) for column in lacking)
        raise Invalid(_("No column is chosen for: %(names)s.", names=names))
    run.options, run.message = options.kept(), None
    _go(run, RunState.checking)


@transaction()
def let_in(run: ImportRun, *, skips_wrong: bool = False, actor: Any) -> None:
    """Have the checked rows written. `Conflict` when some are wrong and shall not be skipped, or none is left."""
    _open(run, RunState.checked, actor=actor)
    if run.wrong and not skips_wrong:
        raise Conflict(_("The file has rows that cannot be taken over. Nothing was changed."))
    if not run.added + run.changed:
        raise Conflict(_("There is nothing to take over: everything is here already."))
    run.options = {**run.options, "skips_wrong": skips_wrong}
    run.actor_id = actor.id
    _go(run, RunState.writing)


@transaction()
def undo_run(run: ImportRun, *, actor: Any) -> None:
    """Have everything that the run brought taken back; whether that can be, every row is asked first."""
    _open(run, RunState.done, actor=actor)
    run.undone_by_id, run.message, run.obstacles = actor.id, None, 0
    _go(run, RunState.undoing)


@transaction()
def throw_away(run: ImportRun, *, actor: Any) -> None:
    """Forget a run that changed nothing."""
    kind = _open(run, RunState.mapping, RunState.checked, RunState.failed, RunState.undone, actor=actor)
    audit(f"{kind.name}.import_discarded", run, actor=actor, file=run.filename)
    _forget(run)


@job("imports.forget", every=timedelta(days=1))
def forget_old_runs(now: datetime) -> None:
    """Remove runs that can no longer be undone, each in its own transaction."""
    for run in old_runs(now - KEPT_FOR):
        with transaction():
            _forget(run)


def _open(run: ImportRun, *states: RunState, actor: Any) -> ImportKind:
    """The run's import, once the actor may and the run stands in one of these states; others wait."""
    kind = kind_of(run.kind)
    require(kind.may(actor))
    lock(run)
    if run.state not in states:
        raise Conflict(_("This import has gone on meanwhile. Please look at where it stands."))
    return kind


def _go(run: ImportRun, state: RunState) -> None:
    run.state, run.position, run.leased_until = state, 0, None
    db.session.flush()
    jobs.request_run(JOB)


def _forget(run: ImportRun) -> None:
    storage().delete(run.storage_key)
    db.session.delete(run)
