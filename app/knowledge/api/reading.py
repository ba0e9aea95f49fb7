"""Knowledge as its readers use it."""

from datetime import datetime
from typing import Annotated

from flask import g
from pydantic import Field

from app.core import clock
from app.core.paging import MOST_PER_PAGE, Page
from app.core.schemas import Schema, Text
from app.knowledge import queries, services
from app.knowledge.api import shown
from app.knowledge.models import Feedback, ItemType
from app.knowledge.schemas import (
    CategoryOut,
    DownloadOut,
    FeedbackDraft,
    FeedbackOut,
    ItemDetails,
    ItemFilters,
    ItemOut,
    SearchFilters,
    SearchPage,
    Solved,
    SuggestionPage,
    TagOut,
)
from app.knowledge.services.files import DOWNLOAD_WITHIN
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose

Name = Annotated[Text, Field(max_length=100)]


class Narrowing(Schema):
    """Which types, categories and tags (by id or slug)."""

    type: Several[ItemType] = Field(default_factory=list)
    category: Several[Name] = Field(default_factory=list)
    tag: Several[Name] = Field(default_factory=list)


class ItemsQuery(Narrowing, ListQuery):
    """Which published items."""

    sort: str = "-updatedAt"


class SearchQuery(Narrowing):
    """What is searched for."""

    q: Annotated[Text, Field(min_length=1, max_length=1000)]
    page: Annotated[int, Field(ge=1, le=1000)] = 1
    page_size: Annotated[int, Field(ge=1, le=MOST_PER_PAGE)] = 25


class SuggestQuery(Schema):
    """The subject that is being written, and what is said about it so far."""

    q: Annotated[Text, Field(max_length=1000)] = ""
    context: Annotated[Text, Field(max_length=2000)] = ""


class KnowledgeApi(Api):
    """What everybody may read."""

    resource_name = "kb"
    class_permission_name = "KnowledgeBase"

    @expose("/search")
    @endpoint(query=SearchQuery, answer=SearchPage)
    def search(self, query: SearchQuery) -> dict[str, object]:
        """Articles, videos and documents that answer the words, best first."""
        filters = SearchFilters(q=query.q, type=query.type, category=query.category, tag=query.tag)
        found = queries.search(g.user, filters, query.page, query.page_size)
        if query.page == 1:
            services.note_search(query.q, found.total, actor=g.user)
        return {
            "items": [shown.hit(hit) for hit in found.hits], "page": query.page, "page_size": query.page_size,
            "total": found.total, "total_is_exact": True, "suggestion": found.suggestion, "counts": found.counts,
        }  # fmt: skip

    @expose("/suggest")
    @endpoint(query=SuggestQuery, answer=SuggestionPage)
    def suggest(self, query: SuggestQuery) -> dict[str, object]:
        """At most five items for a ticket subject that is being written."""
        hits = queries.suggest(g.user, query.q, context=query.context) if query.q else []
        return {"items": [shown.hit(hit) for hit in hits], "total": len(hits)}

    @expose("/items")
    @endpoint(query=ItemsQuery, answer=Listed[ItemOut])
    def index(self, query: ItemsQuery) -> Page:
        """The published items that the caller may read."""
        filters = ItemFilters(type=query.type, category=query.category, tag=query.tag)
        return queries.published_items(g.user, filters, query.paging())

    @expose("/items/<int:item_id>")
    @endpoint(answer=ItemDetails)
    def show(self, item_id: int) -> ItemDetails:
        """One item; `bodyHtml` is sanitised."""
        return shown.details(queries.item_for(g.user, item_id))

    @expose("/items/<int:item_id>/download")
    @endpoint(answer=DownloadOut)
    def download(self, item_id: int) -> dict[str, str | datetime]:
        """A signed address of a video's or document's file, good for an hour."""
        url = services.download_address(queries.item_for(g.user, item_id), actor=g.user)
        return {"download_url": url, "expires_at": clock.now() + DOWNLOAD_WITHIN}

    @expose("/items/<int:item_id>/feedback", methods=["POST"])
    @endpoint(body=FeedbackDraft, answer=FeedbackOut)
    def say(self, draft: FeedbackDraft, item_id: int) -> Feedback:
        """Say whether an item helped; said again, it replaces what was said."""
        return services.give_feedback(queries.item_for(g.user, item_id), draft, actor=g.user)

    @expose("/items/<int:item_id>/solved", methods=["POST"])
    @endpoint(body=Solved, status=204)
    def solve(self, said: Solved, item_id: int) -> None:
        """This answered the question."""
        services.note_solved(queries.item_for(g.user, item_id), said.query, actor=g.user)

    @expose("/categories")
    @endpoint(answer=Listed[CategoryOut])
    def categories(self) -> Page:
        """The shelves."""
        return shown.whole(queries.categories())

    @expose("/tags")
    @endpoint(answer=Listed[TagOut])
    def tags(self) -> Page:
        """The tags."""
        return shown.whole(queries.tags(g.user))
