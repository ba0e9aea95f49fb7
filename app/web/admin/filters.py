"""What a generated list can be narrowed by. Each filter reads its own text and refuses what makes no sense."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_appbuilder.models.filters import BaseFilter, BaseFilterConverter
from flask_babel import get_timezone
from flask_babel import lazy_gettext as _l

from app.core.db import MAX_ID
from app.web.admin.words import choices

LONGEST = 200


def reader_zone() -> ZoneInfo:
    """The zone of the person who reads the page."""
    return ZoneInfo(str(get_timezone()))


class TableFilter(BaseFilter):
    """Narrows by one column; `read` turns the text of an address into a value or raises ValueError."""

    control = "text"
    label: Any = None  # where the column's own does not fit

    def read(self, text: str) -> Any:
        """The value that the text stands for."""
        if len(text) > LONGEST or "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValueError(text)
        return text

    @property
    def field(self) -> Any:
        """The column, or the key behind a relation."""
        if self.datamodel.is_relation(self.column_name):
            return getattr(self.model, self.datamodel.get_relation_fk(self.column_name).name)
        return getattr(self.model, self.column_name)


class Contains(TableFilter):
    """The text occurs in the column, in any case."""

    name = _l("contains")

    def apply(self, query: Any, value: str) -> Any:
        return query.where(self.field.icontains(value, autoescape=True))


class Is(TableFilter):
    """The column is exactly this."""

    name = _l("is")

    def apply(self, query: Any, value: Any) -> Any:
        return query.where(self.field == value)


class IsMember(Is):
    """The column holds this member of its enumeration."""

    control = "choice"

    @property
    def kind(self) -> type[Enum]:
        """The enumeration."""
        return self.datamodel.list_columns[self.column_name].type.enum_class

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Name and word of each member."""
        return choices(self.kind)

    def read(self, text: str) -> Enum:
        try:
            return self.kind[text]
        except KeyError as error:
            raise ValueError(text) from error


class IsOneOf(Is):
    """The column holds one of a few known texts, which are said in words."""

    control = "choice"

    def __init__(self, column_name: str, datamodel: Any, texts: Mapping[str, Any]) -> None:
        super().__init__(column_name, datamodel)
        self.texts = texts

    @property
    def offered(self) -> list[tuple[str, Any]]:
        """Text and word of each."""
        return sorted(self.texts.items(), key=lambda pair: str(pair[1]).casefold())

    def read(self, text: str) -> str:
        if text not in self.texts:
            raise ValueError(text)
        return text


class IsSwitched(Is):
    """The column is on or off."""

    control = "yes_no"

    def read(self, text: str) -> bool:
        if text not in {"yes", "no"}:
            raise ValueError(text)
        return text == "yes"


class IsNumber(Is):
    """The column is this whole number."""

    control = "number"

    def read(self, text: str) -> int:
        number = int(text) if len(text) < 20 and text.isascii() else None
        if number is None or not 0 <= number <= MAX_ID:
            raise ValueError(text)
        return number


class IsRow(IsNumber):
    """The relation leads to the row of this id."""

    control = "relation"


class OnOrAfter(TableFilter):
    """Not before this day."""

    name = _l("from")
    control = "date"

    def read(self, text: str) -> date:
        day = date.fromisoformat(text)
        if not 1900 <= day.year <= 2200:  # further out, a change of zone leaves the calendar
            raise ValueError(text)
        return day

    def bound(self, day: date) -> Any:
        """The start of the day in the reader's zone, for a column of moments."""
        if self.datamodel.is_date(self.column_name):
            return day
        return datetime(day.year, day.month, day.day, tzinfo=reader_zone()).astimezone(UTC)

    def apply(self, query: Any, value: date) -> Any:
        return query.where(self.field >= self.bound(value))


class OnOrBefore(OnOrAfter):
    """Not after this day."""

    name = _l("until")

    def apply(self, query: Any, value: date) -> Any:
        return query.where(self.field < self.bound(value + timedelta(days=1)))


class TableFilters(BaseFilterConverter):
    """Which filters a column of which type gets; the first type that fits counts."""

    conversion_table = (
        ("is_enum", [IsMember]),
        ("is_boolean", [IsSwitched]),
        ("is_relation_many_to_one", [IsRow]),
        ("is_text", [Contains]),
        ("is_string", [Contains]),
        ("is_integer", [IsNumber]),
        ("is_datetime", [OnOrAfter, OnOrBefore]),
        ("is_date", [OnOrAfter, OnOrBefore]),
    )

    def convert(self, col_name: str) -> list[BaseFilter] | None:
        """The filters of a column; none for types that cannot be narrowed by (Flask-AppBuilder logs each)."""
        for fits, kinds in self.conversion_table:
            if getattr(self.datamodel, fits)(col_name):
                return [kind(col_name, self.datamodel) for kind in kinds]
        return None


class Where(BaseFilter):
    """A base filter given as a function of the reader: `["id", Where, lambda: [Reply.owner_id == g.user.id]]`."""

    def apply(self, query: Any, value: Any) -> Any:
        return query.where(sa.and_(sa.true(), *value()))
