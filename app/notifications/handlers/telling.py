"""What every handler here ends with. Told the same outbox row twice, it changes nothing."""

from collections.abc import Iterable

from app.accounts.models import User
from app.core import outbox
from app.notifications import services
from app.notifications.audience import News, listeners


def tell(*tellings: tuple[News, Iterable[User]]) -> None:
    """Ring and mail, each person once for this event."""
    services.tell(listeners(*tellings), cause=cause())


def cause() -> str:
    """The outbox row being told: the key that makes telling twice the same as telling once."""
    return f"outbox:{outbox.telling.get()}"
