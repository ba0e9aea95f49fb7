"""What each job does."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

JOBS: Mapping[str, Any] = {
    "accounts.clean_up": _l("Forget links and sessions that ended"),
    "api.forget_idempotency_keys": _l("Forget keys of repeated requests"),
    "equipment.announce_ends_of_life": _l("Announce models that get no more updates soon"),
    "equipment.announce_warranties": _l("Announce warranties that end soon"),
    "equipment.remind_borrowers": _l("Remind people of loans that end"),
    "imports.carry_on": _l("Carry on with imports that wait"),
    "imports.forget": _l("Forget old imports"),
    "knowledge.remove_unnamed_uploads": _l("Remove files that no article uses"),
    "notifications.forget_old": _l("Forget old notifications and mails"),
    "reports.mail_schedules": _l("Mail the reports whose hour has come"),
    "reports.remove_exports": _l("Forget exports that nobody fetches any more"),
    "search.compare": _l("Compare the search index with the articles"),
    "calendar.push": _l("Send to connected calendars"),
    "calendar.pull": _l("Ask connected calendars"),
    "calendar.compare": _l("Compare connected calendars as a whole"),
    "calendar.renew_channels": _l("Renew wake-up calls of connected calendars"),
    "tickets.close_resolved": _l("Close what was solved a while ago"),
    "tickets.measure_response": _l("Measure how fast IT answers"),
    "tickets.remind_requesters": _l("Remind people whose answer is awaited"),
    "tickets.remove_unnamed_uploads": _l("Remove files that no message names"),
    "worker.learn_sizes": _l("Let the database plan for its size"),
    "worker.remove_told_events": _l("Forget events that everybody was told"),
}
