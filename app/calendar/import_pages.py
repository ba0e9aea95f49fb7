"""Taking entries of a calendar file over: choose a file, see what it says, take it over."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.calendar.ics_reading import ReadEvent, read_calendar
from app.calendar.services import taking_over
from app.calendar.sources import Window
from app.calendar.spans import span
from app.core import clock, tokens
from app.core.errors import DomainError
from app.web.admin import DeskPage
from app.web.portal import timezone

PURPOSE = "calendar-import"
BACK, AHEAD = timedelta(days=31), timedelta(days=400)
SEEN_WITHIN = timedelta(hours=1)


class CalendarImportDesk(DeskPage):
    """The page of a calendar file."""

    route_base = "/staff/calendar-import"
    class_permission_name = "Task"
    default_view = "index"
    method_permission_name = {"index": "write", "preview": "write", "take": "write"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """Ask for a file."""
        return self._page()

    @expose("", methods=["POST"])
    @has_access
    def preview(self) -> Any:
        """Show what the file says; nothing is written yet."""
        file, now = request.files.get("file"), clock.now()
        if file is None or not file.filename:
            return self._page(refusal=_("Choose a file first."))
        try:
            read = read_calendar(file.stream, Window(now - BACK, now + AHEAD), timezone())
        except DomainError as error:
            return self._page(refusal=error.message)
        seen = tokens.sign(PURPOSE, [g.user.id, [asdict(event) for event in read.events]], SEEN_WITHIN)
        return self._page(read=read, seen=seen)

    @expose("/take", methods=["POST"])
    @has_access
    def take(self) -> Response:
        """Take over what was shown."""
        owner_id, rows = tokens.read(PURPOSE, request.form.get("seen", ""))
        if owner_id != g.user.id:
            raise tokens.BadLink
        events = [ReadEvent(**row) for row in rows]
        is_absence = request.form.get("kind") == "absences"
        take_over = taking_over.take_over_absences if is_absence else taking_over.take_over_tasks
        done = take_over(events, timezone(), actor=g.user)
        flash(_("%(taken)s taken over, %(left)s left out.", taken=done.taken, left=done.left), "success")
        return redirect(url_for(".index"))

    def _page(self, **shown: Any) -> Any:
        return self.render_template("staff/calendar/import.html", span=span, **shown)
