"""People and teams."""

from functools import cache

import factory

from app.accounts import passwords, queries
from app.accounts.models import BaseRole, Team, User
from tests.factories import Factory

PASSWORD = "correct horse battery staple"


@cache
def password_hash() -> str:
    """Of the one password that everybody has: hashing is slow on purpose, once is enough."""
    return passwords.hashed(PASSWORD)


class PersonFactory(Factory):
    """An active person; `role=None` gives somebody without any rights."""

    class Meta:
        model = User

    class Params:
        role: BaseRole | None = BaseRole.employee

    first_name = factory.Faker("name", locale="en_GB")
    last_name = ""
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    username = factory.LazyAttribute(lambda person: person.email.lower())
    password = factory.LazyFunction(password_hash)
    active = True
    roles = factory.LazyAttribute(lambda person: [queries.base_role(person.role)] if person.role else [])


class TeamFactory(Factory):
    """A team of IT staff; `members=[bob]` puts people in."""

    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")
