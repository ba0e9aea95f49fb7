"""Jobs: recurring work, when it ran, when it runs next, and what went wrong."""

from typing import Any

from flask_appbuilder.actions import action
from flask_babel import format_timedelta
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.jobs import JOBS, JobState
from app.operations import services
from app.operations.admin import words
from app.operations.admin.words import Standing
from app.web.admin import ServiceModelView, TableInterface


def standing(state: JobState) -> Standing:
    """How the job stands right now."""
    if state.leased_until and state.leased_until > clock.now():
        return Standing.running
    if state.run_requested_at:
        return Standing.asked
    return Standing.failed if state.last_error else Standing.waiting


def every(state: JobState) -> str | None:
    """How often it runs; nothing for a job that this version does not know any more."""
    return str(format_timedelta(JOBS[state.name].every)) if state.name in JOBS else None


class JobView(ServiceModelView):
    """The recurring work of the product."""

    datamodel = TableInterface(JobState)
    route_base = "/staff/jobs"
    class_permission_name = "Operations"
    include_route_methods = {"list", "show", "action", "action_post"}

    list_title = _l("Jobs")
    intro = _l("Recurring work. One worker runs a job at a time; a failed one is tried again at its next time.")
    empty_title, empty_text = _l("No jobs"), _l("They are enrolled when the product is set up.")
    icon = "timer"

    list_columns = ["name", "standing", "every", "last_finished_at", "next_run_at", "last_error"]
    show_columns = ["name", "standing", "every", "last_started_at", "last_finished_at", "next_run_at", "last_error"]
    search_columns: list[str] = []
    order_columns = ["name", "last_finished_at", "next_run_at"]
    base_order = ("name", "asc")
    column_kinds = {"last_error": "long"}
    computed = {"name": lambda state: words.job(state.name), "standing": standing, "every": every}
    label_columns = {
        "name": _l("Job"),
        "standing": _l("State"),
        "every": _l("Every"),
        "last_started_at": _l("Last start"),
        "last_finished_at": _l("Last run"),
        "next_run_at": _l("Next run"),
        "last_error": _l("Last error"),
    }

    def name_of(self, item: JobState) -> str:
        return words.job(item.name)

    @action("run_now", _l("Run now"), icon="play")
    def run_now(self, states: list[JobState]) -> Any:
        """Have the chosen jobs run at the next tick."""
        return self.run_each(services.run_now, states)
