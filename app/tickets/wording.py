"""How tickets are spoken of to employees: states, next steps, files; shared by pages and mails."""

from datetime import datetime
from typing import Any, ClassVar

from flask_babel import format_time, ngettext
from flask_babel import gettext as _

from app.core import clock
from app.core.daywords import short_day
from app.core.settings import SettingsGroup
from app.equipment.models import KIND_ICONS, DeviceState
from app.equipment.models import STATE_WORDS as DEVICE_STATES
from app.tickets.happened import joined
from app.tickets.models import (
    SOURCE_WORDS,
    STATE_WORDS,
    Attachment,
    AttachmentState,
    Priority,
    Source,
    Ticket,
    TicketStatus,
    TimelineEntry,
)

FIXED = "fixed"  # the purpose of the signed links that ask "Fixed?": [ticket id, requester id, "yes" or "no"]


class MeasuredSettings(SettingsGroup):
    """What a job has measured about our own work."""

    group: ClassVar[str] = "measured"

    usual_response_hours: int | None = None  # desk hours, median of the last 30 days; None under 20 tickets


def portal_state(status: TicketStatus) -> str:
    """The state in the portal's words."""
    return {
        TicketStatus.open: _("Received"),
        TicketStatus.in_progress: _("Being worked on"),
        TicketStatus.waiting_on_employee: _("Waiting for you"),
        TicketStatus.resolved: _("Solved - did it help?"),
        TicketStatus.closed: _("Closed"),
    }[status]


def portal_sentence(status: TicketStatus) -> str:
    """The same as a sentence, with its full stop."""
    said = portal_state(status)
    return said if said.endswith("?") else f"{said}."


def source_word(source: Source) -> str:
    """How a ticket came in."""
    return str(SOURCE_WORDS[source])


def next_step(ticket: Ticket) -> str:
    """One line on what happens next, for the requester."""
    name = ticket.assignee.name if ticket.assignee else None
    if ticket.status is TicketStatus.open:
        return _("IT has answered you here.") if ticket.first_responded_at else _received()
    if ticket.status is TicketStatus.in_progress:
        return _("%(name)s is working on it.", name=name) if name else _("IT is working on it.")
    if ticket.status is TicketStatus.waiting_on_employee:
        return (
            _("%(name)s needs an answer from you to go on.", name=name)
            if name
            else _("IT needs an answer from you to go on.")
        )
    if ticket.status is TicketStatus.resolved:
        return _("Please tell us whether it works again.")
    if ticket.can_reopen(clock.now()):
        return _("Nothing more to do. You can open it again within 30 days.")
    return _("Nothing more to do. If it comes back, file a new request.")


def _received() -> str:
    hours = MeasuredSettings.current().usual_response_hours
    if hours is None:
        return _("IT has your request and will answer here.")
    return ngettext(
        "IT usually answers within one working hour.", "IT usually answers within %(num)d working hours.", hours
    )


def priority_choices() -> list[tuple[str, str]]:
    """The priorities as an employee would say them."""
    return [
        (Priority.low, _("A bit annoying")),
        (Priority.medium, _("It slows me down")),
        (Priority.high, _("I cannot work")),
        (Priority.urgent, _("Many of us cannot work")),
    ]


def file_card(file: Attachment) -> dict[str, Any]:
    """What a page shows of a file; only a ready one has an address."""
    is_ready = file.state is AttachmentState.ready
    address = f"/tickets/{file.ticket_id}/files/{file.id}"
    return {
        "name": file.filename,
        "size": file.size,
        "content_type": file.content_type,
        "href": address if is_ready else None,
        "thumbnail": f"{address}/thumbnail" if is_ready and file.thumbnail_key else None,
        "refusal": file.refusal if file.state is AttachmentState.refused else None,
    }


def file_cards(files: Any) -> list[dict[str, Any]]:
    """The files of a message or description that were not redacted."""
    return [file_card(file) for file in files if file.redacted_at is None]


def page_mark(version: int, files: list[dict[str, Any]]) -> str:
    """What an open page compares to see whether it is up to date: the version, and how far the checks of files are."""
    settled = sum(1 for file in files if file["href"] or file["refusal"])
    return f"{version}.{settled}"


def event_text(entry: TimelineEntry) -> str:
    """One line of the timeline as a sentence without its time."""
    who = entry.actor.name if entry.actor else _("The system")
    if entry.kind in {"moved", "changed", "assigned"}:
        return _change_text(who, entry)
    if entry.field == "visit":
        return _visit_text(who, entry)
    return _sentences(who, entry.new or "").get(entry.kind, f"{who}: {entry.kind}")


def _visit_text(who: str, entry: TimelineEntry) -> str:
    """Visits name their time (or their technician) in `old` and `new`."""
    old, new = _moment(entry.old), _moment(entry.new)
    return {
        "visit_planned": _("%(who)s planned a visit: %(when)s", who=who, when=new),
        "visit_moved": _("%(who)s moved the visit: %(old)s → %(new)s", who=who, old=old, new=new),
        "visit_given": _("%(who)s gave the visit to %(new)s", who=who, new=new),
        "visit_wish_refused": _("The visit was moved in another calendar, which was refused: %(why)s", why=entry.new),
        "visit_done": _("%(who)s was there for the visit", who=who),
        "visit_cancelled": _("%(who)s cancelled the visit of %(when)s", who=who, when=old),
    }.get(entry.kind, f"{who}: {entry.kind}")


def _moment(value: str | None) -> str:
    """A moment in the reader's zone; anything else as it is."""
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return value or "-"
    return f"{short_day(moment)}, {format_time(moment, 'short')}"


def _sentences(who: str, what: str) -> dict[str, str]:
    return {
        "filed": _("%(who)s filed this", who=who),
        "imported": _("%(who)s took this over from elsewhere", who=who),
        "article_written": _("%(who)s wrote an article from this: %(what)s", who=who, what=what),
        "linked": _("%(who)s linked %(what)s", who=who, what=what),
        "unlinked": _("%(who)s removed a link", who=who),
        "watcher_added": _("%(who)s added %(what)s as a watcher", who=who, what=what),
        "watcher_removed": _("%(who)s removed a watcher", who=who),
        "reminded": _("%(who)s reminded the requester", who=who),
        "message_edited": _("%(who)s changed a message", who=who),
        "message_redacted": _("%(who)s removed the text of a message", who=who),
        "file_redacted": _("%(who)s removed a file", who=who),
        "spam": _("%(who)s marked this as spam", who=who),
        "not_spam": _("%(who)s took the spam mark off", who=who),
        "resolution_skipped": _("%(who)s left out what fixed it: %(what)s", who=who, what=what),
    }


def _change_text(who: str, entry: TimelineEntry) -> str:
    if entry.kind == "assigned":
        if entry.new == who:
            return _("%(who)s took this over", who=who)
        return (
            _("%(who)s assigned this to %(new)s", who=who, new=entry.new)
            if entry.new
            else _("%(who)s took the assignee off", who=who)
        )
    if entry.field == "status":
        return _("%(who)s: %(old)s → %(new)s", who=who, old=desk_state(entry.old), new=desk_state(entry.new))
    names = {
        "priority": _("priority"),
        "category": _("category"),
        "team": _("team"),
        "subject": _("subject"),
        "requester": _("requester"),
        "equipment": _("device"),
        "room": _("room"),
    }
    return _(
        "%(who)s changed the %(field)s from %(old)s to %(new)s",
        who=who,
        field=names.get(entry.field or "", entry.field),
        old=_value(entry.old),
        new=_value(entry.new),
    )


def desk_state(status: str | None) -> str:
    """The state in the desk's words."""
    return str(STATE_WORDS[TicketStatus(status)]) if status in TicketStatus.__members__ else status or "-"


def priority_word(priority: str) -> str:
    """The priority in the desk's words."""
    return {"low": _("Low"), "medium": _("Medium"), "high": _("High"), "urgent": _("Urgent")}.get(priority, priority)


def _value(value: str | None) -> str:
    return priority_word(value) if value else "-"


def device_state(state: DeviceState) -> str:
    """The state of a device in words."""
    return str(DEVICE_STATES[state])


FILTERS = {  # for selects in templates: (value, text) pairs
    "desk_state": desk_state,
    "device_state": device_state,
    "device_icon": KIND_ICONS.get,
    "source_word": source_word,
    "desk_state_pair": lambda status: (status, desk_state(status)),
    "priority_pair": lambda priority: (priority, priority_word(priority)),
    "person_pair": lambda person: (str(person.id), person.name),
    "pair": lambda text: (text, text),
    "filter_pair": lambda text: (joined([text]), text),  # as the address of the queue carries it
}
