"""Pages of other systems: Markdown with front matter, HTML and Mallard, read from a folder or an archive."""

from app.knowledge.pages.page import Page, PageError, Warned
from app.knowledge.pages.reading import ENDINGS, read_page
from app.knowledge.pages.sources import PageSource

__all__ = ["ENDINGS", "Page", "PageError", "PageSource", "Warned", "read_page"]
