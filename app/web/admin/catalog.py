"""Screens for lookup tables: saved and removed by the one audited road of `core.catalog`."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import request

from app.core import catalog
from app.web.admin.views import ServiceModelView


class CatalogView(ServiceModelView):
    """A generated screen for a table that administrators keep; needs only a schema and its columns."""

    def create(self, data: Any, actor: Any) -> Any:
        return catalog.save(self.datamodel.obj(), data, actor=actor)

    def change(self, item: Any, data: Any, actor: Any) -> Any:
        return catalog.save(item, data, actor=actor, seen=request.form.get("seen"))

    def remove(self, item: Any, actor: Any) -> None:
        catalog.remove(item, actor=actor)


class KeptView(ServiceModelView):
    """A generated screen for a table whose feature has one service that keeps a row and one that drops it."""

    keep: ClassVar[Callable[..., Any]]
    drop: ClassVar[Callable[..., Any]]

    def create(self, data: Any, actor: Any) -> Any:
        return type(self).keep(None, data, actor=actor)

    def change(self, item: Any, data: Any, actor: Any) -> Any:
        return type(self).keep(item, data, actor=actor)

    def remove(self, item: Any, actor: Any) -> None:
        type(self).drop(item, actor=actor)
