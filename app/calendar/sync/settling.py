"""What follows when ours and theirs are looked at side by side. Pure: no database, no network, no clock."""

from enum import StrEnum

from app.calendar.models import Ruling
from app.calendar.sync.port import RemoteEvent
from app.calendar.sync.state import Agreed, State, Times


class Step(StrEnum):
    """What is to be done."""

    agree = "agree"  # both say the same
    send = "send"  # ours is written over theirs
    insert = "insert"  # ours is put there (anew)
    remove = "remove"  # theirs is taken away
    finish = "finish"  # neither has it
    take_move = "take_move"  # their time becomes a command here
    take_cancel = "take_cancel"  # their deletion becomes a command here
    ask = "ask"  # both changed: a person decides


def settle(
    ours: State | None,
    theirs: RemoteEvent | None,
    agreed: Agreed | None,
    *,
    is_two_way: bool = False,
    ruling: Ruling | None = None,
) -> Step:
    """The step for one item. `agreed` is None when it never was there, as far as we know."""
    is_there = theirs is not None and not theirs.is_cancelled
    if ours is None:
        return Step.remove if is_there else Step.finish
    base = base_of(theirs, agreed)
    hears = is_two_way and ruling is not Ruling.ours and base is not None
    their_times = theirs.state.times if theirs and theirs.state and is_there else None
    if hears and (agreed or is_there) and their_times not in (base, ours.times):
        if ours.times != base and ruling is not Ruling.theirs:
            return Step.ask
        return Step.take_move if is_there else Step.take_cancel
    if theirs is None:
        return Step.insert
    return Step.agree if is_there and theirs.state and ours.says_the_same(theirs.state) else Step.send


def base_of(theirs: RemoteEvent | None, agreed: Agreed | None) -> Times | None:
    """The times from which both sides went out.

    The event carries the times that we wrote last. If these are not those of the agreement, a later write of ours
    arrived and its reply was lost: our own change must not look like somebody else's.
    """
    sent = theirs.sent if theirs else None
    if agreed and sent in (None, agreed.sent):
        return agreed.state.times
    return sent
