"""What a mail says: a folder of three templates, rendered in the recipient's language."""

import re
from dataclasses import dataclass
from typing import Any

from babel import Locale
from flask import current_app, render_template
from flask_babel import force_locale

from app.core.company import CompanySettings
from app.core.links import absolute


@dataclass(frozen=True)
class Rendered:
    """The three parts of a mail."""

    subject: str
    text: str
    html: str


def render(template: str, locale: str | None = None, **context: Any) -> Rendered:
    """Fill emails/<template>/{subject.txt,body.txt,body.html}; no locale means the installation's."""
    language = locale or current_app.config["DEFAULT_LOCALE"]
    context |= {
        "company": CompanySettings.current(),
        "language": language,
        "direction": Locale.parse(language).text_direction,
        "home": absolute("/"),
    }
    with force_locale(language):
        subject, text, html = (
            render_template(f"emails/{template}/{part}", **context) for part in ("subject.txt", "body.txt", "body.html")
        )
    return Rendered(" ".join(subject.split()), _tidy(text), html)


def _tidy(text: str) -> str:
    """Without the empty lines that tags leave behind."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip() + "\n"
