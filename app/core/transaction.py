"""The only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core.db import turn_to_write, wait_for_no_disk
from app.extensions import db


class Doomed(RuntimeError):
    """A step inside a transaction failed and was swallowed: nothing may be saved."""


@contextmanager
def transaction(*, lasting: bool = True) -> Iterator[None]:
    """One business change: the outermost exit commits, any error undoes all of it. Nested ones join.

    What is not `lasting` waits for no disk: a power cut may undo it, and the product then does it again by itself.
    """
    session = db.session()
    if "sound" in session.info:
        with _spoiling(session):
            yield
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a transaction")
    session.rollback()  # end the read that may be open
    with turn_to_write():
        # SQLite takes its write lock now: see core/db
        connection = session.connection(execution_options={"writes": True, "lasting": lasting})
        wait_for_no_disk(connection, lasting=lasting)
        session.info["sound"] = True
        try:
            yield
            if not session.info["sound"]:
                raise Doomed("a step inside failed: nothing was saved")
            session.info["committing"] = True
            session.commit()
        finally:
            session.info.pop("sound", None)
            session.info.pop("committing", None)
            session.rollback()  # nothing is left to undo after a commit


@contextmanager
def _spoiling(session: Session) -> Iterator[None]:
    try:
        yield
    except BaseException:
        session.info["sound"] = False
        raise


@contextmanager
def attempt(*errors: type[Exception]) -> Iterator[None]:
    """A part that may fail alone: a savepoint, whose named errors do not spoil the whole."""
    session = db.session()
    before = session.info["sound"]
    try:
        with session.begin_nested():
            yield
    except errors:
        session.info["sound"] = before


@contextmanager
def library_commits() -> Iterator[None]:
    """Let a library's own commits pass: only for set-up steps such as FAB's roles and permissions."""
    session = db.session()
    session.info["committing"] = True
    try:
        yield
    finally:
        session.info.pop("committing", None)


def in_transaction() -> bool:
    """Whether a business change is under way."""
    return "sound" in db.session().info


@event.listens_for(Session, "before_commit")
def refuse_other_commits(session: Session) -> None:
    """Guard: a commit anywhere else is a defect, said loudly, and spoils the transaction around it."""
    if session.in_nested_transaction() or "committing" in session.info:
        return
    if "sound" in session.info:
        session.info["sound"] = False
    raise RuntimeError("only the outermost exit of transaction() commits")
