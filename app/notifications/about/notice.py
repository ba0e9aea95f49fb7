"""What the bell and the mail say of one kind of news, from the plain values that travelled with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Params = Mapping[str, Any]


def no_lines(_params: Params) -> Sequence[str]:
    """The sentence says it all."""
    return ()


@dataclass(frozen=True)
class Notice:
    """The words are asked for in the reader's language and zone; `path` may name params: `/devices/{device_id}`."""

    icon: str
    sentence: Callable[[Params], str]
    path: str
    button: Callable[[], str]
    reason: Callable[[], str]  # why this person gets it, at the mail's foot
    lines: Callable[[Params], Sequence[str]] = no_lines  # what a mail says below the sentence

    def address(self, params: Params) -> str:
        """The page below the product's own address."""
        return self.path.format(**params)
