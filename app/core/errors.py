"""Refusals that the business makes; their messages are safe to show."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _


class DomainError(Exception):
    """A rule said no."""

    code = "conflict"

    def __init__(self, message: str | None = None, **details: Any) -> None:
        super().__init__(message or self.default_message())
        self.details = details

    @property
    def message(self) -> str:
        """What is said to the person."""
        return str(self.args[0])

    @classmethod
    def default_message(cls) -> str:
        """The sentence used when the raiser gives none."""
        return _("This cannot be done right now.")


class NotSignedIn(DomainError):
    """Nobody is signed in here, or the proof of it is not good (any more)."""

    code = "not_signed_in"

    @classmethod
    def default_message(cls) -> str:
        return _("Please sign in.")


class NotAllowed(DomainError):
    """This actor sees the thing, but may not do this."""

    code = "not_allowed"

    @classmethod
    def default_message(cls) -> str:
        return _("You may not do this.")


class NotFound(DomainError):
    """The thing does not exist, or is hidden from this actor: both answer the same."""

    code = "not_found"

    @classmethod
    def default_message(cls) -> str:
        return _("We cannot find this.")


class Invalid(DomainError):
    """Some of the input cannot be taken; `errors` names the fields."""

    code = "validation_failed"

    def __init__(self, message: str | None = None, *, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.errors = {field: list(texts) for field, texts in (errors or {}).items()}

    @classmethod
    def for_field(cls, field: str, message: str) -> "Invalid":
        """A refusal of one field."""
        return cls(message, errors={field: [message]})

    @classmethod
    def default_message(cls) -> str:
        return _("Please check what you entered.")


class Malformed(Invalid):
    """The request itself cannot be read; `errors` names its parts."""

    code = "malformed"

    @classmethod
    def default_message(cls) -> str:
        return _("The request could not be read.")


class Conflict(DomainError):
    """The thing is not in a state in which this can be done."""


class Stale(DomainError):
    """The thing changed since the actor last saw it."""

    code = "stale"

    @classmethod
    def default_message(cls) -> str:
        return _("Somebody changed this since you opened it. Your input is safe; please look at what changed.")


class TooLarge(DomainError):
    """The input is larger than a set limit."""

    code = "too_large"


class WrongType(DomainError):
    """The file is of a kind that is not taken."""

    code = "unsupported_type"


class TooManyTries(DomainError):
    """Tried too often; `retry_after` is in seconds."""

    code = "too_many_requests"

    def __init__(self, message: str | None = None, *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after

    @classmethod
    def default_message(cls) -> str:
        return _("Too many tries. Please wait a moment and try again.")


class Unavailable(DomainError):
    """A part of the system cannot be reached; trying again later helps."""

    code = "unavailable"

    def __init__(self, message: str | None = None, *, retry_after: int = 30) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def require(allowed: bool, message: str | None = None) -> None:
    """Raise `NotAllowed` unless a policy said yes."""
    if not allowed:
        raise NotAllowed(message)
