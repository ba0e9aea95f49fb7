"""Commands about knowledge."""

import sys
import time
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.accounts.queries import system_user
from app.core.errors import DomainError
from app.knowledge import exporting, services
from app.knowledge.pages import ENDINGS, PageSource, Warned

MOST_SHOWN = 50


@click.command("articles")
@click.argument("source", type=click.Path(exists=True))
@click.option("--dry-run", is_flag=True, help="Only read the pages and say what would come in.")
@click.option("--site", metavar="URL", help="Where links that begin with a slash lead: https://…")
@with_appcontext
def import_articles(source: str, dry_run: bool, site: str | None) -> None:
    """Take over articles from a folder or tar archive of Markdown, HTML and Mallard; docs/howto/import-articles.md."""
    began, pages = time.monotonic(), PageSource(Path(source))
    try:
        count = sum(path.rpartition(".")[2].lower() in ENDINGS for path in pages.paths())
        with click.progressbar(length=count, label="Reading", file=sys.stderr) as bar:
            survey = services.survey_articles(pages, bar.update)
        if dry_run:
            _show(survey.unreadable, "cannot be read")
            _say(f"{len(survey.pages):,} articles with {len(survey.pictures):,} pictures would come in", began)
            raise SystemExit(1 if survey.unreadable else 0)
        result = services.import_articles(pages, survey, actor=system_user(), site=site)
    except services.BadPages as refusal:
        _show(refusal.pages, "cannot be read")
        raise click.ClickException(refusal.message) from refusal
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    _show(result.warnings, "came in with losses")
    _say(f"{result.added:,} articles came in, {result.changed:,} were brought up to date, {result.known:,} were known "
         f"as they are; {result.pictures:,} pictures, 0 errors", began)  # fmt: skip


@click.command("articles")
@click.argument("folder", type=click.Path(file_okay=False))
@with_appcontext
def export_articles(folder: str) -> None:
    """Write all articles with their pictures into a folder, as HTML that `import articles` reads."""
    began = time.monotonic()
    written = exporting.write_articles(Path(folder), actor=system_user())
    _say(f"{written.articles:,} articles with {written.pictures:,} pictures written", began)


def _show(pages: list[Warned], what: str) -> None:
    if pages:
        click.echo(f"{len(pages):,} pages {what}:", err=True)
    for page in pages[:MOST_SHOWN]:
        click.echo(f"{page.path}: {page.text}", err=True)
    if len(pages) > MOST_SHOWN:
        click.echo(f"... and {len(pages) - MOST_SHOWN:,} more", err=True)


def _say(text: str, began: float) -> None:
    click.echo(f"{text} ({time.monotonic() - began:.1f} s).")


IMPORTS = (import_articles,)
EXPORTS = (export_articles,)
