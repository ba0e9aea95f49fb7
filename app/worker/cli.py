"""Commands that start processes."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.accounts.queries import system_user
from app.demo import deployment as demo
from app.demo import queries as demo_queries
from app.demo import services as demo_services
from app.operations import services
from app.worker import processes, serving
from app.worker.welcome import greet


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Start everything in one process: pages, REST, sockets, mail, jobs. This is what no command means."""
    app = current_app._get_current_object()  # noqa: SLF001  Flask's way to the object behind its proxy
    serving.claim_port(app)
    held = serving.claim_database(app)
    if not services.is_set_up(app.appbuilder):
        click.echo("Preparing the database ...")
        services.set_up(app.appbuilder)
    _load_demo()
    greet(app)
    serving.serve(app)
    if held:
        held.close()


@click.command("realtime")
@with_appcontext
def realtime() -> None:
    """Serve /socket.io alone, beside web processes; needs PostgreSQL and Redis."""
    serving.serve_sockets(current_app._get_current_object())  # noqa: SLF001


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Tell what happened, send mails and run jobs, beside web processes; needs PostgreSQL."""
    app = current_app._get_current_object()  # noqa: SLF001
    serving.refuse_sqlite(app)
    processes.work(app)


def _load_demo() -> None:
    """Let the demo company move in where it is wanted and nobody is here yet."""
    if demo.is_wanted() and demo_queries.is_empty():
        click.echo("Loading the demo company ...")
        demo_services.load_demo(actor=system_user())


COMMANDS = (serve, realtime, worker)
