"""How a stored state is said to a person: a word, a colour and an icon."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Word:
    """What a chip shows; `text` is a lazy string, `look` a kind of chip, `icon` a name of our sprite."""

    text: Any
    look: str = "neutral"
    icon: str | None = None


WORDS: dict[tuple[type[Enum], str], Word] = {}  # by kind too: members of two text enumerations may be equal


def say(words: Mapping[Any, Word]) -> None:
    """Teach every generated screen the words of one enumeration."""
    WORDS.update({(type(member), member.name): spoken for member, spoken in words.items()})


def has_word(member: Enum) -> bool:
    """Whether somebody has said how the member is called."""
    return (type(member), member.name) in WORDS


def word(member: Enum) -> Word:
    """The word for a member; the start-up check has seen to it that there is one."""
    return WORDS[type(member), member.name]


def choices(kind: type[Enum]) -> list[tuple[str, str]]:
    """Name and word of each member, for a select."""
    return [(member.name, str(word(member).text)) for member in kind]
