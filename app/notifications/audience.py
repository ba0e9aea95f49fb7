"""Who is told of a piece of news, on which channels: own acts, rights and each person's choice decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.accounts.models import User
from app.accounts.preferences import Channel, Kind, preferences_of
from app.notifications.models import What
from app.notifications.policies import can_be_told
from app.tickets.models import Ticket


@dataclass(frozen=True)
class News:
    """What happened, told in ids; `actor_id` is whose act it was, and is not told of it."""

    kind: Kind
    what: What
    ticket: Ticket | None = None
    message_id: int | None = None
    actor_id: int | None = None
    is_internal: bool = False
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listener:
    """One person to be told one thing, in plain values that outlive the reading session."""

    user_id: int
    address: str
    by_bell: bool
    by_mail: bool
    kind: Kind
    what: What
    ticket_id: int | None
    message_id: int | None
    actor_id: int | None
    is_internal: bool
    params: dict[str, Any]


def listeners(*tellings: tuple[News, Iterable[User]]) -> list[Listener]:
    """Each person once: of several pieces of news about one event, the first that concerns somebody is theirs."""
    found: dict[int, Listener] = {}
    for news, people in tellings:
        for listener in _of(news, people):
            found.setdefault(listener.user_id, listener)
    return [listener for listener in found.values() if listener.by_bell or listener.by_mail]


def _of(news: News, people: Iterable[User]) -> Iterator[Listener]:
    for person in people:
        if _is_own_act(person, news) or not can_be_told(person, news.ticket, is_internal=news.is_internal):
            continue
        choice = preferences_of(person)
        yield Listener(
            person.id,
            person.email,
            choice.wants(news.kind, Channel.bell),
            choice.wants(news.kind, Channel.mail),
            news.kind,
            news.what,
            news.ticket.id if news.ticket else None,
            news.message_id,
            news.actor_id,
            news.is_internal,
            news.params,
        )


def _is_own_act(person: User, news: News) -> bool:
    """A requester who files has the confirmation: that is our word to them, not their act."""
    return person.id == news.actor_id and news.kind is not Kind.received
