"""How a command takes a file over: a bar while it reads, errors by line, speed and memory at the end."""

import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import click

from app.core.records import BadRows, RecordFile

Result = TypeVar("Result")

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only check the file and say what would come in.")


def take_over(records: RecordFile, work: Callable[[], Result], *, passes: int) -> Result:
    """Do the work, which reads the file so many times. Bad rows are listed as FILE:LINE and end the command."""
    began = time.monotonic()
    with click.progressbar(length=records.size * passes, label="Reading", file=sys.stderr) as bar:
        records.on_progress = bar.update
        try:
            result = work()
        except BadRows as refusal:
            bar.finish()
            _stop(records, refusal)
        bar.finish()
    took = time.monotonic() - began
    click.echo(f"{records.rows:,} rows in {took:.1f} s ({records.rows / max(took, 0.001):,.0f} rows/s), "
               f"peak memory {peak_megabytes():.0f} MB.")  # fmt: skip
    return result


def _stop(records: RecordFile, refusal: BadRows) -> None:
    click.echo(err=True)
    for row in refusal.rows:
        click.echo(f"{records.path}:{row.line}: {row.text}", err=True)
    click.echo(refusal.message, err=True)
    raise SystemExit(1)


def peak_megabytes() -> float:
    """The most memory that this process ever had; Linux says it in kilobytes, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
