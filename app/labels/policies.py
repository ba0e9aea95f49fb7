"""Who may do what with labels."""

from app.accounts.models import User


def can_print(actor: User) -> bool:
    """Agents and administrators."""
    return actor.is_agent


def can_revoke(actor: User) -> bool:
    """The same: a sticker that is lost must stop to work at once."""
    return actor.is_agent
