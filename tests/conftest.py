"""Fixtures that every test may use; the cast comes from factories, the databases from databases.py."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import scoped_session

from tests.databases import Databases, neutral_environment
from tests.mailbox import Mailbox
from tests.network import close_network
from tests.servers.postgres import postgres

RUN = pytest.StashKey[dict[str, Any]]()  # what the leading process tells each worker
OPENED = pytest.StashKey[ExitStack]()
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a slow machine makes no example wrong
MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # inside desk hours


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name the database that the suite runs on."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the tests run on")


def pytest_configure(config: pytest.Config) -> None:
    """Keep a developer's settings out; start one PostgreSQL for the whole run, in the process that leads it."""
    os.environ.update(neutral_environment())
    config.stash[OPENED] = ExitStack()
    if hasattr(config, "workerinput"):
        config.stash[RUN] = config.workerinput["run"]
        return
    config.stash[RUN] = {"server": None, "run": f"helpdesk_{os.getpid()}"}
    if config.getoption("--database") == "postgresql" and not config.getoption("collectonly"):
        config.stash[RUN]["server"] = config.stash[OPENED].enter_context(postgres())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Pass the one server on to an xdist worker."""
    node.workerinput["run"] = node.config.stash[RUN]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing on a server that was there before us, and stop the one that we started."""
    run = config.stash.get(RUN, None)
    if run and run["server"] and not hasattr(config, "workerinput"):
        Databases(Path(), **run).drop_template()
    config.stash[OPENED].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a database; the run on PostgreSQL leaves out what would only repeat the one on SQLite."""
    for item in items:
        if {"app", "databases"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    if config.getoption("--database") == "postgresql":
        repeated = {item for item in items if _shows_the_same_everywhere(item)}
        config.hook.pytest_deselected(items=[*repeated])
        items[:] = [item for item in items if item not in repeated]


def _shows_the_same_everywhere(item: pytest.Item) -> bool:
    return not item.get_closest_marker("database") or item.get_closest_marker("any_database") is not None


class FreshClient(FlaskClient):
    """Gives each request its own application context, so its own `g` and session, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request. The test's own session lets go first: its savepoint must not enclose the request's."""
        from app.extensions import db

        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """Nothing but loopback can be reached."""
    with pytest.MonkeyPatch.context() as patch:
        close_network(patch)
        yield


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Where clones of the initialised database come from."""
    folder = tmp_path_factory.getbasetemp()
    return Databases(folder.parent if hasattr(pytestconfig, "workerinput") else folder, **pytestconfig.stash[RUN])


@pytest.fixture(scope="session")
def worker_name(pytestconfig: pytest.Config) -> str:
    """Names what belongs to this process of the run."""
    return getattr(pytestconfig, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def app(databases: Databases, worker_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on this worker's own clone."""
    from app import create_app

    with databases.clone(worker_name) as url:
        app = create_app(settings_for_tests(url, tmp_path_factory.mktemp("var")))
        app.test_client_class = FreshClient
        yield app
        with app.app_context():
            dispose()


def settings_for_tests(url: str, var: Path) -> dict[str, Any]:
    """What differs from the defaults while testing."""
    return {
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,  # its own tests switch it on
        "SQLALCHEMY_DATABASE_URI": url.replace("postgresql://", "postgresql+psycopg2://"),
        "VAR_DIR": str(var),
        "SECRET_KEY": "k" * 48,
        "JWT_SECRET_KEY": "j" * 48,
        "PUBLIC_URL": "http://localhost",
        "DEFAULT_TIMEZONE": "Europe/Vienna",
    }


def dispose() -> None:
    """Close every connection of the application at hand."""
    from app.extensions import db

    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


@pytest.fixture
def session(app: Flask, request: pytest.FixtureRequest) -> Iterator[scoped_session[Any]]:
    """The session. What a test writes is undone, or thrown away with its database when marked `real_commits`."""
    from app.extensions import db

    forget_what_is_remembered(app)
    app.appbuilder.sm._known.clear()  # roles get the same numbers again
    app.extensions["limits"].own.storage.reset()  # so do the sessions whose calls are counted
    with app.app_context():
        real = request.node.get_closest_marker("real_commits")
        with _own_database(app, request) if real else undone_afterwards():
            yield db.session
            db.session.remove()


def forget_what_is_remembered(app: Flask) -> None:
    """Empty what this process keeps of the database: another test's settings and permissions are gone."""
    from app.core import settings
    from app.search import engines

    settings.forget()
    engines.forget()
    shutil.rmtree(Path(app.config["VAR_DIR"], "search"), ignore_errors=True)  # the index goes with the database


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """One connection for all sessions; every commit is a savepoint, all of it undone."""
    from app.extensions import db

    engine = db.engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        connection.name = engine.name  # Flask-AppBuilder asks its bind for it
        db.engines[None] = connection
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()
            db.engines[None] = engine
            outer.rollback()


@contextmanager
def _own_database(app: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    """A clone in which commits are real: threads and processes of the test see each other's."""
    from app.extensions import db

    databases: Databases = request.getfixturevalue("databases")
    name = f"{request.getfixturevalue('worker_name')}_own"
    engine, address = db.engines[None], app.config["SQLALCHEMY_DATABASE_URI"]
    with databases.clone(name) as url:
        app.config["SQLALCHEMY_DATABASE_URI"] = settings_for_tests(url, Path())["SQLALCHEMY_DATABASE_URI"]
        db.engines[None] = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        db.session.configure(join_transaction_mode="conditional_savepoint")
        try:
            yield
        finally:
            dispose()
            db.engines[None], app.config["SQLALCHEMY_DATABASE_URI"] = engine, address


@pytest.fixture
def client(app: Flask, session: scoped_session[Any]) -> FlaskClient:
    """A browser that nobody signed in."""
    return app.test_client()


@pytest.fixture
def mailbox(app: Flask, session: scoped_session[Any]) -> Mailbox:
    """The mails sent in this test, after `relay.run()` and `sender.run()`."""
    mailbox = Mailbox(Path(app.config["VAR_DIR"], "mail"))
    mailbox.empty()
    return mailbox


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Let time pass: `clock.advance(hours=3)`."""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Iterator[FrozenClock]:
    """A Monday morning at nine (UTC) that lasts until the test says `advance`."""
    from app.core import clock as product_clock

    frozen = FrozenClock(MONDAY_MORNING)
    before = product_clock.use(frozen)
    yield frozen
    product_clock.use(before)


CAST = {"alice": "Alice Berg", "bob": "Bob Ito", "mia": "Mia Roth", "carol": "Carol Diaz", "mallory": "Mallory Quint"}


def member_of_the_cast(name: str) -> Any:
    """Make one of them."""
    from app.accounts.models import BaseRole
    from tests.factories.people import PersonFactory

    roles = {"alice": BaseRole.employee, "bob": BaseRole.agent, "mia": BaseRole.manager, "carol": BaseRole.admin}
    return PersonFactory(first_name=CAST[name], email=f"{name}@example.org", role=roles.get(name))


@pytest.fixture
def alice(session: scoped_session[Any]) -> Any:
    """An employee."""
    return member_of_the_cast("alice")


@pytest.fixture
def bob(session: scoped_session[Any]) -> Any:
    """An agent."""
    return member_of_the_cast("bob")


@pytest.fixture
def mia(session: scoped_session[Any]) -> Any:
    """A manager: sees all, changes no ticket."""
    return member_of_the_cast("mia")


@pytest.fixture
def carol(session: scoped_session[Any]) -> Any:
    """An administrator."""
    return member_of_the_cast("carol")


@pytest.fixture
def mallory(session: scoped_session[Any]) -> Any:
    """Somebody who can sign in and has no rights at all."""
    return member_of_the_cast("mallory")
