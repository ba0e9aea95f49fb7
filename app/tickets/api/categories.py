"""The categories that administrators keep."""

from flask import g

from app.tickets import queries, services
from app.tickets.models import Category
from app.tickets.schemas import CategoryChange, CategoryEdit, CategoryOut
from app.web.api import Api, endpoint, expose


class CategoriesApi(Api):
    """Categories; everybody reads the active ones below /tickets/categories."""

    resource_name = "admin/tickets/categories"
    class_permission_name = "Category"

    @expose("", methods=["POST"])
    @endpoint(body=CategoryChange, answer=CategoryOut, status=201, idempotent=True,
              location=lambda category: f"/api/v1/admin/tickets/categories/{category.id}")  # fmt: skip
    def add(self, change: CategoryChange) -> Category:
        """Add a category."""
        return services.keep_category(None, change, actor=g.user)

    @expose("/<int:category_id>")
    @endpoint(answer=CategoryOut)
    def show(self, category_id: int) -> Category:
        """One category."""
        return queries.category(category_id)

    @expose("/<int:category_id>", methods=["PATCH"])
    @endpoint(body=CategoryEdit, answer=CategoryOut, current="show")
    def change(self, change: CategoryEdit, category_id: int) -> Category:
        """Change what is sent."""
        return services.keep_category(queries.category(category_id), change, actor=g.user)

    @expose("/<int:category_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, category_id: int) -> None:
        """Remove a category that no ticket uses."""
        services.drop_category(queries.category(category_id), actor=g.user)
