"""Commands about tickets."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.accounts.queries import system_user
from app.core import importing
from app.core.records import RecordFile
from app.tickets import services


@click.command("tickets")
@importing.FILE
@importing.DRY_RUN
@with_appcontext
def import_tickets(file: str, dry_run: bool) -> None:
    """Take over tickets with their conversations; nobody is told. Format: docs/howto/import-tickets.md."""
    records = RecordFile(Path(file), json_columns=["messages"])
    if dry_run:
        survey = importing.take_over(records, lambda: services.survey_tickets(records), passes=1)
    else:
        survey = importing.take_over(records, lambda: services.import_tickets(records, actor=system_user()), passes=2)
    verb = "would come in" if dry_run else "came in"
    click.echo(f"{survey.tickets:,} tickets with {survey.messages:,} messages of {len(survey.people):,} people {verb}.")


IMPORTS = (import_tickets,)
