"""List actions: the same service for each selected row, with a word on how many it took."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.const import PERMISSION_PREFIX
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.errors import DomainError

MOST = 200
NAMED = 5


class BulkActions:
    """Answers Flask-AppBuilder's actions. Its own take any row, filtered or not, and fall over unknown names."""

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    def action(self, name: str, pk: str) -> Any:
        """Run an action for one row."""
        chosen = self._permitted(name)
        items = self.datamodel.get_many([pk], self._base_filters) or abort(404)
        return chosen.func(items)

    @expose("/action_post", methods=["POST"])
    def action_post(self) -> Any:
        """Run an action for the selected rows that the reader may see."""
        chosen = self._permitted(request.form.get("action", ""))
        ids = request.form.getlist("rowid")
        if len(ids) > MOST:
            abort(400, _("At most %(most)s rows at once.", most=MOST))
        return chosen.func(self.datamodel.get_many(ids, self._base_filters))

    def run_each(self, service: Callable[..., Any], items: list[Any]) -> Response:
        """Run a service once per row; a refusal skips that row only and says why."""
        names = {item.id: self.name_of(item) for item in items}
        refusals = [refusal for item in items if (refusal := self._refusal(service, item, names))]
        done = len(items) - len(refusals)
        flash(ngettext("%(num)s done.", "%(num)s done.", done), "success" if done else "warning")
        for text in refusals[:NAMED]:
            flash(text, "warning")
        if len(refusals) > NAMED:
            more = len(refusals) - NAMED
            flash(ngettext("%(num)s more was refused.", "%(num)s more were refused.", more), "warning")
        return redirect(self.address("list"))

    def _refusal(self, service: Callable[..., Any], item: Any, names: dict[int, str]) -> str | None:
        try:
            service(item, actor=g.user)
        except DomainError as error:
            return f"{names[item.id]}: {error.message}"
        return None

    def _permitted(self, name: str) -> Any:
        chosen = self.actions.get(name) or abort(404)
        if not self.appbuilder.sm.has_access(self._permission_of(chosen), self.class_permission_name):
            abort(403)
        return chosen

    def _permission_of(self, chosen: Any) -> str:
        return PERMISSION_PREFIX + self.method_permission_name.get(chosen.func.__name__, "write")

    def _offered_actions(self, single: bool = False) -> list[Any]:
        """The actions that the reader may use, on a list or on the page of one row."""
        fitting = [action for action in self.actions.values() if (action.single if single else action.multiple)]
        return [
            action
            for action in fitting
            if self.appbuilder.sm.has_access(self._permission_of(action), self.class_permission_name)
        ]
