"""Turns come in the order in which they were asked for."""

import threading

from app.core.turns import Turns


def test_a_turn_goes_to_whoever_waits_longest_and_not_to_the_one_who_just_had_it():
    turns, order, waiting = Turns(), [], []
    assert turns.take(0)

    def wait(name):
        assert turns.take(5)
        order.append(name)
        turns.give_back()

    for name in ("first", "second"):
        thread = threading.Thread(target=wait, args=[name])
        thread.start()
        waiting.append(thread)
        while thread.is_alive() and len(turns._waiting) < len(waiting):  # until it stands in the line
            threading.Event().wait(0.001)
    turns.give_back()
    assert turns.take(5)
    order.append("the one who just had it")
    turns.give_back()
    for thread in waiting:
        thread.join()
    assert order == ["first", "second", "the one who just had it"]


def test_who_waited_in_vain_leaves_the_line():
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0)
