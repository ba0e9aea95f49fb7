"""The first door: serves, and runs every command. `python run.py --help` lists them."""

import sys

if sys.argv[1:2] == ["realtime"]:  # before any other import: what is imported first keeps real threads and sockets
    from gevent import monkey

    monkey.patch_all()

from typing import NoReturn

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError

import config
from app import create_app
from app.core.errors import DomainError
from app.operations import logs, sentry
from app.worker import serving


def main() -> None:
    """Run the command that was given; none means `serve`."""
    try:
        app = _prepared_app()
        app.cli.main(sys.argv[1:] or ["serve"], prog_name="run.py", obj=ScriptInfo(create_app=lambda: app))
    except config.ConfigError as error:
        _stop(2, str(error))
    except DomainError as refusal:
        _stop(1, refusal.message)
    except OperationalError as error:
        _stop(2, f"DATABASE_URL: the database does not answer: {' '.join(str(error.orig).split())}")


def _prepared_app() -> Flask:
    settings = config.from_environment()
    logs.set_up(settings)
    if settings["SENTRY_DSN"]:
        sentry.init(settings["SENTRY_DSN"], settings["ENVIRONMENT"])
    return create_app()


def _stop(code: int, sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def __getattr__(name: str) -> Flask:
    """`gunicorn run:app` asks for the application by this name; commands never do."""
    if name != "app":
        raise AttributeError(name)
    return serving.web_app(_prepared_app)


if __name__ == "__main__":
    main()
