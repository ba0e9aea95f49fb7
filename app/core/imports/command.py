"""`import KIND FILE` and `export KIND FILE`: the same runs as on the desk, carried on at once, with a bar."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.core import importing
from app.core.errors import DomainError
from app.core.exporting import csv_of
from app.core.imports import beginning
from app.core.imports.delimited import ENCODINGS
from app.core.imports.kinds import ImportKind, Outcome, kind_of
from app.core.imports.options import Options
from app.core.imports.questions import rows_after, run_of
from app.core.imports.runs import ImportRun, RunState
from app.core.imports.working import carry_on

MOST_SHOWN = 100
Exported = Callable[[], tuple[Iterable[str], Iterator[Iterable[Any]]]]


def import_command(kind: ImportKind, actor: Callable[[], Any]) -> click.Command:
    """The command that takes a file of this kind over, in the name of the product itself."""

    @click.command(kind.name)
    @importing.FILE
    @importing.DRY_RUN
    @click.option("--skip-invalid", is_flag=True, help="Leave wrong rows out and take the others over.")
    @click.option("--leave-known", is_flag=True, help="Only add; what is known already stays as it is.")
    @click.option("--column", "chosen", multiple=True, metavar="OURS=THEIRS", help="Which column of the file is which.")
    @click.option("--default", "defaults", multiple=True, metavar="OURS=TEXT", help="What a blank cell means.")
    @click.option("--leave-unknown", is_flag=True, help="Rooms and people that nobody knows: leave the field empty.")
    @click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="Found out when left out.")
    @with_appcontext
    def take_over(file: str, dry_run: bool, skip_invalid: bool, leave_known: bool, leave_unknown: bool,
                  chosen: tuple[str, ...], defaults: tuple[str, ...], encoding: str | None) -> None:  # fmt: skip
        try:
            with Path(file).open("rb") as stream:
                run = beginning.hand_in(kind, stream, file, actor=actor())
            if encoding:
                beginning.reread(run, {"encoding": encoding}, actor=actor())
            options = Options.of(run.options)
            places = {**options.columns, **_places(run, chosen)}
            blanks = {name: text for name, _mark, text in (pair.partition("=") for pair in defaults)}
            wanted = Options(places, options.form, blanks, leave_known, leave_unknown, skip_invalid)
            beginning.choose_columns(run, wanted, actor=actor())
            _carry_on(run, "Checking")
            _decide(run, kind, file, is_dry=dry_run, skips_wrong=skip_invalid, actor=actor)
        except DomainError as refusal:
            raise click.ClickException(refusal.message) from refusal

    take_over.help = f"Take {kind.name} over from a CSV file; columns: docs/howto/import-{kind.name}.md."
    return take_over


def undo_command(actor: Callable[[], Any]) -> click.Command:
    """The command that takes a whole run back."""

    @click.command("undo-import")
    @click.argument("kind")
    @click.argument("run_id", type=int)
    @with_appcontext
    def undo(kind: str, run_id: int) -> None:
        """Take back what an import brought: KIND is equipment, rooms or people, RUN_ID its number."""
        try:
            run = run_of(kind_of(kind), run_id)
            beginning.undo_run(run, actor=actor())
            _carry_on(run, "Undoing")
        except DomainError as refusal:
            raise click.ClickException(refusal.message) from refusal
        for row in rows_after(run, 0, in_the_way=True):
            click.echo(f"line {row.line}: {row.key} {row.obstacle}", err=True)
        if run.state is not RunState.undone:
            raise click.ClickException(run.message or "nothing was undone")
        click.echo(f"Import {run.id} is undone.")

    return undo


def export_command(name: str, exported: Exported) -> click.Command:
    """The command that writes everything of a kind as CSV that its import reads."""

    @click.command(name)
    @click.argument("file", type=click.File("w", encoding="utf-8", lazy=True))
    @with_appcontext
    def export(file: Any) -> None:
        header, rows = exported()
        for piece in csv_of(header, rows):
            file.write(piece)

    export.help = f"Write all {name} as CSV that `import {name}` reads; - is standard output."
    return export


def _places(run: ImportRun, chosen: tuple[str, ...]) -> dict[str, int]:
    places = {}
    for pair in chosen:
        ours, _mark, theirs = pair.partition("=")
        if theirs not in run.header:
            raise click.UsageError(f"the file has no column {theirs}; it has: {', '.join(run.header)}")
        places[ours] = run.header.index(theirs)
    return places


def _carry_on(run: ImportRun, label: str) -> None:
    """Do a pass with a bar; says how fast it was and how much memory this process ever had."""
    began, total = time.monotonic(), run.total
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        carry_on(run.id, bar.update)
    took = time.monotonic() - began
    click.echo(f"{label}: {total:,} rows in {took:.1f} s ({total / max(took, 0.001):,.0f} rows/s), "
               f"peak memory {importing.peak_megabytes():.0f} MB.", err=True)  # fmt: skip
    if run.state is RunState.failed:
        raise click.ClickException(run.message or "the import failed")


def _decide(run: ImportRun, kind: ImportKind, file: str, *, is_dry: bool, skips_wrong: bool, actor: Any) -> None:
    wrong, counts = rows_after(run, 0, outcome=Outcome.wrong, most=MOST_SHOWN), _said(run)
    for row in wrong:
        click.echo(f"{file}:{row.line}: {row.text}", err=True)
    if run.wrong > MOST_SHOWN:
        click.echo(f"... and {run.wrong - MOST_SHOWN:,} more", err=True)
    if is_dry or (run.wrong and not skips_wrong) or not run.added + run.changed:
        is_refused = bool(run.wrong) and not skips_wrong
        beginning.throw_away(run, actor=actor())
        click.echo(f"{counts}. Nothing was changed.")
        raise SystemExit(1 if is_refused else 0)
    beginning.let_in(run, skips_wrong=skips_wrong, actor=actor())
    _carry_on(run, "Taking over")
    click.echo(f"{_said(run)}. Undo: python run.py undo-import {kind.name} {run.id}")


def _said(run: ImportRun) -> str:
    return (f"{run.added:,} new, {run.changed:,} changed, {run.same:,} the same, {run.skipped:,} left out, "
            f"{run.wrong:,} wrong")  # fmt: skip
