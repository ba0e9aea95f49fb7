"""`make shots`: a picture of every page in VAR_DIR/shots, and a report of what is plainly wrong on them."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from config import from_environment
from tests.browser import checks, chromium
from tests.browser.pages import PAGES, Shown
from tests.browser.serving import Desk, desk
from tests.browser.visits import DESKTOP, PHONE, Visits, ready
from tests.databases import Databases

PSEUDO = """() => {
  const letters = { a: "å", e: "é", i: "î", o: "ö", u: "ü", A: "Å", E: "É", I: "Î", O: "Ö", U: "Ü", c: "ç", n: "ñ", s: "š", y: "ý" };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, style, template")) texts.push(walker.currentNode);
  for (const text of texts) {
    const said = text.nodeValue.trim();
    if (said.length > 1) text.nodeValue = `${text.nodeValue.replace(/[aeiouAEIOUcnsy]/g, (letter) => letters[letter])}${"~".repeat(Math.ceil(said.length * 0.4))}`;
  }
}"""
RIGHT_TO_LEFT = "() => { document.documentElement.dir = 'rtl'; }"


@dataclass(frozen=True)
class Way:
    """A way to look at a page: window, theme, language, and a script that changes the texts."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    script: str | None = None


WAYS = (
    Way("light", DESKTOP),
    Way("dark", {**DESKTOP, "color_scheme": "dark"}),
    Way("phone", PHONE),
    Way("phone-dark", {**PHONE, "color_scheme": "dark"}),
    Way("german", {**DESKTOP, "locale": "de-DE"}),
    Way("german-phone", {**PHONE, "locale": "de-DE"}),
    Way("pseudo", DESKTOP, PSEUDO),
    Way("rtl", DESKTOP, RIGHT_TO_LEFT),
)


def main() -> None:
    """Take them all, or those that were named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="*", help="only pages whose name starts so")
    parser.add_argument("--ways", nargs="*", default=[way.name for way in WAYS], choices=[way.name for way in WAYS])
    asked = parser.parse_args()
    if not chromium.installed():
        raise SystemExit(chromium.MISSING)
    goal = Path(from_environment()["VAR_DIR"], "shots")
    goal.mkdir(parents=True, exist_ok=True)
    pages = [page for page in PAGES if not asked.pages or page.name.startswith(tuple(asked.pages))]
    ways = [way for way in WAYS if way.name in asked.ways]
    with _desk() as running, chromium.launched() as browser:
        visits, wrong = Visits(browser, running), 0
        for number, shown in enumerate(pages, 1):
            for way in ways:
                faults = [*_take(visits, shown, way, goal), *visits.end()]
                wrong += len(faults)
                print(
                    *(f"  {shown.name} ({way.name}): {fault}" for fault in faults), sep="\n", end="\n" if faults else ""
                )
            print(f"{number}/{len(pages)} {shown.name}", flush=True)
    print(f"{len(pages) * len(ways)} pictures in {goal}; {wrong} faults")


@contextmanager
def _desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Databases(folder).clone("shots") as url, desk(folder, url) as running:
            yield running


def _take(visits: Visits, shown: Shown, way: Way, goal: Path) -> list[str]:
    visits.tolerate("Failed to load resource")
    page = visits.profile_of(shown.who, **way.options)
    answer = page.goto(shown.address(visits.desk))
    ready(page)
    page.wait_for_load_state("networkidle")
    found = checks.Found()
    found.add(checks.too_big(answer.text()) if answer else "no answer")
    found.add(checks.raw_values(page))
    if way.script:
        page.evaluate(way.script)
    found.add(checks.sideways(page))
    found.add(checks.primaries(page))
    _settle(page)
    page.screenshot(path=goal / f"{shown.name}.{way.name}.png")
    if page.evaluate("document.documentElement.scrollHeight > innerHeight + 40"):
        page.screenshot(path=goal / f"{shown.name}.{way.name}.whole.png", full_page=True)
    return found.wrong


def _settle(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(200)  # a picture amid an animation says nothing


if __name__ == "__main__":
    main()
