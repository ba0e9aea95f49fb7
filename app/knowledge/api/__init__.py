"""Knowledge over REST; refusals are raised and become problem documents in app.web.errors."""

from app.knowledge.api.items import AdminKnowledgeApi
from app.knowledge.api.labels import KnowledgeCategoriesApi, KnowledgeTagsApi
from app.knowledge.api.reading import KnowledgeApi

__all__ = ["AdminKnowledgeApi", "KnowledgeApi", "KnowledgeCategoriesApi", "KnowledgeTagsApi"]
