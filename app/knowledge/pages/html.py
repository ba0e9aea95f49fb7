"""HTML pages, our own exports among them: facts stand in <meta>."""

from html.parser import HTMLParser

from app.knowledge.pages.page import Page, in_order, language_of, moment_of, without_title, words_of


class _Head(HTMLParser):
    """Gathers language, title and facts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts: dict[str, str] = {}
        self.language: str | None = None
        self.title, self._in_title = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang")
        elif tag == "meta" and "name" in values:
            self.facts.setdefault(values["name"].lower(), values.get("content", ""))
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def read_html(path: str, text: str) -> Page:
    """The page that an HTML file holds."""
    head = _Head()
    head.feed(text)
    head.close()
    facts = head.facts
    title, html = without_title(in_order(text).strip(), " ".join(head.title.split()))
    return Page(
        path=path,
        title=title,
        html=html,
        summary=" ".join(facts.get("description", "").split()),
        language=language_of(head.language),
        category=facts.get("category", ""),
        tags=words_of(facts.get("keywords")),
        status=facts.get("status", "published"),
        audience=facts.get("audience", "everyone"),
        written_at=moment_of(facts.get("date")),
        review_on=facts.get("review") or None,
    )
