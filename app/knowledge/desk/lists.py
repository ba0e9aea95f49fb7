"""What writers should look at: due reviews, searches without an answer, items that do not help or that nobody finds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import abort, g, redirect, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core import clock
from app.knowledge import policies, queries
from app.web.admin import DeskPage

SEARCHED_WITHIN = timedelta(days=90)
LISTS: Mapping[str, tuple[Any, Any, Any]] = {  # title, what it is, what it says when empty
    "to-review": (
        _l("To review"),
        _l("Items whose day has come: are they still true?"),
        _l("Nothing is due. Well kept!"),
    ),
    "unanswered": (
        _l("Searched, nothing found"),
        _l("What people searched for in the last 90 days without any answer: an article or a synonym is missing."),
        _l("Every search of the last 90 days had an answer."),
    ),
    "unhelpful": (
        _l("Does not help"),
        _l("Items with as many bad marks as good ones, or more."),
        _l("Every item that was judged has more good marks than bad ones."),
    ),
    "never-found": (
        _l("Never found"),
        _l("Published for two weeks or longer, and nobody has opened them."),
        _l("Everything that is published has been read."),
    ),
}


class KnowledgeListsDesk(DeskPage):
    """Lists of what to look at."""

    route_base = "/staff/knowledge-lists"
    class_permission_name = "Knowledge"
    method_permission_name = {"index": "read", "begin": "read"}
    default_view = "begin"

    @expose("")
    @has_access
    def begin(self) -> Response:
        """Lead to the first list."""
        return redirect(url_for(".index", name="to-review"))

    @expose("/<name>")
    @has_access
    def index(self, name: str) -> Any:
        """One of the lists."""
        if name not in LISTS:
            abort(404)
        rows = _rows(name)
        return self.render_template(
            "staff/knowledge/lists.html",
            name=name,
            lists=LISTS,
            rows=rows,
            usage=queries.usage_of(rows) if name == "unhelpful" else {},
            may_write=policies.can_write(g.user),
        )


def _rows(name: str) -> Any:
    now = clock.now()
    if name == "to-review":
        return queries.to_review(g.user, now.date())
    if name == "unanswered":
        return queries.unanswered_searches(now - SEARCHED_WITHIN)
    return queries.unhelpful(g.user) if name == "unhelpful" else queries.never_found(g.user)
