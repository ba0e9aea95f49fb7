"""My work and the queue: many tickets at a glance, and what is done to many at once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.core import clock
from app.core.paging import Paging
from app.tickets import queries, services
from app.tickets.desk import chips
from app.tickets.filters import VIEWS, TicketFilters
from app.tickets.models import NEVER, Priority, TicketStatus
from app.tickets.schemas import SavedViewDraft, TicketChange
from app.web.admin import DeskPage

ROWS = 30
OURS = {"sort", "cursor"}  # what the address carries beside filters


class QueueDesk(DeskPage):
    """The queue: views, filters in the address, bulk changes."""

    route_base = "/staff/tickets"
    class_permission_name = "Ticket"
    method_permission_name = {
        "index": "read",
        "bulk": "write",
        "keep_view": "read",
        "drop_view": "read",
        "for_person": "read",
        "fresh": "read",
        "sidebar": "read",
        "filter_panel": "read",
        "bulk_menus": "write",
    }

    @expose("")
    @has_access
    def index(self) -> Any:
        """A page of tickets."""
        return self.render_template("staff/tickets/queue.html", **self._page())

    @expose("/fresh")
    @has_access
    def fresh(self) -> Any:
        """The rows alone, for a page that is open and learned of a change."""
        shown = self._page()
        return self.render_template("staff/tickets/_rows.html", tickets=shown["page"].items, **shown)

    @expose("/bulk", methods=["POST"])
    @has_access
    def bulk(self) -> Response:
        """One change for the chosen tickets; a refusal concerns its ticket only."""
        ids = [int(text) for text in request.form.getlist("ids")[:200] if text.isascii() and text.isdigit()]
        results = services.change_each(ids, _change(request.form), actor=g.user)
        done = sum(result["ok"] for result in results)
        if done:
            flash(ngettext("%(num)d ticket changed.", "%(num)d tickets changed.", done), "success")
        for result in results[:5]:
            if not result["ok"]:
                flash(f"#{result['id']}: {result['error']}", "warning")
        return redirect(f"/staff/tickets?{urlencode(_own_arguments(request.form.get('back', '')))}")

    @expose("/views", methods=["POST"])
    @has_access
    def keep_view(self) -> Response:
        """Keep the filter of the address under a name."""
        filters = {k: v for k, v in _own_arguments(request.form.get("filters", "")).items() if k not in OURS}
        view = services.keep_view(SavedViewDraft(name=request.form.get("name", ""), filters=filters), actor=g.user)
        flash(_("Saved."), "success")
        return redirect(url_for(".index", view=view.name))

    @expose("/views/<int:view_id>/delete", methods=["POST"])
    @has_access
    def drop_view(self, view_id: int) -> Response:
        """Forget a kept filter."""
        services.drop_view(queries.saved_view_for(g.user, view_id), actor=g.user)
        return redirect(url_for(".index"))

    @expose("/for-person/<int:person_id>")
    @has_access
    def for_person(self, person_id: int) -> Any:
        """A person's open and latest tickets, for the pages that show the person."""
        if request.args.get("assigned"):  # what would be handed over if the person left
            filters = TicketFilters(assigned_to=[person_id], view="open")
        else:
            filters = TicketFilters(created_by=[person_id], view="all")
        page = queries.queue_rows(g.user, filters, Paging("-updatedAt", 8))
        return self.render_template("staff/tickets/_for_person.html", page=page, person_id=person_id)

    @expose("/filter-panel")
    @has_access
    def filter_panel(self) -> Any:
        """The form that narrows the list, fetched when it is opened."""
        given = {
            k: v for k, v in _own_arguments(request.query_string.decode(errors="replace")).items() if k not in OURS
        }
        return self.render_template(
            "staff/tickets/_filter_panel.html",
            given=given,
            categories=queries.categories(with_inactive=True),
            statuses=list(TicketStatus),
            priorities=list(Priority),
            agents=accounts.agents(),
            teams=accounts.active_teams(),
        )

    @expose("/bulk-menus")
    @has_access
    def bulk_menus(self) -> Any:
        """What can be done to the chosen tickets, fetched when the first one is chosen."""
        return self.render_template(
            "staff/tickets/_bulk_menus.html",
            agents=accounts.agents(),
            statuses=list(TicketStatus),
            priorities=list(Priority),
        )

    @expose("/sidebar")
    @has_access
    def sidebar(self) -> Any:
        """The views with their counts."""
        return self.render_template(
            "staff/tickets/_sidebar.html",
            views=VIEWS,
            counts=queries.view_counts(g.user),
            saved=queries.saved_views(g.user),
            here=request.args.get("here", ""),
        )

    def _page(self) -> dict[str, Any]:
        arguments = _own_arguments(request.query_string.decode(errors="replace"))
        given = {key: value for key, value in arguments.items() if key not in OURS}
        filters = TicketFilters.model_validate(given or {"view": "open"})
        sort = arguments.get("sort") or queries.default_sort(filters)
        page = queries.queue_rows(g.user, filters, Paging(sort, ROWS, cursor=arguments.get("cursor")))
        return {
            "page": page,
            "filters": filters,
            "given": given,
            "sort": sort,
            "now": clock.now(),
            "never": NEVER,
            "title_text": _title(filters),
            "back": urlencode(arguments),
            "back_part": f"?{urlencode({'back': urlencode(arguments)})}",
            "without": _without,
            "filter_value": chips.value_of,
            "filter_name": chips.name_of,
        }


class MyWorkDesk(DeskPage):
    """What waits for me: late, answered, unassigned in my team, without an answer."""

    route_base = "/staff/my-work"
    class_permission_name = "Ticket"
    method_permission_name = {"index": "read"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """The sections of my work."""
        sections = queries.my_work(g.user, clock.now())
        return self.render_template(
            "staff/tickets/my_work.html", sections=sections, now=clock.now(), never=NEVER, back_part="?back=view%3Dmine"
        )


def _own_arguments(query: str) -> dict[str, str]:
    """The filters of an address as one value each; repeated ones are joined by commas."""
    found: dict[str, list[str]] = {}
    for key, value in _pairs(query):
        if value:
            found.setdefault(key, []).append(value)
    return {key: ",".join(values) for key, values in found.items()}


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[:4000], max_num_fields=100)


def _without(given: Mapping[str, str], key: str) -> dict[str, str]:
    return {name: value for name, value in given.items() if name != key} or {"view": "open"}


def _title(filters: TicketFilters) -> str:
    if filters.q:
        return _("Search: %(words)s", words=filters.q)
    return str(VIEWS[filters.view].label) if filters.view in VIEWS else filters.view or _("Tickets")


def _change(form: Any) -> TicketChange:
    sent = {name: form[name] for name in ("status", "priority", "category") if form.get(name)}
    if "assigned_to" in form:
        sent["assigned_to"] = form["assigned_to"] or None
    if form.get("team_id"):
        sent["team_id"] = form["team_id"]
    return TicketChange.model_validate(sent)
