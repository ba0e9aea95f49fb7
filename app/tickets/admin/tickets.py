"""Tickets as records: every field on one page. Daily work is done in the queue and on the ticket page."""

from collections.abc import Sequence
from typing import Any

from flask import g, request
from flask_appbuilder.actions import action
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.models import User
from app.core.errors import Invalid
from app.equipment import queries as equipment
from app.rooms import queries as rooms
from app.tickets import policies, queries, services
from app.tickets.admin import words  # noqa: F401  the states' words
from app.tickets.filters import full_text
from app.tickets.models import Priority, Source, Ticket, TicketStatus
from app.tickets.schemas import CallerTicketDraft, TicketChange
from app.web.admin import MemberField, RelationField, ScreenForm, ServiceModelView, TableFilter, TableInterface, Where

SPOKEN = (Source.desk, Source.phone, Source.walk_in)


def _visible() -> list[Any]:
    condition = queries.visible_to(g.user).whereclause
    return [] if condition is None else [condition]


class Words(TableFilter):
    """All words occur; by the index, where a look through every text would be slow."""

    name = _l("contains")
    label = _l("texts")

    def apply(self, query: Any, value: str) -> Any:
        return query.where(full_text(value, g.user))


class TicketView(ServiceModelView):
    """The tickets that the reader may see, field by field."""

    datamodel = TableInterface(Ticket)
    route_base = "/staff/ticket-records"
    class_permission_name = "Ticket"
    schema, change_schema = CallerTicketDraft, TicketChange
    include_route_methods = ServiceModelView.include_route_methods - {"delete"}  # tickets are never deleted
    base_filters = [["id", Where, _visible]]

    list_title, add_title, edit_title = _l("Ticket records"), _l("New ticket record"), _l("Edit ticket")
    intro = _l("Every ticket with all its fields. For daily work use the queue.")
    empty_title, empty_text = _l("No tickets yet"), _l("They appear here as soon as somebody asks for help.")
    add_label, icon = _l("New ticket record"), "inbox"

    list_columns = ["subject", "id", "status", "priority", "requester", "assignee", "updated_at"]
    show_fieldsets = [
        (
            _l("Request"),
            {
                "fields": [
                    *("id", "subject", "description", "category", "priority", "source", "requester", "filed_by"),
                    *("equipment", "room"),
                ]
            },
        ),
        (_l("Handling"), {"fields": ["status", "team", "assignee", "resolution", "is_spam"]}),
        (
            _l("Times"),
            {
                "fields": [
                    "created_at",
                    "updated_at",
                    "response_due_at",
                    "resolution_due_at",
                    "first_responded_at",
                    "resolved_at",
                    "closed_at",
                ]
            },
        ),
    ]
    add_fieldsets = [
        (_l("Who asks"), {"fields": ["requester", "source"]}),
        (_l("Request"), {"fields": ["subject", "description", "category", "priority", "equipment", "room"]}),
        (_l("Handling"), {"fields": ["team", "assignee"]}),
    ]
    edit_fieldsets = [
        (_l("Request"), {"fields": ["subject", "category", "priority", "requester", "equipment", "room"]}),
        (_l("Handling"), {"fields": ["status", "resolution", "team", "assignee"]}),
    ]
    search_columns = [
        "subject",
        "status",
        "priority",
        "category",
        "team",
        "assignee",
        "requester",
        "source",
        "is_spam",
        "created_at",
    ]
    order_columns = ["id", "updated_at", "created_at", "resolved_at"]  # those with an index
    base_order = ("id", "desc")
    own_filters = {"subject": Words}
    small_relations = frozenset({"category", "team"})
    column_kinds = {"description": "long", "resolution": "long"}
    label_columns = {
        "subject": _l("Subject"),
        "description": _l("Description"),
        "status": _l("State"),
        "priority": _l("Priority"),
        "category": _l("Category"),
        "source": _l("Source"),
        "equipment": _l("Device"),
        "room": _l("Room"),
        "requester": _l("Requester"),
        "filed_by": _l("Filed by"),
        "team": _l("Team"),
        "assignee": _l("Assignee"),
        "resolution": _l("What fixed it"),
        "is_spam": _l("Spam"),
        "created_at": _l("Filed"),
        "response_due_at": _l("First response due"),
        "resolution_due_at": _l("Solution due"),
        "first_responded_at": _l("First response"),
        "resolved_at": _l("Solved"),
        "closed_at": _l("Closed"),
    }
    description_columns = {
        "resolution": _l("Sent to the requester when the state becomes Resolved."),
        "team": _l("Left empty for a new ticket, the category's team has it."),
    }
    add_form_extra_fields = {
        "requester": RelationField(
            label_columns["requester"],
            datamodel=datamodel,
            column="requester",
            description=_l("Left empty, it is your own ticket."),
        ),
        "source": MemberField(label_columns["source"], kind=Source, members=SPOKEN, default=Source.desk),
        "priority": MemberField(label_columns["priority"], kind=Priority, empty=_l("As the category says")),
    }

    def values_of(self, form: ScreenForm) -> dict[str, Any]:
        """People, team and category by the names that the service knows; of a known ticket only what was touched."""
        is_new = "status" not in form
        touched = {field.name for field in form if is_new or field.data != field.object_data}
        values = {
            "category": next((row.name for row in form["category"].chosen), ""),
            "assigned_to": form["assignee"].data,
            "team_id": form["team"].data,
            "requester_id": form["requester"].data,
            "equipment_id": form["equipment"].data,
            "room_id": form["room"].data,
        }
        names = {
            "category": "category",
            "assignee": "assigned_to",
            "team": "team_id",
            "requester": "requester_id",
            "equipment": "equipment_id",
            "room": "room_id",
        }
        plain = {
            name: form[name].data
            for name in ("subject", "description", "priority", "source", "status", "resolution")
            if name in form and name in touched
        }
        return plain | {sent: values[sent] for name, sent in names.items() if name in touched}

    def seen(self, item: Ticket) -> str:
        return str(queries.seen_version(item, g.user))

    def create(self, data: CallerTicketDraft, actor: User) -> Ticket:
        return services.file_for_caller(data, actor=actor)

    def change(self, item: Ticket, data: TicketChange, actor: User) -> Ticket:
        if data.resolution and data.status is not TicketStatus.resolved:
            raise Invalid.for_field("resolution", _("Set the state to Resolved to say what fixed it."))
        return services.change_ticket(item, data, actor=actor, seen=int(request.form["seen"]))

    def may_change(self, item: Ticket) -> bool:
        return policies.can_handle(g.user, item)

    def links(self, item: Ticket) -> Sequence[tuple[Any, str, str]]:
        return [(_l("Conversation"), f"/staff/tickets/{item.id}", "messages-square")]

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Only agents can have a ticket; devices are found by the index of their words."""
        if column == "equipment":
            return equipment.lookup(g.user, text)
        if column == "room":
            return rooms.rooms_found(g.user, text)
        if column != "assignee":
            return super().hits(column, text)
        return [agent for agent in people.agents() if text.lower() in f"{agent.name} {agent.email}".lower()][:20]

    @action("claim", _l("Take it"), icon="hand")
    def claim(self, tickets: list[Ticket]) -> Any:
        """Give the selected tickets to the reader."""
        return self.run_each(services.claim_ticket, tickets)

    @action("spam", _l("Spam"), _l("Hide the selected tickets from queue and counts?"), "ban")
    def spam(self, tickets: list[Ticket]) -> Any:
        """Hide the selected tickets."""
        return self.run_each(services.mark_spam, tickets)
