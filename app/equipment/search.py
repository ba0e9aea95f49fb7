"""Finding devices by the beginnings of words in tag, serial number, name, model and manufacturer.

Both engines keep the words as we cut them, so that both find the same: what is typed and what is kept is folded, and a
word such as LT0042 is also kept as lt, 0042 and 42, since people type the number only.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.core.db import is_sqlite
from app.equipment.models import Equipment
from app.extensions import db
from app.search.analysis import fold

MOST_WORDS = 8
MOST_FOUND = 1_000  # a word that fits more devices narrows nothing; the newest of them are shown
EXACT_UP_TO = 1_000  # how many finds are counted

texts = sa.table(
    "equipment_texts",
    sa.column("id", sa.BigInteger),
    sa.column("rowid", sa.BigInteger),
    sa.column("body", sa.Text),
    sa.column("vector", postgresql.TSVECTOR),
)


def write_text(device: Equipment) -> None:
    """Index a device anew; call it after every change of its words."""
    db.session.flush()
    db.session.execute(sa.delete(texts).where(key() == device.id))
    write_texts([(device.id, words_of(device))])


def write_texts(rows: Iterable[tuple[int, str]]) -> None:
    """Index devices that no text stands for yet: ids and their words."""
    cut = [(device_id, sorted(_kept(words))) for device_id, words in rows]
    if not cut:
        return
    if is_sqlite():
        statement = sa.insert(texts).values(rowid=sa.bindparam("key"), body=sa.bindparam("words"))
        db.session.execute(statement, [{"key": key, "words": " ".join(words)} for key, words in cut])
        return
    words = sa.cast(sa.bindparam("words"), postgresql.ARRAY(sa.Text))
    statement = sa.insert(texts).values(id=sa.bindparam("key"), vector=sa.func.array_to_tsvector(words))
    db.session.connection().execute(statement, [{"key": key, "words": words} for key, words in cut])


def remove_texts() -> None:
    """Forget every text; only the demo company's reset asks for it."""
    db.session.execute(sa.delete(texts))


def words_of(device: Equipment) -> str:
    """What a device is found by."""
    model = device.model
    return f"{device.tag} {device.serial_number or ''} {device.name} {model.name} {model.manufacturer.name}"


def joined(devices: sa.Select[Any], words: str) -> sa.Select[Any]:
    """The devices in which every word begins some word, to be read by `key()`."""
    return devices.join(texts, key() == Equipment.id).where(_matches(words))


def ids_matching(words: str) -> sa.Select[Any]:
    """Ids of the newest devices in which every word begins some word."""
    newest = sa.select(key().label("id")).where(_matches(words)).order_by(key().desc()).limit(MOST_FOUND)
    return sa.select(newest.subquery().c.id)


def is_found(words: str) -> sa.ColumnElement[bool]:
    """Whether a device is one of `ids_matching`, for statements that go on to join what comes with a device.

    As an array on PostgreSQL: it joined all devices with their models before it looked at the few of a sub-query.
    """
    found = ids_matching(words)
    if is_sqlite():
        return Equipment.id.in_(found)
    return Equipment.id == sa.any_(sa.func.array(found.scalar_subquery(), type_=postgresql.ARRAY(sa.BigInteger)))


def key() -> sa.ColumnClause[int]:
    """The row id of the texts, which is that of the device."""
    return texts.c.rowid if is_sqlite() else texts.c.id


def _matches(words: str) -> sa.ColumnElement[bool]:
    terms = _words(words)[:MOST_WORDS]
    if not terms:
        return sa.false()
    if is_sqlite():
        asked = " ".join(f'"{term}"*' for term in terms)
        return sa.literal_column("equipment_texts").op("MATCH")(asked)
    asked = " & ".join(f"'{term}':*" for term in terms)  # letters and digits only: nothing can break out
    return texts.c.vector.op("@@")(sa.cast(asked, postgresql.TSQUERY))


def _words(text: str) -> list[str]:
    return [folded for word in re.findall(r"[^\W_]+", text[:1000]) if (folded := _plain(word))]


def _plain(word: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(word)))


def _kept(text: str) -> set[str]:
    """The words of a device, and the numbers within them, with and without leading zeros."""
    words: Sequence[str] = _words(text)
    parts = {part for word in words for part in re.findall(r"[0-9]+|[^0-9]+", word)}
    return {*words, *parts, *(part.lstrip("0") for part in parts if part.isdigit())} - {""}
