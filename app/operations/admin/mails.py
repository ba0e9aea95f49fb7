"""Outgoing mail: each delivery, its error, what it said where a copy is kept, and a way to send it again."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort
from flask_appbuilder.actions import action
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.notifications import services
from app.notifications.models import Delivery
from app.operations import queries
from app.operations.admin import words
from app.web.admin import ServiceModelView, TableInterface

ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"


class MailView(ServiceModelView):
    """What was sent to whom, and what was not."""

    datamodel = TableInterface(Delivery)
    route_base = "/staff/mails"
    class_permission_name = "Operations"
    include_route_methods = {"list", "show", "lookup", "action", "action_post", "mail", "html"}
    method_permission_name = {**ServiceModelView.method_permission_name, "mail": "read", "html": "read"}

    list_title = _l("Outgoing mail")
    intro = _l("Nothing is lost while the mail server is away: a mail is tried again with growing pauses.")
    empty_title, empty_text = _l("No mail yet"), _l("Mails appear here as soon as somebody is told something.")
    icon = "mail"

    list_columns = ["recipient", "template", "state", "ticket", "created_at", "last_error"]
    show_columns = [
        "recipient",
        "user",
        "template",
        "ticket",
        "state",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
        "dead_at",
        "last_error",
        "message_id",
    ]
    search_columns = ["recipient", "state", "template", "user", "created_at"]
    order_columns = ["id", "state"]
    base_order = ("id", "desc")
    column_kinds = {"last_error": "long", "message_id": "code"}
    computed = {"template": lambda mail: words.MAILS.get(mail.template, words.spoken(mail.template))}
    filter_choices = {"template": words.MAILS}
    label_columns = {
        "id": _l("Entry"),
        "recipient": _l("To"),
        "user": _l("Person"),
        "template": _l("About"),
        "ticket": _l("Ticket"),
        "state": _l("State"),
        "attempts": _l("Tries"),
        "created_at": _l("Since"),
        "due_at": _l("Next try"),
        "sent_at": _l("Sent"),
        "dead_at": _l("Given up"),
        "last_error": _l("Last error"),
        "message_id": _l("Message-ID"),
    }

    def name_of(self, item: Delivery) -> str:
        return _(
            "%(what)s to %(recipient)s",
            what=words.MAILS.get(item.template, words.spoken(item.template)),
            recipient=item.recipient,
        )

    def links(self, item: Delivery) -> Sequence[tuple[Any, str, str]]:
        return [(_l("Read it"), self.address("mail", pk=item.id), "eye")] if queries.kept_mail(item) else []

    @expose("/mail/<pk>")
    @has_access
    def mail(self, pk: str) -> Any:
        """The kept copy of a mail, in plain text."""
        item = self._wanted(pk)
        kept = queries.kept_mail(item) or abort(404)
        return self.render_template(
            "staff/operations/mail.html",
            title=kept.subject,
            view=self,
            row=self._row(item),
            mail=kept,
            html=self.address("html", pk=item.id) if kept.html else None,
        )

    @expose("/html/<pk>")
    @has_access
    def html(self, pk: str) -> Response:
        """The kept copy as a mail program shows it; nothing in it can run or load anything."""
        kept = queries.kept_mail(self._wanted(pk)) or abort(404)
        return Response(kept.html, mimetype="text/html", headers={"Content-Security-Policy": ALONE})

    @action("send_again", _l("Send again"), _l("Send the chosen mails again?"), "send")
    def send_again(self, mails: list[Delivery]) -> Any:
        """Put the chosen mails into the queue again."""
        return self.run_each(lambda mail, actor: services.send_again(mail.id, actor=actor), mails)
