"""Addresses that leave the house (mails, labels, feeds): built from PUBLIC_URL, never from a request's Host."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def link_to(endpoint: str, **values: Any) -> str:
    """The whole address of a page, also outside a request."""
    parts = urlsplit(current_app.config["PUBLIC_URL"])
    routes = current_app.url_map.bind(parts.netloc, url_scheme=parts.scheme)
    return routes.build(endpoint, values, force_external=True)


def absolute(path: str) -> str:
    """The whole address of a path that starts with a slash."""
    return f"{current_app.config['PUBLIC_URL']}{path}"
