"""Names for addresses, derived from titles and headings."""

import re
import unicodedata

LONGEST = 80


def slug(text: str) -> str:
    """The text in lower case without accents, its words joined by hyphens; letters of every script stay."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = unicodedata.normalize("NFC", plain)
    return re.sub(r"[\W_]+", "-", plain)[:LONGEST].strip("-") or "-"
