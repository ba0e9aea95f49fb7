"""People in front of the browser: who they are signed in as, and what their browser complained about."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, StorageState

from tests.browser.serving import Desk
from tests.factories.people import PASSWORD

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
SECOND = 1000  # ms


@dataclass
class Visits:
    """Opens pages for people; each visit is a browser profile of its own."""

    browser: Browser
    desk: Desk
    signed_in: dict[str, StorageState] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    open: list[Page] = field(default_factory=list)
    under_way: Counter[Page] = field(default_factory=Counter)
    looking: dict[str | None, BrowserContext] = field(default_factory=dict)

    def stranger(self, **options: Any) -> Page:
        """A page of somebody who is not signed in."""
        context = self.browser.new_context(base_url=self.desk.address, **{**DESKTOP, **options})
        context.set_default_timeout(20 * SECOND)
        return self._watched(context.new_page())

    def profile_of(self, name: str | None, **options: Any) -> Page:
        """An empty page of somebody who is signed in (once for each person and run), or of a stranger."""
        if name and name not in self.signed_in:
            page = self.stranger()
            sign_in(page, name)
            self.signed_in[name] = page.context.storage_state()
            page.context.close()
        return self.stranger(storage_state=self.signed_in[name], **options) if name else self.stranger(**options)

    def page_of(self, name: str | None, path: str = "/", **options: Any) -> Page:
        """A page that somebody looks at."""
        page = self.profile_of(name, **options)
        page.goto(path)
        ready(page)
        return page

    def look_at(self, name: str | None, path: str) -> tuple[Page, Response]:
        """A page that is only looked at, quiet, in the profile that this person keeps for looking: files are fetched once."""
        if name not in self.looking:
            self.looking[name] = self.profile_of(name, reduced_motion="reduce").context
        page = self._watched(self.looking[name].new_page())
        answer = page.goto(path)
        ready(page)
        self.quiet(page)
        assert answer is not None
        return page, answer

    def quiet(self, page: Page) -> None:
        """Wait until nothing has been under way for a tenth of a second, and what was being built stands."""
        calm = 0
        for _look in range(SECOND * 20 // 50):
            calm = 0 if self.under_way[page] else calm + 1
            if calm > 2:
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"{page.url} is still loading")

    def tolerate(self, *parts: str) -> None:
        """Complaints with one of these words belong to the journey."""
        self.allowed += parts

    def end(self) -> list[str]:
        """Close every profile; answers what the browser complained about."""
        for page in self.open:
            if page.context in self.looking.values():
                page.close()
            else:
                page.context.close()
        unexpected = [text for text in self.complaints if not any(part in text for part in self.allowed)]
        self.open, self.complaints, self.allowed = [], [], []
        return unexpected

    def _watched(self, page: Page) -> Page:
        for event, change in (("request", 1), ("requestfinished", -1), ("requestfailed", -1)):
            page.on(event, lambda _request, change=change: self.under_way.update({page: change}))
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        self.open.append(page)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.location.get('url')}: {message.text}")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """By the form, as a person does."""
    page.goto("/login")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)


def ready(page: Page) -> None:
    """Wait until the page's scripts watch it."""
    page.wait_for_load_state("load")
    page.wait_for_selector("html[data-ready=true]", state="attached")
