"""Texts without the people in them, for what others shall read."""

import re
from collections.abc import Iterable

HIDDEN = "…"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])\+?\d[\d ()/-]{6,}\d(?!\w)")
GREETING = re.compile(
    r"^(hi|hello|dear|good (morning|afternoon|evening)|hallo|guten (tag|morgen)|liebe[rs]?|sehr geehrte[rs]?|"
    r"(kind|best|many)? ?(regards|wishes|greetings)|thanks|thank you|cheers|viele grüße|liebe grüße|"
    r"mit freundlichen grüßen|danke)\b[^.?!\n]{0,40}$",
    re.IGNORECASE,
)
SHORTEST = 3  # letters; a shorter part of a name is a word of many languages


def without_people(text: str, names: Iterable[str]) -> str:
    """The text without these people's names, without addresses and numbers to reach anybody, without greetings."""
    for name in sorted(_parts(names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?:'s|s)?(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    text = PHONE.sub(HIDDEN, ADDRESS.sub(HIDDEN, text))
    lines = [line for line in text.splitlines() if not GREETING.match(line.strip(" ,!.…"))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line.strip(" ,…") or not line)).strip()


def _parts(names: Iterable[str]) -> set[str]:
    """Whole names, and each part that is long enough to be nobody else's word."""
    whole = {name.strip() for name in names if name.strip()}
    return whole | {part for name in whole for part in re.split(r"[\s.,]+", name) if len(part) >= SHORTEST}
