"""What `python run.py` offers."""

import click
from flask import Flask

from app.accounts import cli as accounts_commands
from app.accounts.queries import system_user
from app.core.imports.command import undo_command
from app.demo import cli as demo_commands
from app.equipment import cli as equipment_commands
from app.knowledge import cli as knowledge_commands
from app.operations import cli as operations_commands
from app.rooms import cli as rooms_commands
from app.search import cli as search_commands
from app.tickets import cli as tickets_commands
from app.worker import cli as serving_commands


def add_commands(app: Flask) -> None:
    """What `python run.py` offers."""
    groups = (serving_commands, operations_commands, accounts_commands, demo_commands, search_commands)
    for command in (command for group in groups for command in group.COMMANDS):
        app.cli.add_command(command)
    takers = (tickets_commands, knowledge_commands, accounts_commands, rooms_commands, equipment_commands)
    imports = [command for each in takers for command in each.IMPORTS]
    app.cli.add_command(
        click.Group("import", imports, help="Take over tickets, articles, people, rooms or equipment: all or nothing.")
    )
    givers = (knowledge_commands, accounts_commands, rooms_commands, equipment_commands)
    exports = [command for each in givers for command in each.EXPORTS]
    app.cli.add_command(click.Group("export", exports, help="Write articles into a folder, or tables as CSV."))
    app.cli.add_command(undo_command(system_user))
