"""Where a lower feature learns what only a higher one knows."""

from app.accounts.services import PEOPLE_IMPORT
from app.calendar import offers, sources
from app.calendar import queries as calendar_queries
from app.core import holds
from app.core.imports import register as offer_imports
from app.equipment.services import EQUIPMENT_IMPORT
from app.knowledge.found import ItemsSource
from app.labels import queries as labels
from app.notifications.mails import compose_by
from app.reports.mails import compose_report
from app.rooms import queries as rooms_queries
from app.rooms.models.bookings import SOURCE as BOOKING
from app.rooms.services import ROOM_IMPORT
from app.search import register as register_source
from app.tickets import scanning


def join_features() -> None:
    """Sources of search and of calendars, kinds of imports, readers of labels, writers of mails."""
    register_source(ItemsSource())
    holds.name_sources(BOOKING, rooms_queries.names_of)
    holds.name_sources("visit", calendar_queries.names_of_visits)
    for source in offers.SOURCES:
        sources.register(source)
    offer_imports([PEOPLE_IMPORT, ROOM_IMPORT, EQUIPMENT_IMPORT])
    scanning.read_by(labels.scanned)
    compose_by("report", compose_report)
