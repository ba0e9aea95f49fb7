"""One piece of news as a mail tells it: loaded from its ids at the moment of sending, if it may still be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.core import tokens
from app.core.links import absolute, link_to
from app.notifications import places, queries, wording
from app.notifications.about import NOTICES
from app.notifications.models import Delivery, What
from app.notifications.policies import can_be_told
from app.tickets.models import REOPEN_WITHIN, Message, MessageType, Ticket
from app.tickets.wording import FIXED

QUOTED = 3_000  # letters of a message that a mail shows; the rest is on the page
QUOTED_IN_BUNDLE = 400


@dataclass(frozen=True)
class Item:
    """One delivery with everything that its words need."""

    delivery: Delivery
    what: What
    ticket: Ticket | None
    message: Message | None
    actor: User | None

    @property
    def is_internal(self) -> bool:
        """Whether it is about an internal note."""
        return bool(self.delivery.context.get("is_internal"))

    @property
    def is_own(self) -> bool:
        """Whether it is the reader's own ticket."""
        return self.ticket is not None and self.ticket.requester_id == self.delivery.user_id

    @property
    def sentence(self) -> str:
        """What happened."""
        return wording.sentence(
            self.what,
            number=self.ticket.id if self.ticket else None,
            actor=self.actor,
            is_internal=self.is_internal,
            params=self.delivery.context,
        )

    @property
    def address(self) -> str:
        """Where the mail's button leads."""
        return absolute(places.path(self.what, self.ticket, self.delivery.user, self.delivery.context))

    @property
    def lines(self) -> Sequence[str]:
        """What a notice says below its sentence."""
        return NOTICES[self.what].lines(self.delivery.context)

    @property
    def button(self) -> str:
        """The word on a notice's button."""
        return NOTICES[self.what].button()

    @property
    def reason(self) -> str:
        """Why the reader gets this notice."""
        return NOTICES[self.what].reason()

    @property
    def author(self) -> str:
        """Who said what is quoted."""
        return wording.name_of(self.message.author if self.message else self.ticket.requester if self.ticket else None)

    def quote(self, *, is_short: bool = False) -> str:
        """The latest message, or what was asked for; cut where a mail would become too long."""
        text = self.message.body if self.message else self.ticket.description if self.ticket else ""
        most = QUOTED_IN_BUNDLE if is_short else QUOTED
        return text if len(text) <= most else f"{text[:most].rstrip()}…"

    def fixed_link(self, answer: str) -> str:
        """The signed link "Fixed?" with `yes` or `no`; lives as long as the ticket can be opened again."""
        assert self.ticket is not None
        said = [self.ticket.id, self.ticket.requester_id, answer]
        return link_to("portal_tickets.fixed", token=tokens.sign(FIXED, said, REOPEN_WITHIN))


def item_of(delivery: Delivery) -> Item | None:
    """The news of a delivery; None when the person may not be told any more, or the ticket turned out to be spam."""
    ticket, internal = delivery.ticket, bool(delivery.context.get("is_internal"))
    if not can_be_told(delivery.user, ticket, is_internal=internal):
        return None
    if ticket is not None and (ticket.is_spam or not queries.sees(delivery.user, ticket)):
        return None
    actor = next(iter(queries.people([delivery.context.get("actor_id")])), None)
    return Item(delivery, What(delivery.template), ticket, _message(delivery, ticket), actor)


def _message(delivery: Delivery, ticket: Ticket | None) -> Message | None:
    """The message that the news is about, else the latest public one; a note only where notes may be told."""
    message = queries.message(delivery.context.get("message_id"))
    if message is None:
        return queries.latest_message(ticket) if ticket is not None else None
    is_note = message.message_type is MessageType.internal
    return None if is_note and not delivery.context.get("is_internal") else message
