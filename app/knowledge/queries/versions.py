"""What items said before, and what stands where in an article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from app.accounts.models import User
from app.core.errors import NotFound
from app.core.richtext import as_text
from app.extensions import db
from app.knowledge.comparison import FieldDifference, compare
from app.knowledge.models import Item, ItemVersion

HEADING = re.compile(r'<h([2-6]) id="(s-[^"]+)">(.*?)</h\1>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """A heading of an article, and where it stands."""

    level: int
    anchor: str
    text: str


def contents(item: Item) -> list[Heading]:
    """The headings of an article, in order."""
    return [Heading(int(level), anchor, as_text(text)) for level, anchor, text in HEADING.findall(item.body_html or "")]


def comparison(old: ItemVersion, new: ItemVersion) -> list[FieldDifference]:
    """Two versions side by side."""
    return compare(old, new)


def versions(item: Item) -> Sequence[ItemVersion]:
    """Every save of an item, newest first."""
    rows = sa.select(ItemVersion).where(ItemVersion.item_id == item.id).order_by(ItemVersion.number.desc())
    who = joinedload(ItemVersion.author).load_only(User.id, User.first_name)
    return db.session.scalars(rows.options(who, joinedload(ItemVersion.file))).all()


def version_of(item: Item, number: int) -> ItemVersion:
    """One version of an item with its text, else `NotFound`."""
    wanted = sa.and_(ItemVersion.item_id == item.id, ItemVersion.number == number)
    rows = sa.select(ItemVersion).where(wanted).options(undefer(ItemVersion.body_html), joinedload(ItemVersion.author))
    version = db.session.scalar(rows) if 0 < number < 2**31 else None
    if version is None:
        raise NotFound
    return version
