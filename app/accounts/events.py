"""What happened to people, their sign-ins and their links."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class PersonInvited(Event):
    """Somebody was added and may set a password by the link."""

    name = "person.invited"
    link_id: int


@dataclass(frozen=True)
class ResetAsked(Event):
    """Somebody asked for a link to set a new password."""

    name = "person.reset_asked"
    link_id: int


@dataclass(frozen=True)
class RegistrationAsked(Event):
    """Somebody registered and must confirm the address by the link."""

    name = "person.registration_asked"
    link_id: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    """The password of an account is another one now; its owner should know."""

    name = "person.password_changed"
    person_id: int


@dataclass(frozen=True)
class PersonDeactivated(Event):
    """Somebody left; `successor_id` takes over what was assigned to them, None puts it back in the queue."""

    name = "person.deactivated"
    person_id: int
    successor_id: int | None
    actor_id: int
    devices_are_back: bool = False  # what they held can be taken into stock


@dataclass(frozen=True)
class SessionsEnded(Event):
    """Devices of a person were signed out: open sockets of these sessions must go."""

    name = "sessions.ended"
    person_id: int
    session_ids: tuple[int, ...]


@dataclass(frozen=True)
class TestMailAsked(Event):
    """An administrator wants to see whether mails arrive."""

    name = "person.test_mail_asked"
    person_id: int
