"""From deliveries to the mail that leaves: in the recipient's words, threaded by ticket."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts.links import address_of
from app.accounts.models import User
from app.core import clock
from app.core.company import CompanySettings
from app.core.links import absolute
from app.core.mail import OutgoingMail, message_id, render
from app.notifications import queries
from app.notifications.about import NOTICES
from app.notifications.items import Item, item_of
from app.notifications.models import Delivery
from app.tickets.models import Ticket
from app.tickets.wording import next_step, portal_sentence, priority_word

SUBJECT = 200
Attached = tuple[str, str, bytes]  # name, type and bytes of a file that goes along


@dataclass(frozen=True)
class Composed:
    """What a feature above has to say in a mail of its own template, and the files that go along."""

    words: dict[str, Any]
    files: tuple[Attached, ...] = ()


COMPOSERS: dict[str, Callable[[User, Mapping[str, Any]], Composed | None]] = {}  # by template


def compose_by(template: str, composer: Callable[[User, Mapping[str, Any]], Composed | None]) -> None:
    """Let a feature above put its own mails into words when they leave; None of it lets a mail be dropped."""
    COMPOSERS[template] = composer


THREADS = 10


def compose(leader: Delivery, members: Sequence[Delivery]) -> OutgoingMail | None:
    """The mail of a delivery and those that go along; None when nothing of it may be told any more."""
    if leader.template in COMPOSERS:
        composed = COMPOSERS[leader.template](leader.user, leader.context)
        return _mail(leader, [], leader.template, composed.words, composed.files) if composed else None
    if not leader.can_be_bundled:
        return _about_account(leader)
    items = [item for one in sorted((leader, *members), key=lambda one: one.id) if (item := item_of(one))]
    if not items:
        return None
    words = {
        "items": items,
        "tickets": tickets_of(items),
        "next_step": next_step,
        "portal_sentence": portal_sentence,
        "priority_word": priority_word,
    }
    return _mail(leader, items, _template(items), words | {"item": items[0]})


def _template(items: Sequence[Item]) -> str:
    if len(items) > 1:
        return "bundle"
    return "notice" if items[0].what in NOTICES else items[0].what.value


def tickets_of(items: Sequence[Item]) -> list[Ticket]:
    """The tickets that a mail is about, each once."""
    return list({item.ticket.id: item.ticket for item in items if item.ticket}.values())


def _about_account(leader: Delivery) -> OutgoingMail | None:
    if "link_id" not in leader.context:
        return _mail(leader, [], leader.template, {"address": absolute("/forgot-password")})
    link = queries.link(leader.context["link_id"])
    if link is None or not link.works(clock.now()):
        return None  # it would lead nowhere
    return _mail(leader, [], leader.template, {"address": address_of(link), "expires_at": link.expires_at})


def _mail(
    leader: Delivery, items: Sequence[Item], template: str, words: dict[str, Any], files: tuple[Attached, ...] = ()
) -> OutgoingMail:
    reader = leader.user
    rendered = render(template, reader.locale, reader.timezone, person=reader, account=absolute("/account"), **words)
    threads = tuple(message_id("ticket", ticket.id, "thread") for ticket in tickets_of(items)[:THREADS])
    return OutgoingMail(
        to=leader.recipient,
        subject=header_text(rendered.subject),
        text=rendered.text,
        html=rendered.html,
        message_id=leader.message_id or new_message_id(leader),
        in_reply_to=threads[0] if len(threads) == 1 else None,
        references=threads,
        reply_to=CompanySettings.current().support_mail or None,
        files=files,
    )


def new_message_id(leader: Delivery) -> str:
    """The id of the delivery's mail: ticket, message and audience, signed; a mail sent again by hand is a new one."""
    audience = "note" if leader.context.get("is_internal") else "public"
    kind, row_id = ("ticket", leader.ticket_id) if leader.ticket_id else ("mail", leader.id)
    return message_id(kind, row_id, leader.context.get("message_id") or 0, audience, leader.id, leader.version)


def header_text(text: str) -> str:
    """A subject's words without anything that could break a header, cut to a readable length."""
    plain = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter for letter in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= SUBJECT else f"{plain[: SUBJECT - 1]}…"
