"""What no page may show, whatever stands on it."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

MOST_BYTES = 100_000  # of a page's HTML
RAW = re.compile(
    r"\bNone\b|\bundefined\b|\bNaN\b|\[object |\b\d{4}-\d\d-\d\dT\d\d|\b\w+Status\.\w|\b(in_progress|waiting_on_employee|walk_in)\b"
    r"|%\(\w+\)|\{\{|\}\}|<[A-Za-z]+\.[A-Za-z]"
)
SHOWN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = [];
  while (walker.nextNode()) {
    const home = walker.currentNode.parentElement;
    if (!home.closest("option, script, style, template") && home.checkVisibility()) said.push(walker.currentNode.nodeValue);
  }
  return said.join(" ");
}"""
SIDEWAYS = """() => {
  const wide = innerWidth + 1;
  if (document.documentElement.scrollWidth <= wide) return "";
  const guilty = [...document.body.querySelectorAll("*")].find((element) => element.getBoundingClientRect().right > wide);
  return `the page is ${document.documentElement.scrollWidth} px wide in a window of ${innerWidth} px: ${guilty?.outerHTML.slice(0, 200)}`;
}"""
CUT = """() => [...document.querySelectorAll("main .table-frame > :is(.table--cards, .day-grid)")].filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1)
  .map((table) => `a table is ${table.scrollWidth} px wide in a frame of ${table.parentElement.clientWidth} px`)[0] ?? null"""
PRIMARIES = """() => [...document.querySelectorAll("main .button--primary")].filter((button) =>
  button.checkVisibility() && !button.closest("dialog, details, .button-group > details, form ~ form, .card + .card")).map((button) => button.innerText)"""

BARRIERS = """() => axe.run(document, { resultTypes: ["violations"] }).then((results) => results.violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`)))"""
FADED = """async () => {
  const lasting = (each) => Number.isFinite(each.effect.getComputedTiming().endTime);
  for (let moving; (moving = document.getAnimations().filter(lasting)).length; await new Promise(requestAnimationFrame)) {
    moving.forEach((each) => each.finish());  // what inherits a colour fades after what it inherits from
  }
}"""


@dataclass
class Found:
    """What is wrong with a page."""

    wrong: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """Take note of a fault, if there is one."""
        if text:
            self.wrong.append(text)


def sideways(page: Page) -> str | None:
    """The element that makes the page scroll sideways."""
    return page.evaluate(SIDEWAYS) or None


def cut(page: Page) -> str | None:
    """A list whose last columns nobody sees without scrolling."""
    return page.evaluate(CUT)


def raw_values(page: Page) -> str | None:
    """A value that nobody put into words."""
    found = RAW.search(page.evaluate(SHOWN))
    return f"raw value {found[0]!r}" if found else None


def too_big(html: str) -> str | None:
    """A page that is too heavy."""
    size = len(html.encode())
    return f"the HTML has {size:,} bytes" if size > MOST_BYTES else None


def primaries(page: Page) -> str | None:
    """More than one thing that wants to be pressed first."""
    buttons = page.evaluate(PRIMARIES)
    return f"several primary buttons: {buttons}" if len(buttons) > 1 else None


def barriers(page: Page) -> list[str]:
    """What axe finds, each with the place and the reason; the page is given axe once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return list(page.evaluate(BARRIERS))


def darken(page: Page) -> None:
    """Change the scheme as a system does at sunset; what fades between the two has faded."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(FADED)
