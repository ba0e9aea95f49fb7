"""Known problems."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.notifications import queries
from app.notifications.about.notice import Notice, Params
from app.notifications.models import What


def _over(params: Params) -> Sequence[str]:
    problem = queries.problem(params["problem_id"])
    said = [_("The problem that you had too is over. If you still have it, please tell us.")]
    return [*said, problem.text] if problem and problem.text else said


NOTICES: Mapping[What, Notice] = {
    What.known_problem_fixed: Notice(
        icon="circle-check",
        sentence=lambda params: _("Fixed: %(title)s", title=params["title"]),
        path="/tickets",
        button=lambda: _("To my requests"),
        reason=lambda: _("You get this because you said that this concerns you too."),
        lines=_over,
    ),
}
