"""Commands about people."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from pydantic import ValidationError

from app.accounts import services
from app.accounts.links import address_of
from app.accounts.models import BaseRole
from app.accounts.queries import system_user
from app.accounts.schemas import PersonDraft
from app.core import importing
from app.core.records import RecordFile


@click.command("add-user")
@click.argument("email")
@click.option("--name", required=True, help="How the person is called.")
@click.option("--role", type=click.Choice([role.name for role in BaseRole]), default="employee", show_default=True)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; without it, a link is printed."
)
@with_appcontext
def add_user(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Add a person; without a password, print a link by which they set one."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    if password_stdin and not password:
        raise click.UsageError("standard input holds no password")
    try:
        draft = PersonDraft(email=email, name=name, role=BaseRole[role])
    except ValidationError as error:
        raise click.UsageError("; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())) from error
    person = services.enter_person(draft, actor=system_user(), password=password)
    click.echo(f"{person.name} <{person.email}> was added as {role}.")
    if not password:
        link = services.link_for_terminal(person, actor=system_user())
        click.echo(f"Password link, works once, until {link.expires_at:%Y-%m-%d %H:%M} UTC:\n{address_of(link)}")


@click.command("people")
@importing.FILE
@importing.DRY_RUN
@with_appcontext
def import_people(file: str, dry_run: bool) -> None:
    """Take over people, who are not told; known ones stay as they are. Format: docs/howto/import-people.md."""
    records = RecordFile(Path(file))
    if dry_run:
        found = importing.take_over(records, lambda: services.survey_people(records), passes=1)
    else:
        found = importing.take_over(records, lambda: services.import_people(records, actor=system_user()), passes=2)
    verb = "would come in" if dry_run else "came in"
    click.echo(f"{found.added:,} people {verb}; {found.known:,} were known already and stay as they are.")


COMMANDS = (add_user,)
IMPORTS = (import_people,)
