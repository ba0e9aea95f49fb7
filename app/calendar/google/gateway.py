"""Where calendars of links come from; one per process, so that all share one budget of requests."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import current_app

from app.calendar.google.access import PATIENCE, credentials_of
from app.calendar.google.calendar import GoogleCalendar
from app.calendar.models import CalendarAccount, CalendarLink
from app.calendar.sync.budget import Budget


class Gateway:
    """Opens calendars at Google. `endpoint` names another place that speaks the same language (tests)."""

    def __init__(self, config: Mapping[str, Any], endpoint: str | None = None) -> None:
        self.config, self.endpoint = config, endpoint
        self.budget = Budget(config["GOOGLE_REQUESTS_PER_USER"], config["GOOGLE_REQUESTS_IN_ALL"])
        self._services: dict[tuple[int, str | None], Any] = {}

    def is_set_up(self) -> bool:
        """Whether this installation can reach Google at all."""
        return bool(self.config["GOOGLE_SERVICE_ACCOUNT_FILE"] or self.offers_consent() or self.endpoint)

    def offers_consent(self) -> bool:
        """Whether people can connect their own account."""
        return bool(self.config["GOOGLE_CLIENT_ID"] and self.config["GOOGLE_CLIENT_SECRET"])

    def calendar(self, link: CalendarLink) -> GoogleCalendar:
        """The calendar of a link; `NotLetIn` when there is no proof of who we are."""
        return self.of_account(link.account, link.calendar_id)

    def of_account(self, account: CalendarAccount, calendar_id: str = "primary") -> GoogleCalendar:
        """A calendar of an account."""
        return GoogleCalendar(self._service(account), calendar_id, partial(self.budget.spend, account.id))

    def _service(self, account: CalendarAccount) -> Any:
        key = (account.id, account.secret)  # a renewed consent makes a new one
        if key not in self._services:
            self._services[key] = self._build(account)
        return self._services[key]

    def _build(self, account: CalendarAccount) -> Any:
        """Google's client, with its bundled description of the service: nothing is fetched to make it."""
        import httplib2
        from google.api_core.client_options import ClientOptions
        from google_auth_httplib2 import AuthorizedHttp
        from googleapiclient.discovery import build

        plain = httplib2.Http(timeout=PATIENCE)
        plain.redirect_codes = frozenset(plain.redirect_codes) - {308}  # as Google's own client does
        http = plain if self.endpoint else AuthorizedHttp(credentials_of(account, self.config), http=plain)
        options = ClientOptions(api_endpoint=f"{self.endpoint}/calendar/v3/") if self.endpoint else None
        return build("calendar", "v3", http=http, static_discovery=True, cache_discovery=False, client_options=options)


def gateway() -> Gateway:
    """The gateway of the running application."""
    kept = current_app.extensions
    if "calendar_gateway" not in kept:
        kept["calendar_gateway"] = Gateway(current_app.config)
    return kept["calendar_gateway"]
