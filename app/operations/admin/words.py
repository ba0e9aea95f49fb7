"""How audited actions, deliveries and jobs are said to an administrator."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.notifications.models import DeliveryState
from app.web.admin import Word, say


class Standing(StrEnum):
    """How a job stands."""

    running = "running"
    asked = "asked"
    failed = "failed"
    waiting = "waiting"


say(
    {
        DeliveryState.waiting: Word(_l("Waiting"), "info", "clock"),
        DeliveryState.sent: Word(_l("Sent"), "success", "check"),
        DeliveryState.dropped: Word(_l("Not needed any more"), "neutral", "minus"),
        DeliveryState.dead: Word(_l("Given up"), "danger", "circle-x"),
    }
)
say(
    {
        Standing.running: Word(_l("Running"), "progress", "circle-play"),
        Standing.asked: Word(_l("Asked for"), "info", "clock"),
        Standing.failed: Word(_l("Failed"), "danger", "circle-x"),
        Standing.waiting: Word(_l("Waiting for its time"), "success", "circle-check"),
    }
)

ACTIONS: Mapping[str, Any] = {
    "attachment.redacted": _l("File redacted"),
    "delivery.sent_again": _l("Mail sent again"),
    "job.run_asked": _l("Job asked to run"),
    "known_problem.changed": _l("Known problem changed"),
    "known_problem.removed": _l("Known problem removed"),
    "letter.told_again": _l("Dead letter told again"),
    "mail.tested": _l("Mail server tested"),
    "link.confirm_asked": _l("Confirmation link asked for"),
    "link.invite_asked": _l("Invitation asked for"),
    "link.reset_asked": _l("Reset link asked for"),
    "message.redacted": _l("Message redacted"),
    "password.changed": _l("Password changed"),
    "person.added": _l("Person added"),
    "person.changed": _l("Person changed"),
    "person.confirmed": _l("Person confirmed"),
    "person.deactivated": _l("Person deactivated"),
    "person.invited_again": _l("Person invited again"),
    "person.reactivated": _l("Person reactivated"),
    "person.registered": _l("Person registered"),
    "person.reset_sent": _l("Reset link sent"),
    "person.role_changed": _l("Role of a person changed"),
    "profile.changed": _l("Profile changed"),
    "role.changed": _l("Role changed"),
    "role.removed": _l("Role removed"),
    "session.ended": _l("Session ended"),
    "session.token_reused": _l("Old token used again, session ended"),
    "sessions.ended": _l("Sessions ended"),
    "settings.changed": _l("Settings changed"),
    "sign_in.refused": _l("Sign-in refused"),
    "signed_in": _l("Signed in"),
    "signed_in.demo": _l("Signed in to the demo"),
    "categories.added": _l("Category added"),
    "categories.changed": _l("Category changed"),
    "categories.removed": _l("Category removed"),
    "kb_categories.added": _l("Knowledge category added"),
    "kb_categories.changed": _l("Knowledge category changed"),
    "kb_categories.removed": _l("Knowledge category removed"),
    "kb_synonyms.added": _l("Synonyms added"),
    "kb_synonyms.changed": _l("Synonyms changed"),
    "kb_synonyms.removed": _l("Synonyms removed"),
    "kb_tags.added": _l("Tag added"),
    "kb_tags.changed": _l("Tag changed"),
    "kb_tags.removed": _l("Tag removed"),
    "knowledge.archived": _l("Knowledge archived"),
    "knowledge.captioned": _l("Captions added"),
    "knowledge.confirmed": _l("Knowledge confirmed as true"),
    "knowledge.imported": _l("Knowledge imported"),
    "knowledge.published": _l("Knowledge published"),
    "knowledge.removed": _l("Knowledge deleted"),
    "knowledge.saved": _l("Knowledge changed"),
    "knowledge.withdrawn": _l("Knowledge made a draft again"),
    "knowledge.written": _l("Knowledge written"),
    "team.kept": _l("Team saved"),
    "team.disbanded": _l("Team disbanded"),
    "tickets.imported": _l("Tickets imported"),
    "people.imported": _l("People imported"),
}

THINGS: Mapping[str, Any] = {
    "ab_user": _l("Person"),
    "ab_role": _l("Role"),
    "teams": _l("Team"),
    "sessions": _l("Session"),
    "tickets": _l("Ticket"),
    "ticket_messages": _l("Message"),
    "attachments": _l("File"),
    "categories": _l("Category"),
    "deliveries": _l("Mail"),
    "kb_items": _l("Knowledge item"),
    "kb_categories": _l("Knowledge category"),
    "kb_tags": _l("Tag"),
    "kb_synonyms": _l("Synonyms"),
    "known_problems": _l("Known problem"),
    "outbox_messages": _l("Dead letter"),
    "jobs": _l("Job"),
    "company": _l("Company"),
    "desk_hours": _l("Desk hours"),
    "targets": _l("Targets"),
    "patience": _l("Patience"),
    "set_up": _l("Set-up"),
    "measured": _l("Measurements"),
}

MAILS: Mapping[str, Any] = {
    "ticket_received": _l("Request received"),
    "ticket_answered": _l("Answer"),
    "ticket_solved": _l("Solved"),
    "ticket_closed": _l("Closed"),
    "ticket_duplicate": _l("Goes on as another"),
    "ticket_reminder": _l("Reminder"),
    "ticket_assigned": _l("Assigned"),
    "ticket_answer_on_mine": _l("Answer from the requester"),
    "ticket_still_broken": _l("Still broken"),
    "ticket_mentioned": _l("Mentioned"),
    "ticket_new_in_team": _l("New in the team"),
    "known_problem_fixed": _l("Known problem fixed"),
    "invite": _l("Invitation"),
    "reset_password": _l("Reset link"),
    "confirm_registration": _l("Confirmation"),
    "password_changed": _l("Password changed"),
}


def spoken(name: str) -> str:
    """A technical name with spaces, for names that have no word of their own."""
    return name.replace("_", " ").replace(".", ": ")


def action(name: str) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(name) or spoken(name))


def thing(subject: str | None) -> str | None:
    """What it was done to: `categories:5` is "Category 5"."""
    if not subject:
        return None
    kind, _colon, number = subject.partition(":")
    name = THINGS.get(kind, spoken(kind))
    return _("%(name)s %(number)s", name=name, number=number) if number else str(name)


def details(values: Mapping[str, Any]) -> list[str]:
    """What else was written down, one text per fact."""
    return [f"{spoken(name)}: {_text(value)}" for name, value in values.items() if value not in (None, "", [])]


def _text(value: Any) -> str:
    return ", ".join(map(spoken, map(str, value))) if isinstance(value, list) else str(value)
