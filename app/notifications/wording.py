"""What is said about a piece of news, in the reader's language: one sentence, for the bell and for mails."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import SYSTEM, User
from app.notifications.about import NOTICES
from app.notifications.models import Notification, What


def sentence(
    what: What, *, number: int | None, actor: User | None, is_internal: bool, params: Mapping[str, Any]
) -> str:
    """What happened, in one short sentence."""
    if what in NOTICES:
        return NOTICES[what].sentence(params)
    names = {"number": number, "name": name_of(actor), "other": params.get("other_id")}
    if what is What.ticket_answer_on_mine and is_internal:
        return _("%(name)s left a note on #%(number)s", **names)
    return _sentences(names)[what]


def _sentences(names: Mapping[str, Any]) -> dict[What, str]:
    return {
        What.ticket_received: _("We have request #%(number)s", **names),
        What.ticket_answered: _("%(name)s answered on #%(number)s", **names),
        What.ticket_solved: _("#%(number)s is solved. Did it help?", **names),
        What.ticket_closed: _("#%(number)s was closed", **names),
        What.ticket_duplicate: _("#%(number)s goes on as #%(other)s", **names),
        What.ticket_reminder: _("IT waits for your answer on #%(number)s", **names),
        What.ticket_assigned: _("%(name)s gave you #%(number)s", **names),
        What.ticket_answer_on_mine: _("%(name)s wrote on #%(number)s", **names),
        What.ticket_still_broken: _("%(name)s says that #%(number)s is still broken", **names),
        What.ticket_mentioned: _("%(name)s mentioned you on #%(number)s", **names),
        What.ticket_new_in_team: _("New in your team: #%(number)s", **names),
    }


def name_of(person: User | None) -> str:
    """How a person is called; what the product does by itself is done by IT."""
    return _("IT") if person is None or person.username == SYSTEM else str(person.name)


def sentence_of(notification: Notification) -> str:
    """The sentence of a bell row."""
    return sentence(
        notification.what,
        number=notification.ticket_id,
        actor=notification.actor,
        is_internal=notification.is_internal,
        params=notification.params,
    )


ICONS = {
    What.ticket_received: "inbox",
    What.ticket_answered: "message-square",
    What.ticket_solved: "circle-check",
    What.ticket_closed: "circle-check",
    What.ticket_duplicate: "copy",
    What.ticket_reminder: "clock",
    What.ticket_assigned: "user-plus",
    What.ticket_answer_on_mine: "message-square",
    What.ticket_still_broken: "rotate-ccw",
    What.ticket_mentioned: "at-sign",
    What.ticket_new_in_team: "inbox",
    **{what: notice.icon for what, notice in NOTICES.items()},
}
