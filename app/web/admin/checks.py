"""What a generated screen must say about itself; one that leaves it to Flask-AppBuilder does not start."""

from collections.abc import Iterator
from typing import Any

from flask_appbuilder import AppBuilder, ModelView

from app.web.admin.interface import TableInterface
from app.web.admin.words import has_word


class BareView(RuntimeError):
    """A screen would show automatic columns, sort at random or read whole tables."""


def check_view(view: Any) -> None:
    """Refuse a screen with something left open, naming all of it; runs before the library fills its defaults in."""
    if missing := list(_open_questions(view)):
        raise BareView(f"{type(view).__name__}: " + "; ".join(missing))


def _open_questions(view: Any) -> Iterator[str]:
    if not isinstance(view.datamodel, TableInterface):
        yield "datamodel is no TableInterface"
    if not (view.route_base or "").startswith("/staff/"):
        yield "route_base does not start with /staff/"
    for name in (
        "base_order",
        "order_columns",
        "search_columns",
        "class_permission_name",
        "list_title",
        "list_columns",
    ):
        value = getattr(view, name)
        is_empty = isinstance(value, str | list) and not value  # a lazy text is neither: comparing would translate it
        if value is None or (is_empty and name != "search_columns"):
            yield f"{name} is missing"
    for method, purpose in (("show", "show"), ("add", "add"), ("edit", "edit")):
        if method in view.include_route_methods:
            yield from _open_columns(view, purpose)
    if view.base_order and view.base_order[0] not in (view.order_columns or ()):
        yield "base_order names no order column"


def _open_columns(view: Any, purpose: str) -> Iterator[str]:
    columns = getattr(view, f"{purpose}_columns") or fields_of(getattr(view, f"{purpose}_fieldsets"))
    if not columns:
        yield f"{purpose}_columns is missing"
    if purpose != "show" and view.schema is None:
        yield "schema is missing"


def check_labels(view: Any) -> None:
    """Refuse a screen that shows a column without a label of ours, or a state without a word."""
    shown = {*view.list_columns, *view.show_columns, *view.add_columns, *view.edit_columns, *view.search_columns}
    unnamed = sorted(column for column in shown if column not in view.label_columns)
    if unnamed:
        raise BareView(f"{type(view).__name__}: no label for {', '.join(unnamed)}")
    for column in shown:
        if view.datamodel.is_enum(column):
            members = view.datamodel.list_columns[column].type.enum_class
            silent = [member for member in members if not has_word(member)]
            if silent:
                raise BareView(f"{type(view).__name__}: no word for {', '.join(map(repr, silent))}")


def fields_of(fieldsets: Any) -> list[str]:
    """The columns that groups of a form or page name."""
    return [field for _title, group in fieldsets or [] for field in group["fields"]]


def refuse_bare_views(appbuilder: AppBuilder) -> None:
    """Refuse a `ModelView` that is not one of ours; the last step of wiring."""
    from app.web.admin.views import ServiceModelView

    for view in appbuilder.baseviews:
        if isinstance(view, ModelView) and not isinstance(view, ServiceModelView):
            raise BareView(f"{type(view).__name__} is a bare ModelView; derive it from ServiceModelView")
