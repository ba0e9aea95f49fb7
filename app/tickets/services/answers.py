"""Knowledge and tickets: what was shown while one was typed, what was sent as an answer, what was written from one."""

import re
from collections.abc import Iterable
from html import escape

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.errors import require
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import queries as knowledge
from app.knowledge import services as writing
from app.knowledge.models import EvidenceKind, Item, ItemType, KnowledgeCategory
from app.knowledge.schemas import CategoryChange, ItemDraft
from app.tickets import policies, queries
from app.tickets.anonymous import without_people
from app.tickets.models import ItemUse, Message, MessageType, Ticket, TicketItem
from app.tickets.services.timeline import note

ITEM_LINK = re.compile(r"/kb/(\d{1,18})(?![\w/])")
MOST_LINKS = 20
PARAGRAPHS = re.compile(r"\n\s*\n")


def remember_items(ticket: Ticket, *, shown: Iterable[int], opened: Iterable[int], actor: User) -> None:
    """Keep what the writer was shown and read while typing, in the caller's transaction; unknown ids are left out."""
    opened = set(opened)
    _remember(ticket, opened | set(shown), ItemUse.shown, actor)
    _remember(ticket, opened, ItemUse.opened, actor)


def remember_sent_items(ticket: Ticket, message: Message, *, actor: User) -> None:
    """Keep which items staff sent with a public reply, in the caller's transaction."""
    if message.message_type is MessageType.admin:
        text = f"{message.body}\n{message.body_html or ''}"
        _remember(ticket, {int(number) for number in ITEM_LINK.findall(text)[:MOST_LINKS]}, ItemUse.sent, actor)


@transaction()
def article_from_ticket(ticket: Ticket, *, actor: User) -> Item:
    """Begin an article with what was asked and answered, without the people; a draft for staff to finish."""
    require(policies.can_handle(actor, ticket))
    names = _names(ticket, actor)
    draft = ItemDraft(
        type=ItemType.article,
        title=without_people(ticket.subject, names)[:500] or _("Without a title"),
        category_id=_category(ticket, actor).id,
        body_html=_body(ticket, names, actor),
    )
    item = writing.write_item(draft, actor=actor)
    db.session.add(TicketItem(ticket_id=ticket.id, item_id=item.id, use=ItemUse.written))
    note(ticket, actor, "article_written", "article", None, item.title, is_internal=True)
    return item


@transaction()
def learn_from_solved(ticket_id: int, *, actor: User) -> None:
    """Let search know that the items sent on a solved ticket answer its subject; each is learned once."""
    for row in queries.uses_to_learn(ticket_id):
        row.learned_at = clock.now()
        writing.learn_words(row.item_id, row.ticket.subject, EvidenceKind.ticket, actor=actor)


def _remember(ticket: Ticket, item_ids: Iterable[int], use: ItemUse, actor: User) -> None:
    wanted = list(item_ids)
    if not wanted:
        return
    mine = sa.and_(TicketItem.ticket_id == ticket.id, TicketItem.use == use)
    known = set(db.session.scalars(sa.select(TicketItem.item_id).where(mine)))
    readable = knowledge.items_by_id(actor, wanted)
    db.session.add_all(TicketItem(ticket_id=ticket.id, item_id=item_id, use=use) for item_id in readable.keys() - known)


def _names(ticket: Ticket, actor: User) -> list[str]:
    people = [ticket.requester, ticket.filed_by, ticket.assignee, *(row.user for row in queries.watchers(ticket))]
    people += [message.author for message in queries.conversation(ticket, actor)]
    return [person.name for person in people if person is not None]


def _category(ticket: Ticket, actor: User) -> KnowledgeCategory:
    """The shelf of the same name as the ticket's category, else the first, else a new one."""
    shelves = knowledge.categories()
    same = next((row for row in shelves if row.name.casefold() == ticket.category.name.casefold()), None)
    first = same or next(iter(shelves), None)
    return first or writing.keep_category(None, CategoryChange(name=ticket.category.name), actor=actor)


def _body(ticket: Ticket, names: list[str], actor: User) -> str:
    """The question, what IT answered in public, and what fixed it; notes among IT stay where they are."""
    said = [row for row in queries.conversation(ticket, actor) if row.message_type is MessageType.admin]
    answers = [row.body for row in said if row.redacted_at is None and row.body != ticket.resolution]
    parts = [(_("Problem"), [ticket.description]), (_("Steps"), answers), (_("Solution"), [ticket.resolution or ""])]
    return "".join(_part(heading, [without_people(text, names) for text in texts]) for heading, texts in parts)


def _part(heading: str, texts: list[str]) -> str:
    paragraphs = [part for text in texts for part in PARAGRAPHS.split(text) if part.strip()]
    body = "".join("<p>{}</p>".format(escape(part).replace("\n", "<br>")) for part in paragraphs)
    return f"<h2>{escape(heading)}</h2>{body}" if body else ""
