"""Commands of the operator: set up, check, back up, restore."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.operations import checks, services


@click.command("init")
@with_appcontext
def init() -> None:
    """Bring the database to this version: schema, roles, permissions, first rows."""
    services.set_up(current_app.appbuilder)
    click.echo("The database is ready.")


@click.command("check")
@with_appcontext
def check() -> None:
    """Say what is wrong with settings and services; exit code 1 when something is."""
    settings = current_app.config
    findings = checks.services(settings) + checks.outside(settings)
    for finding in findings:
        click.echo(finding)
    set_up = services.is_set_up(current_app.appbuilder)
    click.echo("schema: ok" if set_up else "schema: FAILED (run: python run.py init)")
    for hint in checks.hints(settings):
        click.echo(f"hint: {hint}")
    if not (set_up and all(finding.is_good for finding in findings)):
        raise SystemExit(1)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write one archive with database, files and secrets; the product may go on running."""
    count = services.back_up(file.absolute(), var=_var())
    click.echo(
        f"{file}: {file.stat().st_size:,} bytes, {count} files. It holds personal data and secrets: keep it safe."
    )


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put an archive back on an empty place, and bring it to this version."""
    count = services.restore(file.absolute(), var=_var())
    click.echo(f"Restored the database and {count} files.")
    services.set_up(current_app.appbuilder)


def _var() -> Path:
    return Path(current_app.config["VAR_DIR"])


COMMANDS = (init, check, backup, restore)
