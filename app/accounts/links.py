"""One-time links: how long they live, and the address that a mail shows, derived anew whenever it is needed."""

from datetime import timedelta

from app.accounts.models import LinkPurpose, OneTimeLink
from app.core import tokens
from app.core.links import link_to

LIVES = {
    LinkPurpose.invite: timedelta(days=7),
    LinkPurpose.reset: timedelta(hours=1),
    LinkPurpose.confirm: timedelta(days=1),
}
PAGES = {
    LinkPurpose.invite: "portal_accounts.accept_invite",
    LinkPurpose.reset: "portal_accounts.reset_password",
    LinkPurpose.confirm: "portal_accounts.confirm",
}


def token_of(person_id: int, purpose: LinkPurpose, nonce: str) -> str:
    """The secret part of a link; it lies nowhere in the database."""
    return tokens.make(f"account.{purpose.value}", person_id, nonce)


def address_of(link: OneTimeLink) -> str:
    """The whole address, for a mail or a terminal."""
    return link_to(PAGES[link.purpose], token=token_of(link.user_id, link.purpose, link.nonce))
