"""Public holidays: those that an administrator set, and those of the countries where the company has sites."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import sqlalchemy as sa
from flask_babel import get_locale
from flask_babel import gettext as _

from app.core.company import DeskHoursSettings
from app.extensions import db
from app.rooms.models import Site


def holidays_between(first: date, last: date) -> list[tuple[date, str]]:
    """Each holiday of these days (the last left out) by its name; with several sites, the country stands beside it."""
    language = str(get_locale() or "en")
    closed = {day: _("Desk closed") for day in DeskHoursSettings.current().holidays}
    countries = _countries()
    named: dict[tuple[date, str], set[str]] = {}
    for country in countries:
        for day, name in _days_of(country, first, last, language):
            named.setdefault((day, name), set()).add(country)
    known = {day for day, _name in named}
    found = [
        (day, name if len(countries) == len(where) else f"{name} ({', '.join(sorted(where))})")
        for (day, name), where in named.items()
    ]
    found += [(day, name) for day, name in closed.items() if day not in known]
    return sorted((day, name) for day, name in found if first <= day < last)


def _countries() -> list[str]:
    countries = sa.select(Site.country).where(Site.country.is_not(None)).distinct().order_by(Site.country)
    return [country for country in db.session.scalars(countries) if country]


def _days_of(country: str, first: date, last: date, language: str) -> Iterator[tuple[date, str]]:
    for year in range(first.year, (last - timedelta(days=1)).year + 1):
        yield from public_holidays(country, year, language).items()


@lru_cache(maxsize=500)
def public_holidays(country: str, year: int, language: str) -> Mapping[date, str]:
    """The public holidays of a country in one year, named in the language where it has them; none where unknown."""
    import holidays

    spoken = {"en": ("en_US", "en_GB", "en"), "de": ("de",)}.get(language.split("_", maxsplit=1)[0], ())
    try:
        supported = getattr(holidays, country).supported_languages
    except AttributeError:
        return {}
    chosen = next((each for each in spoken if each in supported), None)
    return dict(holidays.country_holidays(country, years=year, language=chosen))
