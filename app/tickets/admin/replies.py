"""Saved replies: texts to use again, own or shared."""

from typing import Any

import sqlalchemy as sa
from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.accounts.models import User
from app.tickets import policies, services
from app.tickets.models import SavedReply
from app.tickets.schemas import SavedReplyChange
from app.web.admin import ServiceModelView, TableInterface, Where


class SavedReplyView(ServiceModelView):
    """One's own replies and the shared ones."""

    datamodel = TableInterface(SavedReply)
    route_base = "/staff/saved-replies"
    class_permission_name = "SavedReply"
    schema = SavedReplyChange
    base_filters = [["id", Where, lambda: [sa.or_(SavedReply.owner_id.is_(None), SavedReply.owner_id == g.user.id)]]]

    list_title, add_title, edit_title = _l("Saved replies"), _l("New saved reply"), _l("Edit saved reply")
    intro = _l("Type ; in a reply to insert one. Shared ones are there for every agent.")
    empty_title, empty_text = _l("No saved replies yet"), _l("Keep what you write again and again.")
    add_label, icon = _l("New saved reply"), "message-square-text"

    list_columns = ["title", "body", "is_shared", "created_at"]
    show_columns = ["title", "body", "is_shared", "created_at"]
    add_columns = edit_columns = ["title", "body", "is_shared"]
    search_columns = ["title", "body"]
    order_columns = ["title", "created_at"]
    base_order = ("title", "asc")
    column_kinds = {"body": "long"}
    label_columns = {"body": _l("Text"), "is_shared": _l("Shared with all agents")}
    description_columns = {
        "body": _l("{requester}, {agent}, {number} and {subject} are filled in when it is inserted."),
        "is_shared": _l("Any agent may use and change a shared reply."),
    }
    add_form_extra_fields = edit_form_extra_fields = {
        "is_shared": BooleanField(label_columns["is_shared"], description=description_columns["is_shared"]),
    }

    def create(self, data: SavedReplyChange, actor: User) -> SavedReply:
        return services.keep_reply(None, data, actor=actor)

    def change(self, item: SavedReply, data: SavedReplyChange, actor: User) -> SavedReply:
        return services.keep_reply(item, data, actor=actor)

    def remove(self, item: SavedReply, actor: User) -> None:
        services.drop_reply(item, actor=actor)

    def may_change(self, item: Any) -> bool:
        return policies.can_change_reply(g.user, item)
