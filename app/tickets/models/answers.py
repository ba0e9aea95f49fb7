"""Knowledge items in the life of a ticket."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, UtcDateTime
from app.knowledge.models import Item
from app.tickets.models.ticket import Ticket
from app.tickets.models.vocabulary import ItemUse, enum_of


class TicketItem(Model):
    """An item that was shown, opened or sent on a ticket, or written from it; such an item can only be archived."""

    __tablename__ = "ticket_items"
    __table_args__ = (sa.UniqueConstraint("ticket_id", "item_id", "use"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id"), index=True)
    use: Mapped[ItemUse] = mapped_column(enum_of(ItemUse))
    learned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when search learned from the solved ticket
    item: Mapped[Item] = relationship(Item)
    ticket: Mapped[Ticket] = relationship(Ticket)
