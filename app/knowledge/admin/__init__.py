"""The generated screens of knowledge."""

from app.knowledge.admin import words  # noqa: F401  the states' words
from app.knowledge.admin.items import ItemView
from app.knowledge.admin.labels import KnowledgeCategoryView, SynonymView, TagView

__all__ = ["ItemView", "KnowledgeCategoryView", "SynonymView", "TagView"]
