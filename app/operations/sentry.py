"""Reports of unexpected errors to Sentry, without personal data."""

import re
from typing import Any

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
KEPT_OF_REQUEST = ("method",)  # addresses, headers, cookies, forms and bodies may hold names and secrets


def init(dsn: str, environment: str, **options: Any) -> None:
    """Start reporting; `options` go to the library (tests give their own transport)."""
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn, environment=environment, before_send=scrub, before_breadcrumb=_drop,
        include_local_variables=False, max_request_body_size="never", server_name="helpdesk", **options,
    )  # fmt: skip


def scrub(event: Any, _hint: Any) -> Any:
    """Leave the error, its trace and the route; take out who, what they typed, and every mail address."""
    event.pop("user", None)
    event.pop("extra", None)
    if "request" in event:
        event["request"] = {name: event["request"].get(name) for name in KEPT_OF_REQUEST}
    return _without_addresses(event)


def _drop(_crumb: Any, _hint: Any) -> None:
    """Breadcrumbs repeat log lines and queries, with the values in them."""


def _without_addresses(value: Any) -> Any:
    if isinstance(value, str):
        return EMAIL.sub("[address]", value)
    if isinstance(value, dict):
        return {name: _without_addresses(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_addresses(each) for each in value]
    return value
