"""People as a table that the import of people reads."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy.orm import selectinload

from app.accounts import queries
from app.accounts.models import User
from app.core.paging import in_pieces

HEADER = ("email", "name", "role", "department", "phone", "locale", "timezone", "active")


def everybody_as_rows() -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
    """The header, and everybody by id."""
    return HEADER, people_as_rows(queries.people())


def people_as_rows(question: Any) -> Iterator[Iterable[Any]]:
    """The people of a question, a few hundred in memory at a time."""
    for person in in_pieces(question.options(selectinload(User.roles)), User.id):
        yield (person.email, person.name, person.base_role, person.department, person.phone, person.locale,
               person.timezone, bool(person.active))  # fmt: skip
