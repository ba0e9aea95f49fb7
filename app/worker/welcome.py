"""What the terminal says when the server starts: where it is, and who can sign in."""

import click
from flask import Flask

from app.accounts import first_run, queries
from app.accounts.demo_people import demo_ids


def greet(app: Flask) -> None:
    """Print the address; the code for the first administrator, or the demo's people."""
    address = app.config["PUBLIC_URL"]
    click.secho(f"\n  IT Helpdesk Pro: {address}   (stop with Ctrl-C)", bold=True)
    with app.app_context():
        for line in _sign_in_lines(address):
            click.echo(f"  {line}")
    click.echo()


def _sign_in_lines(address: str) -> list[str]:
    if not queries.has_administrator():
        return [
            f"Nobody administers it yet: open {address}/welcome and enter this code:",
            "",
            f"    {first_run.code()}",
        ]
    people = [queries.person(person_id) for person_id in demo_ids()]
    if not people:
        return []
    cards = [f"    {person.name:<24} {person.base_role.value:<10} {person.email}" for person in people]
    return ["Demo people, one click each on the sign-in page:", *cards]
