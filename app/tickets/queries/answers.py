"""Knowledge items around a ticket, and what knowledge is missing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.extensions import db
from app.knowledge import queries as knowledge
from app.knowledge.models import Item
from app.knowledge.queries import FoundItem
from app.search.stopwords import STOP_WORDS
from app.tickets.models import ItemUse, Ticket, TicketItem
from app.tickets.queries.tickets import visible_to
from app.tickets.search import fold

FEWEST = 3  # tickets that make a cluster
MOST_READ = 2_000
LONG_WORD = 4
COMMON = frozenset().union(*STOP_WORDS.values())


@dataclass(frozen=True)
class Match:
    """An item that may answer a ticket, and whether the requester has read or got it already."""

    found: FoundItem
    was_opened: bool
    was_sent: bool


@dataclass(frozen=True)
class TicketCluster:
    """Tickets about the same for which no item was sent or written, the newest first."""

    words: tuple[str, ...]
    subject: str
    ticket_ids: tuple[int, ...]


def items_of_ticket(ticket: Ticket, actor: User) -> Sequence[TicketItem]:
    """What was shown, opened, sent or written on the ticket, as far as the actor may see the items."""
    seen = knowledge.visible_to(actor).with_only_columns(Item.id)
    rows = sa.select(TicketItem).where(TicketItem.ticket_id == ticket.id, TicketItem.item_id.in_(seen))
    return db.session.scalars(rows.options(joinedload(TicketItem.item)).order_by(TicketItem.id)).all()


def matching_items(ticket: Ticket, actor: User, most: int = 5) -> list[Match]:
    """The items that answer the ticket's words best; what the requester has not read comes first."""
    found = knowledge.suggest(actor, ticket.subject, most, context=ticket.description[:2000])
    uses = {(row.item_id, row.use) for row in items_of_ticket(ticket, actor)}
    matches = [Match(hit, (hit.item.id, ItemUse.opened) in uses, (hit.item.id, ItemUse.sent) in uses) for hit in found]
    return sorted(matches, key=lambda match: match.was_opened or match.was_sent)


def uses_to_learn(ticket_id: int) -> Sequence[TicketItem]:
    """The items that solved the ticket, of which search has not learned yet."""
    helped = TicketItem.use.in_([ItemUse.sent, ItemUse.written])
    rows = sa.select(TicketItem).where(TicketItem.ticket_id == ticket_id, helped, TicketItem.learned_at.is_(None))
    return db.session.scalars(rows.options(joinedload(TicketItem.ticket))).all()


def ticket_clusters(actor: User, since: datetime, most: int = 20) -> list[TicketCluster]:
    """What people ask for again and again without an item that answers it, the most frequent first."""
    answered = sa.select(TicketItem.ticket_id).where(TicketItem.use.in_([ItemUse.sent, ItemUse.written]))
    rows = visible_to(actor).with_only_columns(Ticket.id, Ticket.subject)
    rows = rows.where(Ticket.created_at >= since, Ticket.is_spam.is_(False), Ticket.id.not_in(answered))
    newest = db.session.execute(rows.order_by(Ticket.id.desc()).limit(MOST_READ))
    subjects = {row[0]: row[1] for row in newest}
    words = {ticket_id: _words(subject) for ticket_id, subject in subjects.items()}
    clusters: list[TicketCluster] = []
    while len(clusters) < most and (pair := _most_frequent_pair(words)):
        ids = [ticket_id for ticket_id, own in words.items() if own.issuperset(pair)]
        clusters.append(TicketCluster(pair, subjects[ids[0]], tuple(ids)))
        words = {ticket_id: own for ticket_id, own in words.items() if ticket_id not in ids}
    return clusters


def _words(subject: str) -> frozenset[str]:
    found = re.findall(r"\w+", fold(subject))
    return frozenset(word for word in found if len(word) >= LONG_WORD and word not in COMMON and not word.isdigit())


def _most_frequent_pair(words: dict[int, frozenset[str]]) -> tuple[str, ...] | None:
    """The two words that stand together in most subjects; None when too few share any."""
    counted = Counter(pair for own in words.values() for pair in combinations(sorted(own), 2))
    best = max(counted, key=lambda pair: (counted[pair], pair), default=None)
    return best if best is not None and counted[best] >= FEWEST else None
