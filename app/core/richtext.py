"""Rich text: sanitised on the way in; the filter `rich` alone marks it safe on the way out."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import count

import nh3

from app.core.slugs import slug

# fmt: off
TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}
# fmt: on
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    **{heading: {"id"} for heading in HEADINGS},
}
BREAKS = re.compile(
    r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/pre|/blockquote|/dt|/dd|/figcaption|/caption)\b[^>]*>", re.IGNORECASE
)
CELL = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)", re.IGNORECASE)
HEADING = re.compile(r"<h([1-6])(?: id=\"[^\"]*\")?>(.*?)</h\1>", re.DOTALL)  # as the cleaner writes it
ANCHOR = re.compile(r"s-[\w-]{1,100}")  # our own, so that no id of a text can be taken for one of the page
OWN_IMAGE = re.compile(r"/(?:tickets|kb)/[\w/.-]+")


def _own_only(tag: str, attribute: str, value: str) -> str | None:
    """A picture from elsewhere tells its host who reads the ticket, and when; ids are ours."""
    if tag == "img" and attribute == "src" and not OWN_IMAGE.fullmatch(value):
        return None
    if attribute == "id" and not ANCHOR.fullmatch(value):
        return None
    return value


# Made once: a cleaner takes longer to make than to use.
_harmless = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    clean_content_tags={"script", "style", "title", "noscript", "template"},
    attribute_filter=_own_only,
    link_rel="noopener noreferrer nofollow",
)
_words_only = nh3.Cleaner(tags=set(), clean_content_tags={"script", "style", "title"})


def sanitise(html: str) -> str:
    """The harmless part of some HTML: no scripts, styles, forms, frames; web and mail links; images of ours only."""
    return _harmless.clean(html)


def sanitise_page(html: str) -> str:
    """The harmless part of a whole page: its headings begin below the page's title and can be linked to."""
    taken: set[str] = set()

    def anchored(match: re.Match[str]) -> str:
        level, plain = max(2, int(match[1])), slug(as_text(match[2]))
        anchor = next(name for name in _numbered(plain) if name not in taken)
        taken.add(anchor)
        return f'<h{level} id="s-{anchor}">{match[2]}</h{level}>'

    return HEADING.sub(anchored, sanitise(html))


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


OPENS = re.compile(r" (?=<(?:p|div|ul|ol|li|h[1-6]|table|thead|tbody|tr|blockquote|dl|dt|dd)\b)", re.IGNORECASE)
PRE = re.compile(r"(</?pre\b)", re.IGNORECASE)


def as_text(html: str) -> str:
    """What a reader would see of some HTML, as plain text: lines of its source end none of the text's, but in <pre>."""
    parts = PRE.split(html)
    for at in range(0, len(parts), 2):
        if not at or parts[at - 1].startswith("</"):
            folded = OPENS.sub("", re.sub(r"\s+", " ", parts[at]))
            parts[at] = re.sub(" ?\n ?", "\n", BREAKS.sub("\n", CELL.sub(" ", folded)))
    whole = re.sub(r"(</pre>) ", r"\1", "".join(parts))
    text = unescape(_words_only.clean(BREAKS.sub("\n", whole)))
    return re.sub(r"\n{3,}", "\n\n", text).replace("\xa0", " ").strip()
