"""The employees' ticket pages."""

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock, tokens
from app.core.errors import Conflict, DomainError, Stale
from app.core.paging import Paging
from app.tickets import filters, policies, queries, services, wording
from app.tickets.forms import CommentForm, ReplyForm, SchemaForm, TicketForm
from app.tickets.models import MessageType, Ticket, TicketStatus
from app.tickets.schemas import MessageDraft, TicketDraft, UploadDraft
from app.tickets.symptoms import symptoms_of
from app.web.portal import signed_in
from app.web.security import takes_files

bp = Blueprint("portal_tickets", __name__, url_prefix="/tickets")
PAGE = 20
FOUND = 3
SCAN_PAGE = re.compile(r"/q/[\w-]{1,40}")  # where "Me too" may have been pressed; no other place is led to


@bp.get("")
@signed_in
def index() -> str:
    """My requests: those that still go on, or all."""
    shows_all = request.args.get("show") == "all"
    active = [] if shows_all else [s for s in TicketStatus if s is not TicketStatus.closed]
    wanted = filters.OwnTicketFilters(status=active, q=request.args.get("q", "")[:500])
    page = queries.own_tickets(g.user, wanted, Paging("-updatedAt", PAGE, cursor=request.args.get("cursor")))
    return render_template(
        "portal/tickets/list.html", page=page, shows_all=shows_all, q=wanted.q, next_step=wording.next_step
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in
@takes_files
def new() -> str | Response:
    """Show the form, file the ticket, lead to its page."""
    form = TicketForm(data=_begun())
    about = queries.scanned_thing(form.scan_token.data or "")
    devices = queries.devices_at_hand(g.user) if about is None else []
    form.offer(devices, queries.rooms_at_hand(g.user, devices))
    if draft := form.read(TicketDraft):
        try:
            draft.attachment_ids += _sent_files(form)
            ticket = services.file_ticket(draft, actor=g.user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("We have your request."), "success")
            return redirect(url_for(".show", ticket_id=ticket.id, filed=1))
    now = clock.now()
    problems = queries.problems_about(*about, now) if about else queries.current_problems(g.user, now)
    return render_template(
        "portal/tickets/new.html",
        form=form,
        about=about,
        tags={str(device.id): device.tag for device in devices},
        symptoms=symptoms_of(*about) if about else [],
        limit=current_app.config["MAX_UPLOAD_MB"],
        problems=problems,
        reports=queries.reports_of(problems, g.user),
    )


def _begun() -> dict[str, str]:
    """What the address says already: subject and text, the label that was scanned, a symptom that one tap chose."""
    token = request.args.get("scan", "")[:40]
    symptom = request.args.get("symptom", "")[:200]
    return {
        "subject": (request.args.get("subject") or symptom)[:500],
        "description": (request.args.get("text") or symptom)[:500],
        "scan_token": token,
        "equipment_id": request.args.get("equipment", ""),
    }


@bp.get("/found")
@signed_in
def found() -> str:
    """The newest own requests with these words, as a part of the page of answers."""
    words = request.args.get("q", "").strip()[:500]
    wanted = filters.OwnTicketFilters(q=words)
    page = queries.own_tickets(g.user, wanted, Paging("-updatedAt", FOUND)) if words else None
    return render_template("portal/tickets/_found.html", page=page, words=words)


@bp.get("/guess")
@signed_in
def guess() -> Response:
    """The category that the words suggest, for the form to choose beforehand."""
    category = queries.guessed_category(request.args.get("subject", "")[:500])
    return jsonify(category=category)


@bp.get("/<int:ticket_id>")
@signed_in
def show(ticket_id: int) -> str:
    """The ticket: where it stands, the conversation, the reply box."""
    return _page(queries.ticket_for(g.user, ticket_id), ReplyForm())


@bp.get("/<int:ticket_id>/live")
@signed_in
def live(ticket_id: int) -> str:
    """The parts of the page that change while it is open."""
    ticket = queries.ticket_for(g.user, ticket_id)
    return render_template("portal/tickets/_live.html", **_shown(ticket))


@bp.post("/<int:ticket_id>")
@signed_in
@takes_files
def reply(ticket_id: int) -> str | Response:
    """Answer; when something arrived since the page was opened, show it first."""
    ticket = queries.ticket_for(g.user, ticket_id)
    form = ReplyForm()
    if draft := form.read(MessageDraft, message_type=MessageType.user):
        try:
            draft.attachment_ids += _sent_files(form)
            message = services.post_message(ticket, draft, actor=g.user, seen=form.seen.data)
        except Stale:
            form.seen.data = form.seen.raw_data = None
            return _page(ticket, form, arrived=True)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".show", ticket_id=message.ticket_id, said=1, _anchor=f"message-{message.id}"))
    return _page(ticket, form)


@bp.post("/<int:ticket_id>/close")
@signed_in
def close(ticket_id: int) -> Response:
    """Yes, it is done."""
    services.close_own_ticket(queries.ticket_for(g.user, ticket_id), actor=g.user)
    flash(_("Thank you. This request is closed."), "success")
    return redirect(url_for(".show", ticket_id=ticket_id))


@bp.post("/<int:ticket_id>/reopen")
@signed_in
def reopen(ticket_id: int) -> Response:
    """No, still broken."""
    form = CommentForm()
    ticket = services.reopen_ticket(queries.ticket_for(g.user, ticket_id), form.comment.data or None, actor=g.user)
    flash(_("Thank you for telling us. IT looks at it again."), "info")
    return redirect(url_for(".show", ticket_id=ticket.id))


@bp.route("/fixed/<token>", methods=["GET", "POST"])
def fixed(token: str) -> str | Response:
    """The page behind "Fixed?" in a mail: the signed link speaks for the requester, a button confirms."""
    ticket_id, requester_id, answer = tokens.read(wording.FIXED, token)
    ticket = queries.ticket_by_id(ticket_id)
    if ticket.requester_id != requester_id:
        raise tokens.BadLink  # the ticket is somebody else's by now
    form = CommentForm()
    is_answered = form.validate_on_submit()
    if is_answered:
        try:
            services.say_whether_fixed(ticket, answer == "yes", form.comment.data or None, actor=ticket.requester)
        except Conflict as error:
            is_answered = False
            form.refuse(error)
    return render_template(
        "portal/tickets/fixed.html", ticket=ticket, answer=answer, is_answered=is_answered, form=form
    )


@bp.post("/files")
@signed_in
def announce_file() -> tuple[Response, int]:
    """Take note of a file to come, for the page's script: where and how to put its bytes."""
    draft = UploadDraft.model_validate(request.get_json())
    file, upload = services.announce_upload(draft, actor=g.user)
    return jsonify(id=file.id, url=upload.url, method=upload.method, headers=upload.headers), 201


@bp.get("/<int:ticket_id>/files/<int:file_id>")
@signed_in
def download(ticket_id: int, file_id: int) -> Response:
    """Lead to the file by a link of five minutes."""
    return redirect(services.download_address(queries.ticket_for(g.user, ticket_id), file_id, actor=g.user))


@bp.get("/<int:ticket_id>/files/<int:file_id>/thumbnail")
@signed_in
def thumbnail(ticket_id: int, file_id: int) -> Response:
    """Lead to the small picture of a file."""
    ticket = queries.ticket_for(g.user, ticket_id)
    return redirect(services.download_address(ticket, file_id, actor=g.user, thumbnail=True))


@bp.post("/problems/<int:problem_id>/me-too")
@signed_in
def me_too(problem_id: int) -> Response:
    """This known problem concerns me as well."""
    services.report_me_too(queries.problem_for(g.user, problem_id), actor=g.user)
    flash(_("Noted. We tell you as soon as it is solved."), "success")
    back = request.form.get("back", "")
    return redirect(back if SCAN_PAGE.fullmatch(back) else url_for("portal_home.index"))


def _page(ticket: Ticket, form: ReplyForm, *, arrived: bool = False) -> str:
    if form.seen.data is None:
        form.seen.data = queries.seen_version(ticket, g.user)
    return render_template(
        "portal/tickets/show.html",
        form=form,
        comment_form=CommentForm(formdata=None),
        arrived=arrived,
        limit=current_app.config["MAX_UPLOAD_MB"],
        **_shown(ticket),
    )


def _shown(ticket: Ticket) -> dict[str, Any]:
    is_own = policies.is_requester(g.user, ticket)
    messages = [m for m in queries.conversation(ticket, g.user) if m.message_type is not MessageType.internal]
    own_files = wording.file_cards(queries.description_files(ticket))
    cards = [*own_files, *(card for message in messages for card in wording.file_cards(message.attachments))]
    return {
        "ticket": ticket,
        "messages": messages,
        "next_step": wording.next_step(ticket),
        "is_own": is_own,
        "description_files": own_files,
        "file_cards": wording.file_cards,
        "watchers": queries.watchers(ticket),
        "links": queries.links(ticket, g.user),
        "can_say": is_own or queries.watches(g.user, ticket),
        "mark": wording.page_mark(queries.seen_version(ticket, g.user), cards),
    }


def _sent_files(form: SchemaForm) -> Sequence[int]:
    sent = [file for file in form.files.data or [] if getattr(file, "filename", "")]
    ids = []
    for file in sent:
        size = file.stream.seek(0, 2)
        file.stream.seek(0)
        ids.append(services.receive_file(file.filename, file.stream, size, actor=g.user).id)
    return ids
