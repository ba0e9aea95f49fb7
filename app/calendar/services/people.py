"""Who can be named in an entry."""

from app.accounts import queries as accounts
from app.accounts.models import User
from app.core.errors import Invalid, NotFound


def staff_member(person_id: int, field: str, refusal: str, *, must_be_agent: bool = False) -> User:
    """An active person of IT; `Invalid` at `field`, in the words of `refusal`, for anybody else."""
    try:
        person = accounts.person(person_id)
    except NotFound as error:
        raise Invalid.for_field(field, refusal) from error
    if not person.active or not (person.is_agent if must_be_agent else person.is_staff):
        raise Invalid.for_field(field, refusal)
    return person
