"""The command that loads the demo company."""

import click
from flask.cli import with_appcontext

from app.accounts.queries import system_user
from app.demo import cast, queries, services


@click.command("demo")
@click.option("--again", is_flag=True, help="Put a loaded demo company back to its beginning.")
@with_appcontext
def demo(again: bool) -> None:
    """Load the demo company into an empty database: people, tickets, four months of work."""
    if again:
        services.reset_demo(actor=system_user())
    elif queries.is_loaded():
        click.echo("The demo company is loaded already (--again puts it back to its beginning).")
        return
    else:
        services.load_demo(actor=system_user())
    click.echo("The demo company is loaded. Sign in by one click on the sign-in page, or as:")
    for member in cast.members():
        if member.key in cast.CARDS:
            click.echo(f"  {member.email:<28} {member.role.value:<10} password: {cast.PASSWORD}")


COMMANDS = (demo,)
