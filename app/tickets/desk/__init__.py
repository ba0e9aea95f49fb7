"""The hand-written ticket pages of the staff desk."""

from app.tickets.desk.answers import TicketAnswersDesk, WithoutArticleDesk
from app.tickets.desk.filing import FilingDesk
from app.tickets.desk.palette import PaletteDesk
from app.tickets.desk.queue import MyWorkDesk, QueueDesk
from app.tickets.desk.things import ThingsDesk
from app.tickets.desk.ticket import TicketDesk

__all__ = [
    "FilingDesk",
    "MyWorkDesk",
    "PaletteDesk",
    "QueueDesk",
    "ThingsDesk",
    "TicketAnswersDesk",
    "TicketDesk",
    "WithoutArticleDesk",
]
