"""Mallard, the help format of GNOME: topics, guides that list them, steps, notes, keys."""

import re
from collections.abc import Callable, Iterator
from html import escape
from xml.etree.ElementTree import Element, ParseError, XMLParser

from app.knowledge.pages.page import Page, PageError, in_order, language_of

MAL = "{http://projectmallard.org/1.0/}"
IF = "{http://projectmallard.org/if/1.0/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ENTITIES = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ENDING = ".page"
DEEPEST = 6
# what an element becomes: the tags around its content
AROUND = {
    "p": "p", "em": "em", "code": "code", "cmd": "code", "file": "code", "input": "kbd", "output": "code",
    "key": "kbd", "app": "em", "gui": "strong", "sys": "code", "var": "em", "screen": "pre", "list": "ul",
    "steps": "ol", "terms": "dl", "table": "table", "tr": "tr", "td": "td", "thead": "thead", "tbody": "tbody",
    "tfoot": "tfoot", "quote": "blockquote", "note": "blockquote", "figure": "figure", "listing": "figure",
    "example": "div", "div": "div", "synopsis": "div", "comment": "div", "desc": "figcaption", "tree": "ul",
}  # fmt: skip
LEFT_OUT = {"info", "links", "cite", "col", "colgroup", "remark"}
ONLY_ELSEWHERE = ("target:mobile", "!target:html")


def read_mallard(path: str, text: str) -> Page:
    """The page that a Mallard file holds; `PageError` when it is no well-formed XML."""
    page = _parsed(text)
    info = page.find(f"{MAL}info")
    links = info.findall(f"{MAL}link") if info is not None else []
    seealso = [link.get("xref", "") for link in links if link.get("type") == "seealso"]
    title = page.find(f"{MAL}title")
    return Page(
        path=path,
        title=" ".join("".join(title.itertext()).split()) if title is not None else "",
        html=in_order("".join(_block(page, 1)) + _see_also(seealso)),
        summary=_summary(info),
        language=language_of(page.get(LANGUAGE)),
        guides=[_address(link.get("xref", "")) for link in links if link.get("type") == "guide"],
        is_guide=page.get("type") == "guide",
    )


def _parsed(text: str) -> Element:
    if ENTITIES.search(text[:4000]):
        raise PageError("declares entities, which are not read")
    try:
        parser = XMLParser()  # noqa: S314  no entities are declared, so none can grow
        parser.feed(text)
        page = parser.close()
    except ParseError as error:
        raise PageError(f"is no well-formed XML: {error}") from error
    if not isinstance(page, Element) or page.tag != f"{MAL}page":
        raise PageError("is no Mallard page")
    return page


def _summary(info: Element | None) -> str:
    desc = info.find(f"{MAL}desc") if info is not None else None
    return " ".join("".join(desc.itertext()).split()) if desc is not None else ""


def _see_also(xrefs: list[str]) -> str:
    items = "".join(f'<li><a href="{escape(_address(xref))}"></a></li>' for xref in xrefs if xref)
    return f"<hr><ul>{items}</ul>" if items else ""


def _address(xref: str) -> str:
    """The file and heading that an xref means."""
    name, _hash, section = xref.partition("#")
    page = f"{name}{ENDING}" if name else ""
    return f"{page}#{section}" if section else page


def _block(element: Element, level: int) -> Iterator[str]:
    """The content of an element: its words and what its children become, in order."""
    yield escape(element.text or "")
    for child in element:
        yield from _child(element, child, level)
        yield escape(child.tail or "")


def _child(parent: Element, child: Element, level: int) -> Iterator[str]:
    if not isinstance(child.tag, str) or _is_elsewhere(child):
        return
    name = child.tag.removeprefix(MAL).removeprefix(IF)
    if name in LEFT_OUT:
        return
    if special := SPECIAL.get(name):
        yield from special(parent, child, level)
    elif tag := AROUND.get(name):
        yield f"<{tag}>"
        yield from _linked(child, level)
        yield f"</{tag}>"
    else:
        yield from _block(child, level)


def _linked(element: Element, level: int) -> Iterator[str]:
    """The content of an element, as a link where the element says so (a menu's name may lead to its page)."""
    if element.get("xref") or element.get("href"):
        yield from _link(element, element, level)
    else:
        yield from _block(element, level)


def _is_elsewhere(element: Element) -> bool:
    return (element.get(f"{IF}test") or element.get("test") or "").startswith(ONLY_ELSEWHERE)


def _section(_parent: Element, child: Element, level: int) -> Iterator[str]:
    yield from _block(child, level + 1)


def _title(parent: Element, child: Element, level: int) -> Iterator[str]:
    name = parent.tag.removeprefix(MAL)
    if name == "page":
        return
    is_heading = name in {"section", "links"}
    tag = f"h{min(level, DEEPEST)}" if is_heading else "p"
    label = f' id="{escape(parent.get("id") or "")}"' if is_heading else ""
    yield f"<{tag}{label}>" if is_heading else "<p><strong>"
    yield from _block(child, level)
    yield f"</{tag}>" if is_heading else "</strong></p>"


def _item(parent: Element, child: Element, level: int) -> Iterator[str]:
    if parent.tag == f"{MAL}terms":
        terms = child.findall(f"{MAL}title")
        yield from (f"<dt>{''.join(_block(term, level))}</dt>" for term in terms)
        for term in terms:
            child.remove(term)
        yield f"<dd>{''.join(_block(child, level))}</dd>"
    else:
        yield f"<li>{''.join(_block(child, level))}</li>"


def _link(_parent: Element, child: Element, level: int) -> Iterator[str]:
    address = child.get("href") or _address(child.get("xref") or "")
    yield f'<a href="{escape(address)}">{"".join(_block(child, level)).strip()}</a>'


def _media(_parent: Element, child: Element, level: int) -> Iterator[str]:
    words = " ".join("".join(child.itertext()).split())
    if child.get("type", "image") == "image":
        yield f'<img src="{escape(child.get("src", ""))}" alt="{escape(words)}">'
    else:
        yield from _block(child, level)


def _guiseq(_parent: Element, child: Element, level: int) -> Iterator[str]:
    yield " ▸ ".join("".join(_child(child, part, level)) for part in child)


def _keyseq(_parent: Element, child: Element, level: int) -> Iterator[str]:
    yield "+".join("".join(_child(child, part, level)) for part in child)


def _code(parent: Element, child: Element, level: int) -> Iterator[str]:
    is_block = parent.tag.removeprefix(MAL) in {"page", "section", "item", "figure", "listing", "example", "note", "td"}
    content = "".join(_block(child, level))
    yield f"<pre><code>{content}</code></pre>" if is_block else f"<code>{content}</code>"


def _choose(_parent: Element, child: Element, level: int) -> Iterator[str]:
    """What is said to everybody, else the first case."""
    cases = [part for part in child if part.tag == f"{IF}else"] or list(child)[:1]
    for case in cases:
        yield from _block(case, level)


SPECIAL: dict[str, Callable[[Element, Element, int], Iterator[str]]] = {
    "section": _section, "title": _title, "item": _item, "link": _link, "media": _media, "guiseq": _guiseq,
    "keyseq": _keyseq, "code": _code, "choose": _choose,
}  # fmt: skip
