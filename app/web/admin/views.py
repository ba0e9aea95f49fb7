"""FAB screens whose reads are bounded and whose writes go through services."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, jsonify, request, url_for
from flask_appbuilder import ModelView
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext as _l

from app.web.admin.actions import BulkActions
from app.web.admin.cells import Row, cell
from app.web.admin.checks import check_labels, check_view
from app.web.admin.door import DeskDoor
from app.web.admin.exporting import Exporting
from app.web.admin.filters import IsOneOf, TableFilter
from app.web.admin.forms import ScreenConverter
from app.web.admin.listing import Listing
from app.web.admin.widgets import FactsWidget, FilterBar, FormWidget, TableWidget
from app.web.admin.writing import Writing

LABELS: Mapping[str, Any] = {
    "id": _l("Number"),
    "name": _l("Name"),
    "title": _l("Title"),
    "is_active": _l("In use"),
    "created_at": _l("Added"),
    "updated_at": _l("Changed"),
}


class ServiceModelView(DeskDoor, Writing, Listing, Exporting, BulkActions, ModelView):
    """A generated screen that never writes a row itself: subclasses answer `create`, `change`, `remove` by services.

    What a subclass leaves open (columns, order, labels, words) stops the start; see `checks`.
    """

    include_route_methods = {"list", "show", "add", "edit", "delete", "action", "action_post", "lookup"}
    method_permission_name = {
        "list": "read",
        "show": "read",
        "lookup": "read",
        "add": "write",
        "edit": "write",
        "delete": "delete",
        "action": "write",
        "action_post": "write",
        "export": "export",
    }
    list_widget, search_widget, show_widget = TableWidget, FilterBar, FactsWidget
    add_widget = edit_widget = FormWidget

    derives_columns = (
        "show_columns",
        "add_columns",
        "edit_columns",
    )  # from fieldsets, or none where a method is left out

    small_relations: frozenset[str] = frozenset()  # those whose rows fit into a select
    column_kinds: Mapping[str, str] = {}  # where the usual way to show a column does not fit
    computed: Mapping[str, Callable[[Any], Any]] = {}  # columns that are no attribute of the row
    filter_choices: Mapping[str, Mapping[str, Any]] = {}  # columns that are narrowed by a known text, with its word
    own_filters: Mapping[str, type[TableFilter]] = {}  # columns that are narrowed in a way of the screen's own
    icon = "table"
    intro: Any = ""
    empty_title: Any = _l("Nothing here yet")
    empty_text: Any = ""
    add_label: Any = _l("New")
    import_endpoint = ""  # where rows come in from a file

    def __init__(self, **kwargs: Any) -> None:
        own = type(self)
        methods = inspect.getmembers(own, inspect.isfunction)  # asking a lazy text for anything would translate it
        actions = {name: "write" for name, method in methods if hasattr(method, "_action")}
        self.method_permission_name = {**actions, **self.method_permission_name}
        if not actions:
            self.include_route_methods = self.include_route_methods - {"action", "action_post"}
        super().__init__(**kwargs)

    def may(self, method: str) -> bool:
        """Whether the reader may do this here."""
        allowed = f"can_{self.method_permission_name[method]}"
        return method in self.include_route_methods and self.appbuilder.sm.has_access(
            allowed, self.class_permission_name
        )

    def name_of(self, item: Any) -> str:
        """What a row is called in titles and when it is deleted."""
        return str(item)

    def may_change(self, item: Any) -> bool:
        """Whether the reader may edit or delete this row; a screen asks its policies here."""
        return True

    def links(self, item: Any) -> Sequence[tuple[Any, str, str]]:
        """Where else a row's page leads: text, address, icon."""
        return ()

    def address(self, method: str, **values: Any) -> str:
        """Where one of the screen's pages is."""
        return url_for(f"{self.endpoint}.{method}", **values)

    def _init_properties(self) -> None:
        check_view(self)
        columns = self.search_columns
        self.label_columns = {**LABELS, **(self.label_columns or {})}
        super()._init_properties()
        self.search_columns = columns  # an empty list means none, not all
        for method, name in (("show", "show_columns"), ("add", "add_columns"), ("edit", "edit_columns")):
            if method not in self.include_route_methods:
                setattr(self, name, [])
        self._filters = self.datamodel.get_filters(columns)
        chosen = {name: [IsOneOf(name, self.datamodel, texts)] for name, texts in self.filter_choices.items()}
        own = {name: [kind(name, self.datamodel)] for name, kind in self.own_filters.items()}
        self.possible_filters = {**self._filters.get_search_filters(), **chosen, **own}
        check_labels(self)

    def _gen_labels_columns(self, list_columns: Any) -> None:
        """Leave labels to us: a made-up one has no translation."""

    def _init_forms(self) -> None:
        converter = ScreenConverter(self.datamodel, self.small_relations)
        helps, labels = self.description_columns, self.label_columns
        self.add_form = self.add_form or converter.form(labels, self.add_columns, helps, self.add_form_extra_fields)
        self.edit_form = self.edit_form or converter.form(labels, self.edit_columns, helps, self.edit_form_extra_fields)
        relations = [column for column in self.search_columns if self.datamodel.is_relation(column)]
        self.filter_fields = converter.form(labels, relations, {}, {})

    @expose("")
    @has_access
    def list(self) -> Any:
        """One page of the rows that fit the filters."""
        return self.render_template(self.list_template, title=self.list_title, widgets=self._list())

    def _show(self, pk: Any) -> dict[str, Any]:
        item = self._wanted(pk, self.show_columns)
        groups = self.show_fieldsets or [(None, {"fields": self.show_columns})]
        cells = [(title, [cell(self, item, name) for name in group["fields"]]) for title, group in groups]
        facts = self.show_widget(groups=cells, view=self, item=item)
        return {
            "show": facts,
            "row": self._row(item),
            "view": self,
            "may_change": self.may_change(item),
            "actions": self._offered_actions(single=True),
            "links": self.links(item),
        }

    def _row(self, item: Any) -> Row:
        return Row(
            item.id,
            self.name_of(item),
            self.address("show", pk=item.id) if "show" in self.include_route_methods else None,
            [],
        )

    @expose("/lookup/<column>")
    @has_access
    def lookup(self, column: str) -> Any:
        """The first hits of a picker, for a relation that the screen's forms and filters name."""
        if column not in {
            *self.add_columns,
            *self.edit_columns,
            *self.search_columns,
        } or not self.datamodel.is_relation(column):
            abort(404)
        text = request.args.get("q", "").strip()[:100].replace("\x00", "")
        return jsonify(
            results=[{"id": row.id, "text": str(row), "detail": self.detail(row)} for row in self.hits(column, text)]
        )

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Who or what a picker offers."""
        return self.datamodel.hits(column, text)

    def detail(self, row: Any) -> str:
        """A second line under a picker's hit."""
        return getattr(row, "email", "") or ""
