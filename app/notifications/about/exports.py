"""Files that somebody asked for and that were prepared in the background."""

from collections.abc import Mapping

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.notifications.about.notice import Notice, Params
from app.notifications.models import What


def _ready(params: Params) -> str:
    return _("Your export is ready: %(file)s", file=params["file"])


def _size(params: Params) -> list[str]:
    rows = ngettext(
        "It has %(rows)s row.", "It has %(rows)s rows.", params["rows"], rows=format_decimal(params["rows"])
    )
    return [rows, _("You can fetch it for 24 hours; only you can, after signing in.")]


_MINE = {"path": "/staff/report-exports", "button": lambda: _("To my exports")}


def _because() -> str:
    return _("You get this because you asked for this file.")


NOTICES: Mapping[What, Notice] = {
    What.export_ready: Notice("file-down", _ready, reason=_because, lines=_size, **_MINE),
    What.export_failed: Notice(
        "circle-x", lambda _params: _("Your export could not be prepared"), reason=_because,
        lines=lambda params: [params["why"]] if params.get("why") else [], **_MINE,
    ),
}  # fmt: skip
