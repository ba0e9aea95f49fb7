"""Saving rows of which the database keeps something unique, or in use."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.core.errors import DomainError
from app.extensions import db


@contextmanager
def saved_or(refusal: DomainError) -> Iterator[None]:
    """Save what is done inside, or refuse with these words (chosen while the session is still sound)."""
    try:
        yield
        db.session.flush()
    except IntegrityError as problem:
        raise refusal from problem
