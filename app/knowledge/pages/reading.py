"""One file of any format as a page."""

import posixpath
import re
from collections.abc import Callable

from app.knowledge.pages.html import read_html
from app.knowledge.pages.mallard import read_mallard
from app.knowledge.pages.markdown import read_markdown
from app.knowledge.pages.page import Page, PageError, language_of

READERS: dict[str, Callable[[str, str], Page]] = {
    "md": read_markdown, "markdown": read_markdown, "html": read_html, "htm": read_html, "page": read_mallard,
}  # fmt: skip
ENDINGS = frozenset(READERS)
LANGUAGE_FOLDER = re.compile(r"C|[a-z]{2,3}([_-][A-Z][A-Za-z]{1,3})?")
TITLE_LENGTH, SUMMARY_LENGTH, LABEL_LENGTH, TAG_LENGTH, MOST_TAGS = 500, 1000, 80, 60, 20


def read_page(path: str, content: bytes) -> Page:
    """The page in a file; `PageError` when it cannot be read."""
    page = READERS[path.rpartition(".")[2].lower()](path, _text(content))
    page.title = (page.title or posixpath.basename(path).rpartition(".")[0])[:TITLE_LENGTH]
    page.summary = page.summary[:SUMMARY_LENGTH]
    folders = path.split("/")[:-1]
    if path.endswith(".page"):
        page.language = page.language or _language_of_folders(folders)
    page.category = (page.category or next(iter(folders), ""))[:LABEL_LENGTH]
    tags = {tag.casefold(): tag for tag in (tag[:TAG_LENGTH].strip() for tag in page.tags)}
    page.tags = list(tags.values())[:MOST_TAGS]
    if not page.title.strip() and not page.html.strip():
        raise PageError("is empty")
    return page


def _text(content: bytes) -> str:
    """UTF-8, with or without its mark; else one byte a letter. A NUL cannot be stored."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "")


def _language_of_folders(folders: list[str]) -> str | None:
    """gnome-help/de and help/C say in which language the Mallard pages below are."""
    named = (folder for folder in reversed(folders) if LANGUAGE_FOLDER.fullmatch(folder))
    return language_of(next(named, None))
