"""Ours goes there: one item at a time, each with at most a few requests and no open transaction around them."""

import logging

from app.calendar.services.syncing import exchange, wishes
from app.calendar.sync.port import Calendar, Changed, Exists, Missing, RemoteError, RemoteEvent
from app.calendar.sync.settling import Step
from app.calendar.sync.work import Work

log = logging.getLogger(__name__)


def push(item_id: int, calendar: Calendar) -> RemoteError | None:
    """Send one item if it is due and free; answers what the service refused, so that the round can stop."""
    try:
        work = exchange.take(item_id)
    except Exception as error:  # our own side cannot be read: that is no reason to remove anything there
        log.exception("item %s cannot be read", item_id)
        exchange.note_defect(item_id, error)
        return None
    if work is None:
        return None
    try:
        _send(work, calendar)
    except RemoteError as error:
        exchange.wait(work, error)
        return error
    return None


def _send(work: Work, calendar: Calendar) -> None:
    if work.is_settled:
        exchange.let_go(work)
    elif work.is_open:
        look(work, calendar)
    elif work.ours is None:
        calendar.delete(work.remote_id)
        exchange.finish(work)
    elif work.agreed is None or work.etag is None:
        _insert(work, calendar)
    else:
        try:
            event = calendar.update(work.remote_id, work.mark, work.ours, work.etag)
        except (Changed, Missing):
            look(work, calendar)
        else:
            exchange.agree(work, event, work.ours)


def _insert(work: Work, calendar: Calendar) -> None:
    try:
        event = calendar.insert(work.remote_id, work.mark, work.ours)
    except Exists:  # an earlier try whose reply was lost, or a stranger
        look(work, calendar)
    else:
        exchange.agree(work, event, work.ours)


def look(work: Work, calendar: Calendar) -> None:
    """Look at both sides and do what follows."""
    theirs = calendar.event(work.remote_id)
    if is_stranger(theirs, work):
        exchange.renew(work)
        return
    step = work.step_for(theirs)
    if step is Step.take_cancel and (work.ruling is None or (theirs is None and not work.saw_removal)):
        exchange.note_removal(work)
    else:
        carry_out(step, work, theirs, calendar)


def is_stranger(theirs: RemoteEvent | None, work: Work) -> bool:
    """Whether an event has our id and is not of our making."""
    return theirs is not None and not theirs.is_cancelled and work.agreed is None and theirs.mark != work.mark


def carry_out(step: Step, work: Work, theirs: RemoteEvent | None, calendar: Calendar) -> None:
    """Do one step."""
    match step:
        case Step.agree:
            exchange.agree(work, theirs, work.ours)
        case Step.send:
            _overwrite(work, theirs, calendar)
        case Step.insert:
            _insert_anew(work, calendar)
        case Step.remove:
            calendar.delete(work.remote_id)
            exchange.finish(work)
        case Step.finish:
            exchange.finish(work)
        case Step.take_move:
            wishes.take_move(work, theirs)
        case Step.take_cancel:
            wishes.take_cancel(work)
        case Step.ask:
            wishes.ask_person(work, theirs)


def _overwrite(work: Work, theirs: RemoteEvent, calendar: Calendar) -> None:
    """Say ours over what was just seen; a cancelled event that cannot come back is followed by another generation."""
    try:
        event = calendar.update(work.remote_id, work.mark, work.ours, theirs.etag)
    except Missing:
        exchange.renew(work)
    else:
        exchange.agree(work, event, work.ours)


def _insert_anew(work: Work, calendar: Calendar) -> None:
    try:
        event = calendar.insert(work.remote_id, work.mark, work.ours)
    except Exists:  # its id is used up: the service remembers a deleted event without showing it
        exchange.renew(work)
    else:
        exchange.agree(work, event, work.ours)
