"""Tickets over REST; refusals are raised and become problem documents in app.web.errors."""

from app.tickets.api.categories import CategoriesApi
from app.tickets.api.desk import AdminTicketsApi
from app.tickets.api.own import TicketsApi

__all__ = ["AdminTicketsApi", "CategoriesApi", "TicketsApi"]
