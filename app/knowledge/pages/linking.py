"""Links between pages of one source: from the addresses that they were written with to those that they get here."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from app.core.richtext import sanitise_page
from app.knowledge.pages.page import Page, target_of

ATTRIBUTE = re.compile(r'(<(?:a|img)\b[^>]*?\s)(href|src)="([^"]*)"')
IMAGE = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')
EMPTY_LINK = re.compile(r'(<a href="([^"]*)">)\s*</a>')
ANCHOR = re.compile(r'<h[1-6] id="(s-[^"]+)">')
WITHOUT_PICTURE = re.compile(r'<img(?![^>]*\ssrc="[^"])[^>]*>')


@dataclass
class Linker:
    """Knows where every page went, and notes what leads nowhere."""

    pages: Mapping[str, Page]
    ids: Mapping[str, int]
    pictures: Mapping[str, int]  # path -> file id
    site: str | None = None  # where addresses that begin with a slash lead when the source has no such page
    anchors: dict[str, dict[str, str]] = field(default_factory=dict)
    broken_links: Counter[str] = field(default_factory=Counter)
    missing_pictures: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.listed = _listed(self.pages)

    def linked(self, page: Page) -> str:
        """The page's HTML as it is kept here: linked, sanitised, with anchors."""
        html = EMPTY_LINK.sub(lambda found: f"{found[1]}{escape(self._title(found[2], page))}</a>", page.html)
        html = ATTRIBUTE.sub(lambda found: self._attribute(found, page), html)
        return sanitise_page(WITHOUT_PICTURE.sub("", html) + self._guide(page))

    def _attribute(self, found: re.Match[str], page: Page) -> str:
        before, name, address = found[1], found[2], unescape(found[3])
        resolve: Callable[[str, Page], str] = self._link if name == "href" else self._picture
        return f'{before}{name}="{escape(resolve(address, page))}"'

    def _link(self, address: str, page: Page) -> str:
        target = target_of(address, page.path)
        if target is None:
            return address
        found = self._known(target[0])
        if found is None and self.site and address.startswith("/"):
            return f"{self.site.rstrip('/')}{address}"
        if found is None:
            self.broken_links[page.path] += 1
            return ""
        anchor = self._anchors(found).get(target[1], "")
        here = f"/kb/{self.ids[found]}" if found != page.path else ""
        return f"{here}#{anchor}" if anchor else here or "#"

    def _picture(self, address: str, page: Page) -> str:
        target = target_of(address, page.path)
        if target is None or target[0] not in self.pictures:
            self.missing_pictures[page.path] += 1
            return ""
        return f"/kb/images/{self.pictures[target[0]]}"

    def _title(self, address: str, page: Page) -> str:
        target = target_of(unescape(address), page.path)
        known = self._known(target[0]) if target else None
        return self.pages[known].title if known else unescape(address)

    def _known(self, path: str) -> str | None:
        """The page at a path; addresses of web sites leave endings and index files out."""
        tries = (path, f"{path}.md", f"{path}.html", f"{path}/index.md", f"{path}/index.html")
        return next((each for each in tries if each in self.ids), None)

    def _anchors(self, path: str) -> dict[str, str]:
        """What the headings of a page were called, and are called here."""
        if path not in self.anchors:
            page = self.pages[path]
            ours = ANCHOR.findall(sanitise_page(page.html))
            self.anchors[path] = dict(zip(page.heading_ids, ours, strict=False))
        return self.anchors[path]

    def _guide(self, page: Page) -> str:
        """The list of pages that say themselves that they belong to this guide."""
        listed = self.listed.get(page.path, []) if page.is_guide else []
        items = (f'<li><a href="/kb/{self.ids[path]}">{escape(self.pages[path].title)}</a></li>' for path in listed)
        return f"<ul>{''.join(items)}</ul>" if listed else ""


def pictures_on(page: Page) -> set[str]:
    """The paths of the pictures that a page shows."""
    targets = (target_of(unescape(address), page.path) for address in IMAGE.findall(page.html))
    return {target[0] for target in targets if target is not None}


def _listed(pages: Mapping[str, Page]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, page in pages.items():
        for guide in page.guides:
            target = target_of(guide, path)
            if target is not None and target[0] in pages:
                found.setdefault(target[0], []).append(path)
    return found
