"""How states and kinds of the calendar are said on the desk."""

from flask_babel import lazy_gettext as _l

from app.calendar.models import AbsenceKind, Effect, MaintenanceState, VisitState
from app.web.admin import Word, say

say(
    {
        VisitState.planned: Word(_l("Planned"), "info", "calendar-clock"),
        VisitState.done: Word(_l("Done"), "success", "circle-check"),
        VisitState.cancelled: Word(_l("Cancelled"), "neutral", "ban"),
    }
)
say(
    {
        MaintenanceState.planned: Word(_l("Planned"), "info", "calendar-clock"),
        MaintenanceState.done: Word(_l("Done"), "success", "circle-check"),
        MaintenanceState.cancelled: Word(_l("Cancelled"), "neutral", "ban"),
    }
)
say(
    {
        Effect.nothing: Word(_l("Nothing to notice"), "success", "circle-check"),
        Effect.slow: Word(_l("Slower than usual"), "info", "timer"),
        Effect.interrupted: Word(_l("Short interruptions"), "warning", "circle-pause"),
        Effect.unavailable: Word(_l("Not available"), "danger", "ban"),
    }
)
words_of_absences = {
    AbsenceKind.vacation: Word(_l("Vacation"), "plain", "plane"),
    AbsenceKind.sick: Word(_l("Sick"), "plain", "plane"),
    AbsenceKind.training: Word(_l("Training"), "plain", "plane"),
    AbsenceKind.travel: Word(_l("Travelling"), "plain", "plane"),
    AbsenceKind.other: Word(_l("Other"), "plain", "plane"),
}
say(words_of_absences)
