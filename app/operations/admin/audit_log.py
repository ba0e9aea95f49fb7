"""The audit log: who did what to which thing; read only."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.audit import AuditEntry
from app.operations import queries
from app.operations.admin import words
from app.web.admin import ServiceModelView, TableInterface


class AuditTable(TableInterface):
    """The entries, each with what its thing is called now: one more query for all of a page."""

    def query(self, *args: Any, **options: Any) -> tuple[int, list[Any]]:
        """A page of entries."""
        total, rows = super().query(*args, **options)
        return total, _named(rows)

    def get_many(self, *args: Any, **options: Any) -> list[Any]:
        """Entries by their ids."""
        return _named(super().get_many(*args, **options))


def _named(entries: list[Any]) -> list[Any]:
    names = queries.subject_names([entry.subject for entry in entries if entry.subject])
    for entry in entries:
        entry.called = names.get(entry.subject)
    return entries


class AuditView(ServiceModelView):
    """What was done, newest first. Nobody changes it."""

    datamodel = AuditTable(AuditEntry)
    route_base = "/staff/audit-log"
    class_permission_name = "Operations"
    include_route_methods = {"list", "show", "lookup"}

    list_title = _l("Audit log")
    intro = _l("Who changed what in accounts, roles and settings. Changes of a ticket stand in its timeline.")
    empty_title, icon = _l("Nothing was done yet"), "scroll-text"

    list_columns = ["what", "created_at", "actor", "subject", "address"]
    show_columns = ["what", "created_at", "actor", "subject", "details", "address", "request_id"]
    search_columns = ["action", "actor", "created_at"]
    order_columns = ["id"]
    base_order = ("id", "desc")
    computed = {
        "what": lambda entry: words.action(entry.action),
        "subject": lambda entry: words.thing(entry.subject, entry.called),
        "details": lambda entry: words.details(entry.details),
    }
    column_kinds = {"request_id": "code", "address": "code"}
    filter_choices = {"action": words.ACTIONS}
    label_columns = {
        "id": _l("Entry"),
        "created_at": _l("When"),
        "actor": _l("Who"),
        "action": _l("What"),
        "what": _l("What"),
        "subject": _l("To what"),
        "details": _l("Details"),
        "address": _l("From address"),
        "request_id": _l("Request"),
    }

    def name_of(self, item: AuditEntry) -> str:
        return words.action(item.action)
