"""What the operator decided about accounts: how long devices stay signed in, and who may register."""

from datetime import timedelta

from flask import current_app

from app.accounts.models import SessionKind

WEB_IDLE = timedelta(hours=12)
WEB_REMEMBERED = timedelta(days=30)
API_UNREMEMBERED = timedelta(days=1)


def stays_signed_in(kind: SessionKind, is_remembered: bool) -> timedelta:
    """How long a device stays signed in without being used (a browser) or refreshed (a program)."""
    if kind is SessionKind.web:
        return WEB_REMEMBERED if is_remembered else WEB_IDLE
    longest: timedelta = current_app.config["JWT_REFRESH_TOKEN_EXPIRES"]
    return longest if is_remembered else min(longest, API_UNREMEMBERED)


def may_register() -> bool:
    """Whether people may make accounts for themselves."""
    return bool(current_app.config["REGISTRATION_ENABLED"])


def registering_domains() -> list[str]:
    """The mail domains whose people may register; empty when all may."""
    return list(current_app.config["REGISTRATION_DOMAINS"])
