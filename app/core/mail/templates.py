"""What a mail says: a folder of three templates, rendered in the recipient's language, on the recipient's clock."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from babel import Locale
from flask import current_app, g, render_template
from flask_babel import force_locale, refresh

from app.core.company import CompanySettings
from app.core.links import absolute


@dataclass(frozen=True)
class Rendered:
    """The three parts of a mail."""

    subject: str
    text: str
    html: str


def render(template: str, locale: str | None = None, zone: str | None = None, **context: Any) -> Rendered:
    """Fill emails/<template>/{subject.txt,body.txt,body.html}; without: the installation's, the company's."""
    language = locale or current_app.config["DEFAULT_LOCALE"]
    context |= {
        "company": CompanySettings.current(),
        "language": language,
        "direction": Locale.parse(language).text_direction,
        "home": absolute("/"),
    }
    with force_locale(language), _on_the_clock_of(zone):
        subject, text, html = (
            render_template(f"emails/{template}/{part}", **context) for part in ("subject.txt", "body.txt", "body.html")
        )
    return Rendered(" ".join(subject.split()), _tidy(text), html)


@contextmanager
def _on_the_clock_of(zone: str | None) -> Iterator[None]:
    """Flask-Babel has a `force_locale`, but nothing like it for zones: its selector is told by `g.mail_zone`."""
    g.mail_zone = zone
    refresh()
    try:
        yield
    finally:
        del g.mail_zone
        refresh()


def _tidy(text: str) -> str:
    """Without the empty lines that tags leave behind."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip() + "\n"
