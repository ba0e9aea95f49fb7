"""The register of who is where keeps the same promises in memory and in Redis."""

import time
from collections.abc import Iterator

import pytest
import redis

from app.realtime.viewers import FORGOTTEN_SECONDS, HereViewers, SharedViewers, Viewer, Viewers, shown
from tests.servers.valkey import valkey


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    with valkey() as url:
        yield url


@pytest.fixture(params=["here", "shared"])
def viewers(request: pytest.FixtureRequest) -> Iterator[Viewers]:
    if request.param == "here":
        yield HereViewers()
        return
    with redis.Redis.from_url(request.getfixturevalue("bus"), decode_responses=True) as client:
        client.flushall()
        yield SharedViewers(client)


def test_who_is_put_is_there_until_taken(viewers):
    viewers.put(1, "a", Viewer(7, "Bob"))
    viewers.put(2, "b", Viewer(8, "Mia"))
    assert [viewer.name for viewer in viewers.at(1)] == ["Bob"]

    viewers.take(1, "a")
    viewers.take(1, "a")
    viewers.take(3, "nobody")
    assert viewers.at(1) == []
    assert [viewer.name for viewer in viewers.at(2)] == ["Mia"]


def test_several_tabs_are_one_person(viewers):
    viewers.put(1, "a", Viewer(7, "Bob"))
    viewers.put(1, "b", Viewer(7, "Bob", typing_until=time.time() + 5))
    viewers.put(1, "c", Viewer(3, "Ann", typing_until=time.time() - 5))

    assert shown(viewers.at(1)) == [{"id": 3, "name": "Ann", "typing": False}, {"id": 7, "name": "Bob", "typing": True}]


def test_a_process_that_died_is_forgotten(bus, monkeypatch):
    with redis.Redis.from_url(bus, decode_responses=True) as client:
        viewers = SharedViewers(client)
        viewers.put(9, "a", Viewer(7, "Bob"))
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + FORGOTTEN_SECONDS + 1)
        assert viewers.at(9) == []
