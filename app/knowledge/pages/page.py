"""What every format has in common: a page with its facts, its links still as they were written."""

import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3

from app.core.richtext import ATTRIBUTES, TAGS, as_text

HEADING = re.compile(r'<h[1-6](?: id="([^"]*)")?>')
FIRST_HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>", re.DOTALL)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_@][A-Za-z0-9]{2,8}){0,2}")
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y")

# Of every kind, so that what follows meets well-formed HTML with double quotes; rights are taken away later.
_in_order = nh3.Cleaner(
    tags=TAGS,
    attributes={**ATTRIBUTES, "img": {"src", "alt", "width", "height"}},
    clean_content_tags={"script", "style", "title", "noscript", "template", "nav", "footer"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


class PageError(ValueError):
    """The page cannot be read at all."""


@dataclass(frozen=True)
class Warned:
    """Something that could not be kept, and on which page."""

    path: str
    text: str


@dataclass
class Page:
    """One page: facts as text, `html` in order but neither linked nor sanitised yet."""

    path: str
    title: str
    html: str
    summary: str = ""
    language: str | None = None
    category: str = ""
    tags: list[str] = field(default_factory=list)
    status: str = "published"
    audience: str = "everyone"
    written_at: datetime | None = None
    review_on: str | None = None
    guides: list[str] = field(default_factory=list)  # pages that list this one (Mallard)
    is_guide: bool = False

    @property
    def heading_ids(self) -> list[str]:
        """What each heading was called by links, in order."""
        return [unescape(found) for found in HEADING.findall(self.html)]


def in_order(html: str) -> str:
    """The HTML with every tag closed and every attribute in double quotes."""
    return _in_order.clean(html)


def without_title(html: str, title: str) -> tuple[str, str]:
    """The title, from the first heading where none is given, and the text without a heading that only repeats it."""
    first = FIRST_HEADING.match(html)
    heading = " ".join(as_text(first[1]).split()) if first else ""
    if first and (not title or title.casefold() == heading.casefold()):
        return heading or title, html[first.end() :].lstrip()
    return title, html


def target_of(address: str, path: str) -> tuple[str, str] | None:
    """Path and fragment inside the source that an address on the page at `path` means; None for one elsewhere."""
    if ELSEWHERE.match(address):
        return None
    parts = urlsplit(address)
    here = posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(here, unquote(parts.path))) if parts.path else path
    return wanted.lstrip("/"), unquote(parts.fragment)


def words_of(value: Any) -> list[str]:
    """A list of words, or one text with commas."""
    found = value if isinstance(value, list) else str(value or "").split(",")
    words = [" ".join(str(word).split()) for word in found if word is not None]
    return list(dict.fromkeys(word for word in words if word))


def moment_of(value: Any) -> datetime | None:
    """The start of a day, however the date is written."""
    for shape in DATES:
        try:
            return datetime.strptime(str(value)[:10], shape).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def language_of(text: Any) -> str | None:
    """A language code in our spelling; `C` is what untranslated pages of free software are in."""
    if text == "C":
        return "en"
    code = str(text or "").replace("_", "-").partition("@")[0]
    return code if LANGUAGE.fullmatch(code) else None
