"""Commands about the index."""

import sys
import time

import click
from flask.cli import with_appcontext

from app.search import services


@click.group("search", help="The index of what people find.")
def search() -> None:
    """The index of what people find."""


@search.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Write the whole index anew and put it in place of the old one; people can search meanwhile."""
    began = time.monotonic()
    with click.progressbar(length=1, label="Indexing", file=sys.stderr) as bar:

        def show(done: int, whole: int) -> None:
            bar.length = whole
            bar.update(done - bar.pos)

        count = services.rebuild(show)
    click.echo(f"{count:,} documents in {time.monotonic() - began:.1f} s.")


COMMANDS = (search,)
