"""Calls of the service: an address and a token that only it knows. A call is a wake-up and says nothing else."""

from app.calendar.queries import sync as queries
from app.calendar.services.syncing import fetching
from app.calendar.sync.port import Channel
from app.core import tokens
from app.core.links import absolute
from app.core.transaction import transaction

PATH = "/calendar/google/notify"
PURPOSE = "calendar-channel"


def can_be_called() -> bool:
    """Whether the service could reach us: it calls public TLS addresses only."""
    return absolute(PATH).startswith("https://")


@transaction()
def offer(link_id: int) -> tuple[str, str, str]:
    """A new channel of a link: its id, its token, and the address to call. Calls of the one before still count."""
    link = queries.link_row(link_id)
    if link is None:
        raise LookupError(link_id)
    if link.channel_nonce is None:
        link.channel_nonce = tokens.new_nonce()
    return f"link-{link_id}-{tokens.new_nonce()}", tokens.make(PURPOSE, link_id, link.channel_nonce), absolute(PATH)


@transaction()
def keep(link_id: int, channel: Channel) -> None:
    """The service promised to call."""
    link = queries.link_row(link_id)
    if link is not None:
        link.channel_resource, link.channel_expires_at = channel.resource, channel.expires_at


def take_call(channel_id: str, token: str) -> bool:
    """Somebody called: ask that calendar at once, if the token is the one that we gave; else False."""
    number = channel_id.split("-")[1] if channel_id.startswith("link-") and channel_id.count("-") == 2 else ""
    link = queries.link_row(int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else None
    if link is None or link.channel_nonce is None or not tokens.matches(token, PURPOSE, link.id, link.channel_nonce):
        return False
    fetching.wake(link.id)
    return True
