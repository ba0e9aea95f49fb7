"""Fields of the generated screens: native controls, moments in the reader's zone, pickers instead of long selects."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.fields import DateTimeLocalField

from app.web.admin.filters import reader_zone
from app.web.admin.words import word

MINUTES = "%Y-%m-%dT%H:%M"


class MomentField(DateTimeLocalField):
    """A moment, typed in the reader's zone and kept in UTC."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.before: datetime | None = None
        super().__init__(*args, format=[MINUTES, "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def process_data(self, value: datetime | None) -> None:
        self.before = self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0]:
            self.data = None
        elif self.before and valuelist[0] == shown(self.before):
            self.data = self.before  # the control shows no seconds: what was not touched stays as it is
        else:
            super().process_formdata(valuelist)
            self.data = self.data.replace(tzinfo=reader_zone()).astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown(self.data) if self.data else ""


def shown(moment: datetime) -> str:
    """The moment as the control holds it."""
    return moment.astimezone(reader_zone()).strftime(MINUTES)


class ChoiceField(Field):
    """One of a few known values, each with its word; `empty` is the word for none of them, where that may be."""

    control = "member"

    def __init__(self, *args: Any, offered: Mapping[str, Any], empty: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values, self.empty, self.may_be_empty = offered, empty, empty is not None

    def process_formdata(self, valuelist: list[str]) -> None:
        name = valuelist[0] if valuelist else ""
        if name not in self.values and (name or not self.may_be_empty):
            raise ValueError(_("Please choose one of the list."))
        self.data = self.meant(name) if name else None

    def meant(self, name: str) -> Any:
        """The value that a name stands for."""
        return name

    @property
    def offered(self) -> list[tuple[str, Any]]:
        """Name and word of each value; one that is kept but no longer offered stays choosable."""
        strays = [(self.chosen, self.chosen)] if self.chosen and self.chosen not in self.values else []
        return [*self.values.items(), *strays]

    @property
    def chosen(self) -> str:
        """The name of the chosen value."""
        return str(self.data or "")


class MemberField(ChoiceField):
    """A member of an enumeration, by name, said in words; `members` when not all of them are offered."""

    def __init__(self, *args: Any, kind: type[Enum], members: Iterable[Enum] | None = None, **kwargs: Any) -> None:
        self.kind = kind
        offered = {member.name: word(member).text for member in members or kind}
        super().__init__(*args, offered=offered, **kwargs)

    def meant(self, name: str) -> Enum:
        return self.kind[name]

    @property
    def chosen(self) -> str:
        return self.data.name if isinstance(self.data, Enum) else ""


class RelationField(Field):
    """Rows at the other end of a relation: a picker that asks for hits, or a select where there are few."""

    def __init__(
        self,
        *args: Any,
        datamodel: Any,
        column: str,
        is_many: bool = False,
        is_small: bool = False,
        may_be_empty: bool = True,
        **kwargs: Any,
    ) -> None:
        self.datamodel, self.column, self.is_many, self.is_small = datamodel, column, is_many, is_small
        self.may_be_empty = may_be_empty
        self.chosen: list[Any] = []
        super().__init__(*args, **kwargs)

    @property
    def control(self) -> str:
        """How it is drawn."""
        return "rows" if self.is_small else "picker"

    def process_data(self, value: Any) -> None:
        self.chosen = list(value or []) if self.is_many else [value] if value is not None else []
        self._keep()

    def process_formdata(self, valuelist: list[str]) -> None:
        ids = {text for text in valuelist if text}
        self.chosen = self.datamodel.related(self.column, ids)
        self._keep()
        if len(self.chosen) != len(ids) or (not ids and not self.may_be_empty) or (len(ids) > 1 and not self.is_many):
            raise ValueError(_("Please choose one of the list."))

    def _keep(self) -> None:
        ids = [row.id for row in self.chosen]
        self.data = ids if self.is_many else ids[0] if ids else None

    @property
    def offered(self) -> list[Any]:
        """The rows of a small relation: those in use, and those chosen."""
        found = self.datamodel.hits(self.column, "", limit=100)
        return found + [row for row in self.chosen if row not in found]
