"""The index is written by the relay, built anew by command, and compared with its sources by night."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from app.core import outbox
from app.core.db import is_sqlite
from app.core.transaction import transaction
from app.search import DocumentsChanged, Wish, engines, find, handlers, jobs, services, whoosh_engine, whoosh_view
from app.search.engines import engine
from app.worker import relay
from tests.search.conftest import Shelf
from tests.search.texts import article, sixty


def say_changed(*keys: str) -> None:
    with transaction():
        outbox.record(DocumentsChanged(keys=keys))


def test_what_a_feature_says_is_found_after_the_relay(shelf: Shelf):
    say_changed(*shelf.put(article("a", "Kettle")))
    assert find(Wish("kettle")).total == 0
    relay.run()
    assert find(Wish("kettle")).total == 1


def test_a_batch_of_events_is_one_commit(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    for document in sixty()[:10]:
        say_changed(*shelf.put(document))
    written = []
    write = services._write
    monkeypatch.setattr(services, "_write", lambda *told: (written.append(len(told[1])), write(*told)))
    relay.run()
    assert written == [10]


def test_an_index_of_files_lets_others_write_meanwhile(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    if not is_sqlite():
        pytest.skip("on PostgreSQL the index is part of the database, and writers do not wait for each other")
    monkeypatch.setattr(services, "transaction", lambda: pytest.fail("SQLite's one turn to write is taken"))
    services.index_documents(shelf.put(article("a", "Kettle")))
    assert find(Wish("kettle")).total == 1


def test_rows_whose_indexing_failed_are_told_again(shelf: Shelf, clock, monkeypatch: pytest.MonkeyPatch):
    say_changed(*shelf.put(article("a", "Kettle")))
    documents = shelf.documents
    shelf.documents = lambda _keys: 1 / 0  # type: ignore[method-assign]  # a source that is broken for a while
    relay.run()
    assert find(Wish("kettle")).total == 0
    shelf.documents = documents  # type: ignore[method-assign]  # as above
    clock.advance(minutes=1)
    relay.run()
    assert find(Wish("kettle")).total == 1


def test_a_failed_end_of_a_batch_fails_only_those_who_asked_for_it(session, clock):
    told = []
    handlers._changed.clear()
    outbox.telling.set(7)
    outbox.at_end_of_batch(handlers.index_changes)
    assert [(work, rows) for work, rows in outbox.endings()] == [(handlers.index_changes, {7})]
    assert outbox.endings() == told


def test_rebuild_finds_what_there_is_and_forgets_what_went(shelf: Shelf, indexed):
    indexed(article("gone", "Kettle"))
    shelf.by_key.clear()
    shelf.put(*sixty())
    steps = []
    assert services.rebuild(lambda done, whole: steps.append((done, whole))) == 60
    assert steps == [(60, 60)]
    assert find(Wish("kettle")).total == 0
    assert find(Wish("headset")).total == 8
    assert services.differences() == []


def test_rebuild_of_nothing_leaves_an_empty_index(shelf: Shelf, indexed):
    indexed(article("gone", "Kettle"))
    shelf.by_key.clear()
    assert services.rebuild(lambda _done, _whole: None) == 0
    assert engine().stamps() == {}


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(shelf: Shelf, indexed):
    indexed(article("a", "Kettle"))

    def stop(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.rebuild(stop)
    assert find(Wish("kettle")).total == 1


def test_the_night_mends_what_differs(shelf: Shelf, indexed, clock):
    indexed(article("same", "Kettle"), article("older", "Toaster"), article("gone", "Mixer"))
    shelf.by_key.pop("shelf:gone")
    shelf.put(replace(shelf.by_key["shelf:older"], title="Oven", stamp="2"), article("lacking", "Fridge"))
    assert services.differences() == ["shelf:gone", "shelf:lacking", "shelf:older"]
    jobs.compare_index(clock.now)
    relay.run()
    assert services.differences() == []
    assert [find(Wish(word)).total for word in ("kettle", "toaster", "mixer", "oven", "fridge")] == [1, 0, 0, 1, 1]


def test_the_command_says_how_many_and_how_long(app: Flask, shelf: Shelf):
    shelf.put(*sixty())
    said = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert said.exit_code == 0
    assert "60 documents in " in said.output


def test_keys_of_no_source_are_taken_out(indexed):
    indexed(article("a", "Kettle"))
    services.index_documents(["nobody:7"])
    assert engine().stamps() == {"shelf:a": "1"}


@pytest.mark.real_commits
def test_many_search_at_once_and_find_the_same(app: Flask, indexed):
    documents = sixty()
    indexed(*documents)
    alone = {document.title: find(Wish(document.title)).hits[0].key for document in documents[:24]}
    engines.forget()  # nothing is remembered: all of them read

    def ask(title: str) -> tuple[str, str]:
        with app.app_context():
            return title, find(Wish(title)).hits[0].key

    with ThreadPoolExecutor(8) as threads:
        assert dict(threads.map(ask, list(alone) * 8)) == alone


def test_one_opens_a_new_state_of_the_files_while_others_read_the_one_before(indexed, monkeypatch: pytest.MonkeyPatch):
    if not is_sqlite():
        pytest.skip("PostgreSQL has no files to open")
    indexed(article("a", "Kettle"))
    source, seen = engine(), []
    source.stamps()

    def opened(*args: object) -> object:
        if not seen:
            seen.append("opened")
            with ThreadPoolExecutor(1) as other:
                seen.append(other.submit(source.stamps).result(timeout=10))
        return whoosh_view.opened(*args)

    monkeypatch.setattr("app.search.whoosh_engine.opened", opened)
    indexed(article("b", "Lamp"))
    assert source.stamps() == {"shelf:a": "1", "shelf:b": "1"}
    assert seen == ["opened", {"shelf:a": "1"}]


def test_those_who_come_first_wait_for_one_opening_of_the_files(app: Flask, indexed, monkeypatch: pytest.MonkeyPatch):
    if not is_sqlite():
        pytest.skip("PostgreSQL has no files to open")
    indexed(article("a", "Kettle"))
    engines.forget()
    times, gathered = [], Barrier(8)

    class Slow(whoosh_engine.WhooshEngine):
        def __init__(self) -> None:
            time.sleep(0.05)
            super().__init__()

    def opened(*args: object) -> object:
        times.append(args)
        return whoosh_view.opened(*args)

    def ask(_number: int) -> object:
        gathered.wait(timeout=10)
        with app.app_context():
            return engine().stamps()

    monkeypatch.setattr(whoosh_engine, "opened", opened)
    monkeypatch.setattr(whoosh_engine, "WhooshEngine", Slow)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [{"shelf:a": "1"}] * 8
    assert len(times) == 1


def test_little_memory_and_few_rows_are_enough(indexed, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.search.whoosh_view.MOST_REMEMBERED", 2)
    monkeypatch.setattr("app.search.postgres_engine.MOST_READ", 1)
    monkeypatch.setattr("app.search.postgres_engine.MOST_REMEMBERED", 2)
    indexed(*sixty())
    assert find(Wish("share the headset with a colleague")).hits[0].key == "shelf:3-3"


def test_whoosh_swaps_its_folder_at_once(app: Flask, shelf: Shelf, indexed):
    home = Path(app.config["VAR_DIR"], "search")
    indexed(article("a", "Kettle"))
    if not is_sqlite():
        assert not home.exists()  # nothing of PostgreSQL's lies in the folder
        return
    first = (home / "current").read_text()
    services.rebuild(lambda _done, _whole: None)
    second = (home / "current").read_text()
    assert first != second
    assert [path.name for path in home.iterdir() if path.is_dir()] == [second]
