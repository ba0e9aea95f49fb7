"""Known problems: what IT knows of, shown to those it concerns."""

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.core.paging import Paging
from app.tickets import queries, services
from app.tickets.admin import words  # noqa: F401  the states' words
from app.tickets.filters import TicketFilters
from app.tickets.models import KnownProblem
from app.tickets.schemas import KnownProblemChange
from app.web.admin import ServiceModelView, TableInterface


class KnownProblemView(ServiceModelView):
    """The problems that IT tells people of before they ask."""

    datamodel = TableInterface(KnownProblem)
    route_base = "/staff/known-problems"
    class_permission_name = "KnownProblem"
    schema = KnownProblemChange

    list_title, add_title, edit_title = _l("Known problems"), _l("New known problem"), _l("Edit known problem")
    intro = _l("Shown in the portal until they are fixed, so that people need not ask.")
    empty_title, empty_text = _l("No known problems"), _l("When many are hit by the same thing, say so here.")
    add_label, icon = _l("New known problem"), "megaphone"

    list_columns = ["title", "state", "category", "building", "room", "model", "leading_ticket", "starts_at", "ends_at"]
    show_columns = [
        *("title", "text", "state", "category", "building", "room", "model"),
        *("leading_ticket", "starts_at", "ends_at", "created_at"),
    ]
    add_fieldsets = edit_fieldsets = [
        (_l("What is going on"), {"fields": ["title", "text", "state"]}),
        (_l("Whom it concerns"), {"fields": ["category", "building", "room", "model", "leading_ticket"]}),
        (_l("When"), {"fields": ["starts_at", "ends_at"]}),
    ]
    search_columns = ["title", "state", "category", "starts_at"]
    order_columns = ["title", "state", "starts_at", "ends_at"]
    base_order = ("starts_at", "desc")
    small_relations = frozenset({"category"})
    column_kinds = {"text": "long"}
    label_columns = {
        "text": _l("Text"),
        "state": _l("State"),
        "category": _l("Category"),
        "building": _l("Building"),
        "room": _l("Room"),
        "model": _l("Model"),
        "leading_ticket": _l("Leading ticket"),
        "starts_at": _l("Since"),
        "ends_at": _l("Until"),
    }
    description_columns = {
        "text": _l("What happens, what people can do meanwhile, when you will say more."),
        "state": _l("Fixed tells everybody who said “Me too”."),
        "category": _l("What it is about."),
        "building": _l(
            "Shown to those who have a device there. Without building, room and model it concerns everybody."
        ),
        "room": _l("Shown to those who have a device there, and to whoever scans a label there."),
        "model": _l("Shown to those who have such a device, and to whoever scans one."),
        "leading_ticket": _l("Who says “Me too” watches this ticket."),
        "ends_at": _l("Without one it stands until it is fixed."),
    }

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Tickets by number, or by words through their index."""
        if column != "leading_ticket":
            return super().hits(column, text)
        if (number := text.removeprefix("#")).isdigit():
            return self.datamodel.related(column, [number])
        return queries.queue(g.user, TicketFilters(q=text), Paging("-number", size=20)).items

    def create(self, data: KnownProblemChange, actor: User) -> KnownProblem:
        return services.raise_problem(data, actor=actor)

    def change(self, item: KnownProblem, data: KnownProblemChange, actor: User) -> KnownProblem:
        return services.change_problem(item, data, actor=actor)

    def remove(self, item: KnownProblem, actor: User) -> None:
        services.remove_problem(item, actor=actor)
