"""What an operator sets going again: dead letters and jobs."""

from typing import Any

from app.core import clock, jobs
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, require
from app.core.jobs import JobState
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction


@transaction()
def tell_again(letter: OutboxMessage, *, actor: Any) -> OutboxMessage:
    """Give a dead letter another round of tries; `Conflict` when it is not dead any more."""
    require(actor.is_admin)
    lock(letter)
    if letter.dead_at is None:
        raise Conflict
    letter.dead_at = letter.leased_until = letter.last_error = None
    letter.attempts, letter.due_at = 0, clock.now()
    audit("letter.told_again", letter, actor=actor, event=letter.event, subscriber=letter.subscriber)
    return letter


@transaction()
def run_now(state: JobState, *, actor: Any) -> JobState:
    """Have a job run at the next tick, whenever it was due."""
    require(actor.is_admin)
    jobs.request_run(state.name)
    audit("job.run_asked", state, actor=actor, name=state.name)
    return state
