"""Markdown with front matter, in the dialects of GitHub and of Microsoft's documentation."""

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.knowledge.pages.page import Page, in_order, language_of, moment_of, without_title, words_of

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
FACT = re.compile(r"^([\w.-]+):[ \t]*(.*)$", re.MULTILINE)
ALERT = re.compile(r"^(\s*>\s*)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$", re.MULTILINE | re.IGNORECASE)
PICTURE = re.compile(r":::image\b([^:]*):::")
PART = re.compile(r'([\w-]+)="([^"]*)"')
INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]]*\]\([^)]*\)\]", re.IGNORECASE)
FRAME = re.compile(r"^\s*:::.*$", re.MULTILINE)
VIDEO = re.compile(r"\[!VIDEO\s+(\S+?)\]", re.IGNORECASE)
TAG_FACTS = ("tags", "keywords", "appliesto")

_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read_markdown(path: str, text: str) -> Page:
    """The page that a Markdown file holds."""
    front = FRONT.match(text)
    facts = _facts(front[1]) if front else {}
    body = text[front.end() :] if front else text
    html = in_order(_rendered(_plain_dialect(body)))
    title, html = without_title(html, " ".join(str(facts.get("title") or "").split()))
    return Page(
        path=path,
        title=title,
        html=html,
        summary=" ".join(str(facts.get("summary") or facts.get("description") or "").split()),
        language=language_of(facts.get("language") or facts.get("lang")),
        category=" ".join(str(facts.get("category") or "").split()),
        tags=[word for name in TAG_FACTS for word in words_of(facts.get(name))],
        status="draft" if facts.get("draft") is True else str(facts.get("status") or "published"),
        audience=str(facts.get("audience") or "everyone"),
        written_at=next((at for name in ("updated", "date", "ms.date") if (at := moment_of(facts.get(name)))), None),
        review_on=str(facts.get("review") or "") or None,
    )


def _facts(text: str) -> dict[str, Any]:
    """The front matter; when it is no YAML, its plain lines."""
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        found = None
    return found if isinstance(found, dict) else {name: value.strip("'\" ") for name, value in FACT.findall(text)}


def _plain_dialect(text: str) -> str:
    """Notes, pictures, videos and frames of Microsoft's dialect in common Markdown."""
    text = ALERT.sub(lambda found: f"{found[1]}**{found[2].capitalize()}**\n{found[1]}", text)
    text = PICTURE.sub(_picture, text)
    text = VIDEO.sub(r"<\1>", INCLUDE.sub("", text))
    return FRAME.sub("", text)


def _picture(match: re.Match[str]) -> str:
    parts = dict(PART.findall(match[1]))
    return f"![{parts.get('alt-text', '')}](<{parts.get('source', '')}>)"


def _rendered(text: str) -> str:
    """HTML whose headings have the ids that links in Markdown mean."""
    tokens = _markdown.parse(text)
    taken: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _heading_id(tokens[number + 1], taken))
    return _markdown.renderer.render(tokens, _markdown.options, {})


def _heading_id(inline: Token, taken: dict[str, int]) -> str:
    words = "".join(part.content for part in inline.children or [] if part.type in {"text", "code_inline"})
    name = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
    taken[name] = taken.get(name, -1) + 1
    return f"{name}-{taken[name]}" if taken[name] else name
