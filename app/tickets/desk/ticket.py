"""One ticket with everything about it beside it."""

from typing import Any
from urllib.parse import parse_qsl

from flask import current_app, flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.accounts.preferences import preferences_of
from app.core.errors import DomainError, Stale
from app.tickets import placeholders, queries, services
from app.tickets.desk.shown import shown
from app.tickets.filters import TicketFilters
from app.tickets.forms import NoteForm, ThingsForm
from app.tickets.models import LinkKind, Ticket
from app.tickets.schemas import (
    KnownProblemChange,
    LinkDraft,
    MessageChange,
    MessageDraft,
    Resolution,
    TicketChange,
)
from app.web.admin import DeskPage

WRITES = (
    "reply",
    "change",
    "claim",
    "resolve",
    "duplicate",
    "link",
    "spam",
    "watch",
    "unwatch",
    "edit",
    "redact",
    "redact_file",
    "problem",
)
READS = ("show", "live", "fields", "replies", "similar")


class TicketDesk(DeskPage):
    """The ticket page and what is done on it."""

    route_base = "/staff/tickets/<int:ticket_id>"
    class_permission_name = "Ticket"
    method_permission_name = {**dict.fromkeys(READS, "read"), **dict.fromkeys(WRITES, "write")}

    @expose("")
    @has_access
    def show(self, ticket_id: int) -> Any:
        """The ticket."""
        return self._page(queries.ticket_for(g.user, ticket_id), NoteForm(formdata=None))

    @expose("/live")
    @has_access
    def live(self, ticket_id: int) -> Any:
        """The parts that change while the page is open."""
        return self.render_template("staff/tickets/_live.html", **shown(queries.ticket_for(g.user, ticket_id)))

    @expose("/fields")
    @has_access
    def fields(self, ticket_id: int) -> Any:
        """The form that changes what stands about the ticket."""
        ticket = queries.ticket_for(g.user, ticket_id)
        return self.render_template(
            "staff/tickets/_fields.html",
            ticket=ticket,
            form=ThingsForm(formdata=None, obj=ticket),
            agents=accounts.agents(),
            teams=accounts.active_teams(),
            categories=queries.categories(),
        )

    @expose("/similar")
    @has_access
    def similar(self, ticket_id: int) -> Any:
        """Solved tickets like this one."""
        ticket = queries.ticket_for(g.user, ticket_id)
        return self.render_template("staff/tickets/_similar.html", tickets=queries.similar_solved(ticket))

    @expose("/replies")
    @has_access
    def replies(self, ticket_id: int) -> Any:
        """Saved replies, filled in for this ticket."""
        ticket = queries.ticket_for(g.user, ticket_id)
        filled = [(reply, placeholders.filled(reply, ticket, actor=g.user)) for reply in queries.saved_replies(g.user)]
        return self.render_template("staff/tickets/_replies.html", replies=filled)

    @expose("/messages", methods=["POST"])
    @has_access
    def reply(self, ticket_id: int) -> Any:
        """Answer or note; with it, wait or resolve. What arrived meanwhile is shown first."""
        ticket, form = queries.ticket_for(g.user, ticket_id), NoteForm()
        if draft := form.read(MessageDraft, message_type=form.kind.data):
            try:
                message = services.answer(ticket, draft, then=form.then.data, actor=g.user, seen=form.seen.data)
            except Stale:
                form.seen.data = form.seen.raw_data = None
                return self._page(ticket, form, arrived=True)
            except DomainError as error:
                form.refuse(error)
            else:
                return self._onwards(ticket, f"message-{message.id}", done=form.then.data == "resolve", said=ticket_id)
        return self._page(ticket, form)

    @expose("/change", methods=["POST"])
    @has_access
    def change(self, ticket_id: int) -> Response:
        """Change the fields that were sent."""
        ticket = queries.ticket_for(g.user, ticket_id)
        sent = {name: value for name, value in request.form.items() if name in TicketChange.model_fields}
        change = TicketChange.model_validate({name: value or None for name, value in sent.items()})
        services.change_ticket(ticket, change, actor=g.user)
        return self._onwards(ticket)

    @expose("/claim", methods=["POST"])
    @has_access
    def claim(self, ticket_id: int) -> Response:
        """Take it."""
        return self._onwards(services.claim_ticket(queries.ticket_for(g.user, ticket_id), actor=g.user))

    @expose("/resolve", methods=["POST"])
    @has_access
    def resolve(self, ticket_id: int) -> Response:
        """Say what fixed it, or why not."""
        ticket = queries.ticket_for(g.user, ticket_id)
        try:
            resolution = Resolution(
                text=request.form.get("text", ""), skipped_because=request.form.get("skipped_because", "")
            )
        except ValidationError:
            flash(_("Please say what fixed it, or why you leave it out."), "warning")
            return self._onwards(ticket)
        return self._onwards(services.resolve_ticket(ticket, resolution, actor=g.user), done=True)

    @expose("/duplicate", methods=["POST"])
    @has_access
    def duplicate(self, ticket_id: int) -> Response:
        """Close it as a duplicate of another."""
        ticket = queries.ticket_for(g.user, ticket_id)
        draft = LinkDraft(other_id=_number("other_id"), kind=LinkKind.duplicate_of)
        return self._onwards(services.close_as_duplicate(ticket, draft.other_id, actor=g.user), done=True)

    @expose("/links", methods=["POST"])
    @has_access
    def link(self, ticket_id: int) -> Response:
        """Link it to another."""
        ticket = queries.ticket_for(g.user, ticket_id)
        services.link_tickets(
            ticket, LinkDraft(other_id=_number("other_id"), kind=request.form.get("kind", "related")), actor=g.user
        )
        return self._onwards(ticket)

    @expose("/spam", methods=["POST"])
    @has_access
    def spam(self, ticket_id: int) -> Response:
        """Hide it from the queue, or show it again."""
        ticket = queries.ticket_for(g.user, ticket_id)
        services.mark_spam(ticket, not ticket.is_spam, actor=g.user)
        return self._onwards(ticket, done=ticket.is_spam)

    @expose("/watchers", methods=["POST"])
    @has_access
    def watch(self, ticket_id: int) -> Response:
        """Add a watcher, by e-mail address or oneself."""
        ticket = queries.ticket_for(g.user, ticket_id)
        email = request.form.get("email", "").strip()
        person = accounts.person_by_email(email) if email else g.user
        if person is None:
            flash(_("Nobody has this e-mail address."), "warning")
        else:
            services.add_watcher(ticket, person.id, actor=g.user)
        return self._onwards(ticket)

    @expose("/watchers/<int:person_id>/delete", methods=["POST"])
    @has_access
    def unwatch(self, ticket_id: int, person_id: int) -> Response:
        """Take a watcher off."""
        ticket = queries.ticket_for(g.user, ticket_id)
        services.remove_watcher(ticket, person_id, actor=g.user)
        return self._onwards(ticket)

    @expose("/messages/<int:message_id>", methods=["POST"])
    @has_access
    def edit(self, ticket_id: int, message_id: int) -> Response:
        """Change one's own message within 15 minutes."""
        ticket = queries.ticket_for(g.user, ticket_id)
        message = queries.message_of(ticket, message_id, g.user)
        services.edit_message(ticket, message, MessageChange(body=request.form.get("body", "")), actor=g.user)
        return self._onwards(ticket, f"message-{message_id}")

    @expose("/messages/<int:message_id>/redact", methods=["POST"])
    @has_access
    def redact(self, ticket_id: int, message_id: int) -> Response:
        """Take a message's text and files away for good."""
        ticket = queries.ticket_for(g.user, ticket_id)
        services.redact_message(ticket, queries.message_of(ticket, message_id, g.user), actor=g.user)
        return self._onwards(ticket, f"message-{message_id}")

    @expose("/files/<int:file_id>/redact", methods=["POST"])
    @has_access
    def redact_file(self, ticket_id: int, file_id: int) -> Response:
        """Take a file away for good."""
        ticket = queries.ticket_for(g.user, ticket_id)
        services.redact_file(ticket, queries.attachment_of(ticket, file_id, g.user), actor=g.user)
        return self._onwards(ticket)

    @expose("/problem", methods=["POST"])
    @has_access
    def problem(self, ticket_id: int) -> Response:
        """Raise a known problem that this ticket leads."""
        ticket = queries.ticket_for(g.user, ticket_id)
        change = KnownProblemChange(
            title=request.form.get("title") or ticket.subject[:200],
            text=request.form.get("text", ""),
            leading_ticket_id=ticket.id,
        )
        services.raise_problem(change, actor=g.user)
        flash(_("Everybody sees it in the portal now."), "success")
        return self._onwards(ticket)

    def _page(self, ticket: Ticket, form: NoteForm, *, arrived: bool = False) -> Any:
        if form.seen.data is None:
            form.seen.data = queries.seen_version(ticket, g.user)
        return self.render_template(
            "staff/tickets/ticket.html",
            form=form,
            arrived=arrived,
            limit=current_app.config["MAX_UPLOAD_MB"],
            back=_back(),
            problem=queries.problem_led_by(ticket),
            others=queries.open_of_requester(ticket),
            **shown(ticket),
        )

    def _onwards(
        self, ticket: Ticket, anchor: str | None = None, *, done: bool = False, said: int | None = None
    ) -> Response:
        """Back to the ticket, or, when the person likes it so, on to the next one of the view."""
        back = _back()
        if done and back and preferences_of(g.user).opens_next_ticket:
            filters = TicketFilters.model_validate(
                {k: v for k, v in parse_qsl(back) if k in TicketFilters.model_fields}
            )
            if following := queries.next_in(g.user, filters, ticket):
                return redirect(url_for("TicketDesk.show", ticket_id=following.id, back=back, said=said))
        return redirect(url_for("TicketDesk.show", ticket_id=ticket.id, back=back or None, said=said, _anchor=anchor))


def _back() -> str:
    """The address of the queue page that one came from, without its path."""
    return (request.values.get("back") or "")[:2000]


def _number(name: str) -> int:
    text = request.form.get(name, "").strip().removeprefix("#")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
