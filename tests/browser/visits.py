"""People in front of the browser: who they are signed in as, and what their browser complained about."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState

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

    def stranger(self, **options: Any) -> Page:
        """A page of somebody who is not signed in."""
        context = self.browser.new_context(base_url=self.desk.address, **{**DESKTOP, **options})
        context.set_default_timeout(20 * SECOND)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        self.open.append(page)
        return page

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

    def tolerate(self, *parts: str) -> None:
        """Complaints with one of these words belong to the journey."""
        self.allowed += parts

    def end(self) -> list[str]:
        """Close every profile; answers what the browser complained about."""
        for page in self.open:
            page.context.close()
        unexpected = [text for text in self.complaints if not any(part in text for part in self.allowed)]
        self.open, self.complaints, self.allowed = [], [], []
        return unexpected

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
