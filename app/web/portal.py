"""What every page needs: who is signed in, in which language and zone, and the company around it."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from zoneinfo import available_timezones

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request, session, url_for
from flask_babel import get_locale
from sqlalchemy.exc import SQLAlchemyError

from app.core.company import CompanySettings
from app.core.errors import NotAllowed, NotSignedIn
from config import LOCALES

P = ParamSpec("P")
R = TypeVar("R")
PORTAL = ("can_read", "Account")  # each of the four base roles has it


def init_app(app: Flask) -> None:
    """Choose language and zone for the reader; comes after Flask-AppBuilder, which makes the Babel."""
    babel = app.extensions["babel"]
    babel.locale_selector, babel.timezone_selector = language, timezone
    app.context_processor(surroundings)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Send strangers to the sign-in page and back; refuse whoever has no right to the portal."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not is_signed_in():
            raise NotSignedIn
        if not may_enter():
            raise NotAllowed
        return view(*args, **kwargs)

    return guarded


def is_signed_in() -> bool:
    """Whether a person stands behind this request."""
    return bool(getattr(g.get("user"), "is_authenticated", False))


def may_enter() -> bool:
    """Whether the person may use the portal: the permission that REST asks of the same person's own account."""
    return bool(current_app.extensions["appbuilder"].sm.has_access(*PORTAL))


def language() -> str:
    """The person's language, else what was chosen on the page, else the browser's, else the company's."""
    if has_request_context():
        for wanted in (getattr(g.get("user"), "locale", None), session.get("locale")):
            if wanted in LOCALES:
                return str(wanted)
        if wanted := request.accept_languages.best_match(LOCALES):
            return wanted
    return company().language


def timezone() -> str:
    """The zone of the person who reads the page or gets the mail, else the company's."""
    if "mail_zone" in g:
        zone = g.mail_zone
    else:
        zone = getattr(g.get("user"), "timezone", None) if has_request_context() else None
    return str(zone) if zone in _zones() else company().zone_name


def company() -> CompanySettings:
    """The company's settings; the defaults while the database is away, so that the page can say so."""
    try:
        return CompanySettings.current()
    except SQLAlchemyError:
        return CompanySettings()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads the disk each time it is asked


def surroundings() -> dict[str, Any]:
    """What layouts expect on every page."""
    locale = get_locale() or Locale("en")
    return {
        "company": _company(),
        "is_demo": company().is_demo,
        "language": str(locale).replace("_", "-"),
        "direction": locale.text_direction,
        "zone": timezone(),
        "is_staff": is_signed_in() and g.user.is_staff,
        "is_shut_out": is_signed_in() and not may_enter(),
        "appbuilder": current_app.extensions["appbuilder"],
    }


def _company() -> dict[str, str | None]:
    ours = company()
    return {
        "name": ours.name,
        "logo": url_for("company.logo", v=ours.logo_key) if ours.logo_key else None,
        "style": url_for("company.style", v=ours.accent[1:]) if ours.accent else None,
        "support_phone": ours.support_phone,
        "support_email": ours.support_mail,
        "support_hours": ours.support_hours,
    }
