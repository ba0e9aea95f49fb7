"""Full text of tickets, in the database's own engine, written in the ticket's transaction.

A ticket has up to two texts: what its requester may read (row id: ticket id * 2), and, where notes exist, everything
(row id: ticket id * 2 + 1). Accents are folded here, so that both engines find the same.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from app.core.db import is_sqlite
from app.extensions import db
from app.tickets.models import Message, MessageType, Ticket

MOST_TEXT = 300_000  # letters per ticket; a tsvector holds at most 1 MB
MOST_BYTES = 600_000  # the same limit, for scripts with several bytes a letter
MOST_WORDS = 12
MOST_FOUND = 12_000
EXACT_UP_TO = 1_000  # how many finds are counted: reading on would cost more than it tells

texts = sa.table(
    "ticket_texts",
    sa.column("id", sa.BigInteger),
    sa.column("rowid", sa.BigInteger),
    sa.column("body", sa.Text),
    sa.column("vector"),
)


def write_texts(ticket: Ticket) -> None:
    """Index the ticket anew from its rows; call it after every change of its words."""
    db.session.flush()
    rows = db.session.execute(
        sa.select(Message.message_type, Message.body).where(Message.ticket_id == ticket.id).order_by(Message.id)
    ).all()
    public = [ticket.subject, ticket.description, ticket.resolution or ""]
    public += [body for kind, body in rows if kind is not MessageType.internal]
    notes = [body for kind, body in rows if kind is MessageType.internal]
    _replace(ticket.id * 2, "\n".join(public))
    _replace(ticket.id * 2 + 1, "\n".join(public + notes) if notes else None)


def write_first_text(ticket: Ticket) -> None:
    """Index a ticket that was just filed: nothing stands there yet."""
    _insert(ticket.id * 2, f"{ticket.subject}\n{ticket.description}")


def write_new_texts(rows: Sequence[tuple[int, str, str | None]]) -> None:
    """Index many new tickets at once: id, what its requester may read, and everything where notes exist."""
    bodies = [(ticket_id * 2, _body(public)) for ticket_id, public, _all in rows]
    bodies += [(ticket_id * 2 + 1, _body(everything)) for ticket_id, _public, everything in rows if everything]
    if is_sqlite():
        db.session.execute(sa.insert(texts), [{"rowid": key, "body": body} for key, body in bodies])
        return
    vector = sa.func.to_tsvector(sa.literal_column("'simple'"), sa.bindparam("words", type_=sa.Text))
    statement = sa.insert(texts).values(id=sa.bindparam("key"), vector=vector)
    db.session.connection().execute(statement, [{"key": key, "words": body} for key, body in bodies])


def remove_texts() -> None:
    """Forget every text; only the demo company's reset asks for it."""
    db.session.execute(sa.delete(texts))


def ids_readable_by_all(words: str, within: sa.Select[Any] | sa.CompoundSelect[Any]) -> sa.Select[Any]:
    """Ids of the tickets among `within` in whose public text all words occur, the last one also as a prefix."""
    row = key()
    return _found(words, row.op("&")(1) == 0, row.op(">>")(1).in_(within))


def ids_matching(words: str, notes_hidden: sa.Select[Any]) -> sa.Select[Any]:
    """Ids of the newest tickets in which all words occur, notes included, but for those of the tickets `notes_hidden`.

    A word that stands in very many tickets finds the newest `MOST_FOUND`: reading on would cost more than it tells.
    """
    row = key()
    newest = sa.select(row.label("id")).where(*matches(words, notes_hidden)).order_by(row.desc()).limit(MOST_FOUND)
    return sa.select(newest.subquery().c.id.op(">>")(1))


def joined(tickets: sa.Select[Any]) -> sa.Select[Any]:
    """The tickets joined to their texts, to be narrowed by `matches` and read by `key()`."""
    return tickets.join(texts, key().op(">>")(1) == Ticket.id)


def matches(words: str, notes_hidden: sa.Select[Any]) -> list[sa.ColumnElement[bool]]:
    """Of each ticket the one text in which all words occur: everything, or the public words where that is all there is
    and on the tickets `notes_hidden`.
    """
    row, more = key(), texts.alias("with_notes")
    is_public, is_hidden = row.op("&")(1) == 0, row.op(">>")(1).in_(notes_hidden)
    # PostgreSQL would answer an equality for all texts at once, which reads the whole index; a range it looks up.
    is_all = ~sa.exists().where((more.c.rowid if is_sqlite() else more.c.id).between(row + 1, row + 1))
    return [_words_in(words), sa.or_(sa.and_(~is_public, ~is_hidden), sa.and_(is_public, sa.or_(is_hidden, is_all)))]


def _found(words: str, *more: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(key().op(">>")(1).label("ticket_id")).select_from(texts).where(_words_in(words), *more)


def _words_in(words: str) -> sa.ColumnElement[bool]:
    terms = _terms(words)
    return (_sqlite_rows(terms) if is_sqlite() else _postgresql_rows(terms)) if terms else sa.false()


def key() -> sa.ColumnClause[int]:
    """The row id of the texts, which rises with the number of the ticket."""
    return texts.c.rowid if is_sqlite() else texts.c.id


def ids_like(words: str) -> sa.Select[Any]:
    """Ids of the newest tickets whose public text has two of the longest words, up to four; to learn from."""
    terms = sorted({term for term in _terms(words) if len(term) > 3}, key=len, reverse=True)[:4]
    if not terms:
        return sa.select(sa.literal(0)).where(sa.false())
    pairs = list(combinations(terms, 2)) or [(terms[0], terms[0])]
    row = key()
    if is_sqlite():
        asked = " OR ".join(f'("{one}" AND "{other}")' for one, other in pairs)
        rows = sa.literal_column("ticket_texts").op("MATCH")(asked)
    else:
        asked = " | ".join(f"({one} & {other})" for one, other in pairs)
        rows = texts.c.vector.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), asked))
    newest = sa.select(row.label("id")).where(rows, row.op("&")(1) == 0).order_by(row.desc()).limit(200).subquery()
    return sa.select(newest.c.id.op(">>")(1))


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _terms(words: str) -> list[str]:
    return re.findall(r"\w+", fold(words[:1000]))[:MOST_WORDS]


def _sqlite_rows(terms: list[str]) -> sa.ColumnElement[bool]:
    quoted = " ".join(f'"{term}"' for term in terms)
    return sa.literal_column("ticket_texts").op("MATCH")(f"{quoted}*")


def _postgresql_rows(terms: list[str]) -> sa.ColumnElement[bool]:
    query = " & ".join(terms)
    return texts.c.vector.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), f"{query}:*"))


def _replace(row_id: int, text: str | None) -> None:
    row = key()
    db.session.execute(sa.delete(texts).where(row == row_id))
    if text is not None:
        _insert(row_id, text)


def _body(text: str) -> str:
    """The text as it is indexed: folded, and cut to what the engines hold."""
    return fold(text[:MOST_TEXT]).encode()[:MOST_BYTES].decode(errors="ignore")


def _insert(row_id: int, text: str) -> None:
    body = _body(text)
    if is_sqlite():
        db.session.execute(sa.insert(texts).values(rowid=row_id, body=body))
    else:
        vector = sa.func.to_tsvector(sa.literal_column("'simple'"), body)
        db.session.execute(sa.insert(texts).values(id=row_id, vector=vector))
