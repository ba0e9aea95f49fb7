"""What a person chooses for a run."""

from dataclasses import dataclass, field
from typing import Any

from app.core.imports.delimited import Format


@dataclass(frozen=True)
class Options:
    """What a person chose for a run."""

    columns: dict[str, int] = field(default_factory=dict)  # our column -> place in the file
    form: Format = field(default_factory=Format)
    defaults: dict[str, str] = field(default_factory=dict)  # our column -> what a blank cell means
    leaves_known: bool = False
    leaves_unknown: bool = False  # a room or holder that nobody knows: the field stays empty, else the row is wrong
    skips_wrong: bool = False
    goes_on: bool = False  # once every row is good, or the wrong ones may be skipped, nobody has to say so again

    def kept(self) -> dict[str, Any]:
        """As they are stored with the run."""
        return {**vars(self), "form": self.form.kept()}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Options":
        """From what was stored."""
        return cls(**{**kept, "form": Format(**kept["form"])}) if kept else cls()
