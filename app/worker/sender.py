"""Sends the deliveries that are due, in a loop of its own, so that a slow mail server delays nothing else."""

import logging
import threading
from datetime import timedelta
from functools import partial

from flask import Flask

from app.core import clock
from app.core.mail import MailRefused, MailUnavailable, send
from app.extensions import db
from app.notifications import mails, queries, services
from app.worker.backoff import delay
from app.worker.rounds import repeat

POLL_SECONDS = 1.0
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=15), timedelta(minutes=30)
PATIENCE = timedelta(days=3)  # a mail server may be away over a weekend
MOST_CRASHES = 200  # tries in that time, at the longest delay

log = logging.getLogger(__name__)


def run() -> int:
    """Send everything that is due; answers how many mails were taken up."""
    taken = 0
    while send_next():
        taken += 1
    return taken


def send_next() -> int:
    """Take up one mail and send it; answers whether there was one."""
    if not queries.has_due_mail():  # a read only: an idle sender never takes SQLite's write lock
        return 0
    leader_id = services.lease_mail()
    if leader_id is None:
        return 0
    try:
        _send(leader_id)
    except MailUnavailable as problem:
        _put_off(leader_id, str(problem))
    except MailRefused as refusal:
        log.warning("delivery %s was refused: %s", leader_id, refusal)
        services.give_up(leader_id, str(refusal))
    except Exception as problem:  # a defect in one mail must not stop the others
        log.exception("delivery %s failed", leader_id)
        db.session.rollback()
        _put_off(leader_id, f"{type(problem).__name__}: {problem}")
    return 1


def _send(leader_id: int) -> None:
    leader, members = services.leased_mail(leader_id)
    mail = mails.compose(leader, members)
    if mail is None:
        services.drop_mail(leader_id)
        return
    if leader.message_id is None:
        services.name_mail(leader_id, mail.message_id)
    db.session.rollback()  # no connection is held while the server takes its time
    send(mail)
    services.mark_sent(leader_id)


def _put_off(leader_id: int, error: str) -> None:
    leader, _members = services.leased_mail(leader_id)
    now = clock.now()
    if now - leader.created_at > PATIENCE or leader.attempts > MOST_CRASHES:
        services.give_up(leader_id, error)
    else:
        until = now + delay(leader.attempts, first=FIRST_DELAY, most=LONGEST_DELAY)
        services.put_off(leader_id, error, until=until)


def loop(app: Flask, stop: threading.Event) -> None:
    """Send until stopped."""
    repeat(app, send_next, stop, partial(stop.wait, POLL_SECONDS))


def thread(app: Flask, stop: threading.Event) -> threading.Thread:
    """A thread that sends until stopped, not yet started."""
    return threading.Thread(target=partial(loop, app, stop), name="sender", daemon=True)
