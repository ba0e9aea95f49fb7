"""Commands about people."""

import sys

import click
from flask.cli import with_appcontext
from pydantic import ValidationError

from app.accounts import services
from app.accounts.exporting import everybody_as_rows
from app.accounts.links import address_of
from app.accounts.models import BaseRole
from app.accounts.queries import system_user
from app.accounts.schemas import PersonDraft
from app.core.imports.command import export_command, import_command


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


COMMANDS = (add_user,)
IMPORTS = (import_command(services.PEOPLE_IMPORT, system_user),)
EXPORTS = (export_command("people", everybody_as_rows),)
