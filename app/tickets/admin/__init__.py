"""The generated screens around tickets."""

from app.tickets.admin import words  # noqa: F401  teaches the screens how states are said
from app.tickets.admin.categories import CategoryView
from app.tickets.admin.problems import KnownProblemView
from app.tickets.admin.replies import SavedReplyView
from app.tickets.admin.tickets import TicketView

__all__ = ["CategoryView", "KnownProblemView", "SavedReplyView", "TicketView"]
