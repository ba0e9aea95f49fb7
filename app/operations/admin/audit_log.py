"""The audit log: who did what to which thing; read only."""

from flask_babel import lazy_gettext as _l

from app.core.audit import AuditEntry
from app.operations.admin import words
from app.web.admin import ServiceModelView, TableInterface


class AuditView(ServiceModelView):
    """What was done, newest first. Nobody changes it."""

    datamodel = TableInterface(AuditEntry)
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
        "subject": lambda entry: words.thing(entry.subject),
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
