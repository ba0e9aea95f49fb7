"""Rich text: sanitised on the way in; the filter `rich` alone marks it safe on the way out."""

import re
from html import unescape

import nh3

TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-4]|/tr|/pre|/blockquote)\b[^>]*>", re.IGNORECASE)
OWN_IMAGE = re.compile(r"/(?:tickets|kb)/[\w/.-]+")


def _own_images(tag: str, attribute: str, value: str) -> str | None:
    """A picture from elsewhere tells its host who reads the ticket, and when."""
    if tag == "img" and attribute == "src" and not OWN_IMAGE.fullmatch(value):
        return None
    return value


# Made once: a cleaner takes longer to make than to use.
_harmless = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    clean_content_tags={"script", "style", "title", "noscript", "template"},
    attribute_filter=_own_images,
    link_rel="noopener noreferrer nofollow",
)
_words_only = nh3.Cleaner(tags=set(), clean_content_tags={"script", "style", "title"})


def sanitise(html: str) -> str:
    """The harmless part of some HTML: no scripts, styles, forms, frames; web and mail links; images of ours only."""
    return _harmless.clean(html)


def as_text(html: str) -> str:
    """What a reader would see of some HTML, as plain text."""
    text = unescape(_words_only.clean(BREAKS.sub("\n", html)))
    return re.sub(r"\n{3,}", "\n\n", text).replace("\xa0", " ").strip()
