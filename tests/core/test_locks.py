"""One at a time, across processes."""

import threading

import pytest

from app.core.locks import alone

pytestmark = pytest.mark.real_commits


def test_who_comes_second_waits(app, session):
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait(10)
        with app.app_context(), alone("test"):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with alone("test"):
        inside.set()
        thread.join(0.3)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]


def test_other_names_do_not_wait(app, session):
    with alone("one"), alone("two"):
        pass


def test_an_error_gives_the_lock_back(app, session):
    with pytest.raises(ValueError, match="inside"), alone("test"):
        raise ValueError("inside")

    with alone("test"):
        pass
