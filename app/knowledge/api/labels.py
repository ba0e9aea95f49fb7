"""The categories and tags that staff keep; everybody reads them below /kb."""

from flask import g

from app.knowledge import queries, services
from app.knowledge.models import KnowledgeCategory, Tag
from app.knowledge.schemas import CategoryChange, CategoryEdit, CategoryOut, TagChange, TagOut
from app.web.api import Api, endpoint, expose


class KnowledgeCategoriesApi(Api):
    """The shelves; the slug is derived from the name."""

    resource_name = "admin/kb/categories"
    class_permission_name = "Knowledge"

    @expose("", methods=["POST"])
    @endpoint(body=CategoryChange, answer=CategoryOut, status=201, idempotent=True,
              location=lambda category: f"/api/v1/admin/kb/categories/{category.id}")  # fmt: skip
    def add(self, change: CategoryChange) -> KnowledgeCategory:
        """Add a category."""
        return services.keep_category(None, change, actor=g.user)

    @expose("/<int:category_id>")
    @endpoint(answer=CategoryOut)
    def show(self, category_id: int) -> KnowledgeCategory:
        """One category."""
        return queries.category(category_id)

    @expose("/<int:category_id>", methods=["PATCH"])
    @endpoint(body=CategoryEdit, answer=CategoryOut, current="show")
    def change(self, change: CategoryEdit, category_id: int) -> KnowledgeCategory:
        """Change what is sent."""
        return services.keep_category(queries.category(category_id), change, actor=g.user)

    @expose("/<int:category_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, category_id: int) -> None:
        """Remove a category in which no item stands."""
        services.drop_category(queries.category(category_id), actor=g.user)


class KnowledgeTagsApi(Api):
    """The tags; the slug is derived from the name."""

    resource_name = "admin/kb/tags"
    class_permission_name = "Knowledge"

    @expose("", methods=["POST"])
    @endpoint(body=TagChange, answer=TagOut, status=201, idempotent=True,
              location=lambda tag: f"/api/v1/admin/kb/tags/{tag.id}")  # fmt: skip
    def add(self, change: TagChange) -> Tag:
        """Add a tag."""
        return services.keep_tag(None, change, actor=g.user)

    @expose("/<int:tag_id>")
    @endpoint(answer=TagOut)
    def show(self, tag_id: int) -> Tag:
        """One tag."""
        return queries.tag(tag_id)

    @expose("/<int:tag_id>", methods=["PATCH"])
    @endpoint(body=TagChange, answer=TagOut, current="show")
    def change(self, change: TagChange, tag_id: int) -> Tag:
        """Give it another name."""
        return services.keep_tag(queries.tag(tag_id), change, actor=g.user)

    @expose("/<int:tag_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, tag_id: int) -> None:
        """Remove a tag that no item has."""
        services.drop_tag(queries.tag(tag_id), actor=g.user)
