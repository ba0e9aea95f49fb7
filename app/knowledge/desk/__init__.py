"""The staff's hand-written knowledge pages."""

from app.knowledge.desk.item import KnowledgeDesk
from app.knowledge.desk.lists import KnowledgeListsDesk

__all__ = ["KnowledgeDesk", "KnowledgeListsDesk"]
