"""A help desk, a browser, and people in front of it; a complaint of the browser fails the journey."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import chromium
from tests.browser.serving import Desk, desk, empty_desk
from tests.browser.visits import Visits
from tests.databases import Databases

expect.set_options(timeout=15_000)  # ms; two busy cores are slower than a desk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for each process of the run."""
    if not chromium.installed() and os.environ.get("CI") != "true":
        pytest.skip(chromium.MISSING)
    with chromium.launched() as running:
        yield running


@pytest.fixture(scope="session")
def working_desk(
    browser: Browser, databases: Databases, worker_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A help desk whose company works already."""
    with databases.clone(f"{worker_name}_journeys") as url, desk(tmp_path_factory.mktemp("desk"), url) as running:
        yield running


@pytest.fixture
def new_desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A help desk that was started in an empty folder: nobody administers it yet."""
    with empty_desk(tmp_path, f"sqlite:///{tmp_path}/new.db") as running:
        yield running


@pytest.fixture(scope="session")
def everybody(browser: Browser, working_desk: Desk) -> Visits:
    """The people of the company, who stay signed in over the journeys."""
    return Visits(browser, working_desk)


@pytest.fixture
def visits(everybody: Visits) -> Iterator[Visits]:
    """Opens pages; every page is a browser profile of its own."""
    yield everybody
    assert everybody.end() == []
