"""Search of what helps people help themselves: one interface, two engines, one ranker. It knows no feature.

A feature registers a *source* in wiring and records `DocumentsChanged` in the transaction of each change; the relay
then writes the index. Questions go to `find` and `suggest`.
"""

from app.search.documents import Document, Section
from app.search.events import DocumentsChanged
from app.search.queries import Found, Hit, Wish, find, suggest
from app.search.sources import Source, register

__all__ = ["Document", "DocumentsChanged", "Found", "Hit", "Section", "Source", "Wish", "find", "register", "suggest"]
