"""Adding, editing and deleting on a generated screen: form, schema, service; refusals keep the input."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from pydantic import BaseModel
from werkzeug.wrappers import Response

from app.core import catalog
from app.core.errors import DomainError, Stale
from app.web.admin.changes import changes_between
from app.web.admin.forms import ScreenForm


class Writing:
    """Answers Flask-AppBuilder's `_add`, `_edit` and `delete`. Its own write the row at hand, refused or not."""

    schema: type[BaseModel] | None = None
    change_schema: type[BaseModel] | None = None  # where an edit takes another one
    delete_template = "appbuilder/general/model/delete.html"

    def create(self, data: Any, actor: Any) -> Any:
        """Make a row of what was entered; answers it."""
        abort(405)

    def change(self, item: Any, data: Any, actor: Any) -> Any:
        """Change the row to what was entered."""
        abort(405)

    def remove(self, item: Any, actor: Any) -> None:
        """Delete the row."""
        abort(405)

    def values_of(self, form: ScreenForm) -> dict[str, Any]:
        """What the form says, by the schema's names."""
        return form.values()

    def seen(self, item: Any) -> str:
        """What an edit form remembers of the row, to notice a change in between."""
        version = getattr(item, "version", None)
        return (
            str(version)
            if version is not None
            else catalog.mark(item, (self.change_schema or self.schema).model_fields)
        )

    def _add(self) -> dict[str, Any] | None:
        form = self.add_form()
        made = (
            self._attempt(form, self.schema, lambda data: self.create(data, g.user))
            if request.method == "POST"
            else None
        )
        if made is not None:
            return self._done(made)
        return {
            "add": self._form_widget(form, self.add_columns, self.add_fieldsets, self.address("list")),
            "view": self,
        }

    def _edit(self, pk: Any) -> dict[str, Any] | None:
        item = self._wanted(pk, self.edit_columns)
        form = self.edit_form(obj=item)
        if request.method == "POST":
            if self._attempt(form, self.change_schema or self.schema, lambda data: self._change_seen(item, data)):
                return self._done(item)
            item = self._wanted(pk, self.edit_columns)
            if form.is_stale:
                form.changes = changes_between(self, form, item)
        row = self._row(item)
        back = row.href or self.address("list")
        widget = self._form_widget(form, self.edit_columns, self.edit_fieldsets, back, self.seen(item))
        return {"edit": widget, "view": self, "row": row}

    def _change_seen(self, item: Any, data: Any) -> bool:
        if request.form.get("seen") != self.seen(item):
            raise Stale
        self.change(item, data, g.user)
        return True

    def _form_widget(self, form: ScreenForm, columns: Any, fieldsets: Any, back: str, seen: str | None = None) -> Any:
        groups = fieldsets or [(None, {"fields": columns})]
        return self.edit_widget(form=form, groups=groups, back=back, seen=seen, view=self)

    def _attempt(self, form: ScreenForm, schema: Any, act: Callable[[Any], Any]) -> Any:
        """What `act` makes of the entered data, or None with the refusal in the form."""
        data = form.read(schema, self.values_of)
        if data is None:
            return None
        try:
            return act(data)
        except DomainError as error:
            form.refuse(error)
            form.is_stale = isinstance(error, Stale)
        return None

    def _done(self, item: Any) -> None:
        flash(_("Saved."), "success")
        g.goes_on = self.address("show", pk=item.id) if "show" in self.include_route_methods else self.address("list")

    def post_add_redirect(self) -> Response:
        """Lead to the new row."""
        return redirect(g.goes_on)

    def post_edit_redirect(self) -> Response:
        """Lead to the changed row."""
        return redirect(g.goes_on)

    @expose("/delete/<pk>", methods=["GET", "POST"])
    @has_access
    def delete(self, pk: str) -> Any:
        """Ask for the name; delete the row once it was typed."""
        item = self._wanted(pk)
        typed, name, refusal = request.form.get("name", "").strip(), self.name_of(item).strip(), None
        if request.method == "POST":
            refusal = self._removal_refused(item) if typed == name else _("This is not the name. Nothing was deleted.")
            if refusal is None:
                flash(_("Deleted: %(name)s", name=name), "success")
                return redirect(self.address("list"))
        return self.render_template(
            self.delete_template,
            title=_("Delete %(name)s", name=name),
            view=self,
            row=self._row(item),
            name=name,
            typed=typed,
            refusal=refusal,
        )

    def _removal_refused(self, item: Any) -> str | None:
        try:
            self.remove(item, g.user)
        except DomainError as error:
            return error.message
        return None

    def _wanted(self, pk: Any, columns: Any = ()) -> Any:
        return self.datamodel.get(pk, self._base_filters, columns) or abort(404)
