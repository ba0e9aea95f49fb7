"""What a feature says about its import: columns, how a row of the file meets one of ours, how both are changed."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFound
from app.core.imports.columns import Column, Mapped, missing
from app.core.imports.delimited import Opener, Table
from app.core.imports.options import Options


class Outcome(StrEnum):
    """What becomes of a row of the file."""

    add = "add"
    change = "change"
    same = "same"
    skip = "skip"
    wrong = "wrong"


Made = Mapping[str, Sequence[int]]  # table -> ids of rows that had to be made as well: a model, a building
OUTCOME_WORDS: Mapping[Outcome, Any] = {
    Outcome.add: _l("New"),
    Outcome.change: _l("Changed"),
    Outcome.same: _l("The same"),
    Outcome.skip: _l("Left out"),
    Outcome.wrong: _l("Wrong"),
}


@dataclass
class Entry:
    """A row of the file on its way: its values by our columns, and what becomes of it.

    A blank cell says nothing: its column is not among `values`. `before` and `after` hold the fields that change, as
    plain JSON values; `meant` is the feature's own, from planning to writing.
    """

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    outcome: Outcome = Outcome.add
    problems: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # what changes, said to people
    target_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    meant: Any = None

    def refuse(self, text: str, column: Column | None = None) -> None:
        """The row cannot be taken, for this reason."""
        self.outcome = Outcome.wrong
        self.problems.append(f"{column.label}: {text}" if column else text)

    def say(self, column: Column, before: Any, after: Any) -> None:
        """What changes, in words."""
        self.words.append(f"{column.label}: {before or '–'} → {after or '–'}")

    def leave_out(self, text: str) -> None:
        """The row is not wanted, for this reason."""
        self.outcome = Outcome.skip
        self.words.append(text)

    def settle(self, current: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> None:
        """The row adds, changes or leaves as is, by the fields that are not yet as wanted."""
        if current is None:
            self.outcome, self.after = Outcome.add, dict(wanted)
            return
        self.after = {name: value for name, value in wanted.items() if current.get(name) != value}
        self.before = {name: current.get(name) for name in self.after}
        self.outcome = Outcome.change if self.after else Outcome.same

    @property
    def text(self) -> str:
        """What is said of the row in lists."""
        return "; ".join(self.problems or self.words)[:2000]


class ImportKind(ABC):
    """One thing that can be taken over from a file."""

    name: ClassVar[str]  # of the command, in addresses, in the audit log
    key: ClassVar[str]  # the column by which a row of ours is found
    unique: ClassVar[tuple[str, ...]] = ()  # further columns that no two rows of a file share
    columns: ClassVar[tuple[Column, ...]]
    knows_others: ClassVar[bool] = False  # rows name things that others keep, which may be unknown

    @property
    @abstractmethod
    def title(self) -> str:
        """What its pages are called."""

    def column(self, name: str) -> Column:
        """A column by its name."""
        return next(column for column in self.columns if column.name == name)

    def lacking(self, mapped: Mapped) -> list[Column]:
        """The columns without which nothing can come in, and for which none of the file's stands."""
        return missing(self.columns, mapped)

    def complete(self, entry: Entry) -> None:  # noqa: B027  most rows say it all
        """Fill in what follows from other cells, before the key is looked at."""

    def table_from(self, opens: Opener, filename: str) -> Table | None:
        """The table in a file that is no delimited text, or None; `Invalid` when it is not to be read."""
        return None

    @abstractmethod
    def may(self, actor: Any) -> bool:
        """Whether this person may take files over."""

    @abstractmethod
    def key_of(self, entry: Entry) -> str:
        """The row's key, as it is shown."""

    def folded(self, key: str) -> str:
        """The key in the form in which two equal ones are equal; as it is, unless a kind says otherwise."""
        return key

    @abstractmethod
    def plan(self, entries: Sequence[Entry], options: Options, *, is_locking: bool) -> None:
        """Decide what becomes of each row; `is_locking` keeps others from the known rows until the change is made."""

    @abstractmethod
    def write(self, entries: Sequence[Entry], *, actor: Any) -> Made:
        """Add and change, in the caller's transaction; each entry learns its `target_id`. Answers what else it made."""

    @abstractmethod
    def current(self, ids: Sequence[int], *, is_locking: bool = False) -> Mapping[int, Mapping[str, Any]]:
        """The fields of these rows as they are now, as plain JSON values."""

    @abstractmethod
    def in_use(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Which of these rows cannot be taken away any more, and why."""

    @abstractmethod
    def restore(self, befores: Mapping[int, Mapping[str, Any]], *, actor: Any) -> None:
        """Give rows their earlier values back."""

    @abstractmethod
    def remove(self, ids: Sequence[int], *, actor: Any) -> None:
        """Take added rows away again."""

    def tidy(self, made: Made, *, actor: Any) -> None:  # noqa: B027  most imports make nothing besides
        """Take away what the undone run made besides, where nothing uses it."""


KINDS: dict[str, ImportKind] = {}  # filled by wiring


def register(kinds: Iterable[ImportKind]) -> None:
    """Make these imports known."""
    KINDS.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> ImportKind:
    """An import by its name; `NotFound` for unknown ones."""
    if name not in KINDS:
        raise NotFound
    return KINDS[name]
