"""Which reports somebody may read, and reading one."""

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.models import User
from app.core import clock
from app.core.errors import Malformed, NotFound, require
from app.extensions import db
from app.reports import policies
from app.reports.asked import Asked
from app.reports.periods import Period
from app.reports.registry import REPORTS, Report
from app.reports.schemas import Narrowing, ReportQuery
from app.reports.tables import Table
from app.tickets.happened import zone_of


def readable_reports(actor: User) -> list[Report]:
    """The reports that the actor may read, in their order."""
    rights = rights_of(actor)
    return [report for report in REPORTS.values() if policies.can_read(rights, report)]


def rights_of(actor: User) -> policies.Rights:
    """What the actor's roles give together."""
    return accounts.permissions_of_roles([role.id for role in actor.roles])


def report_for(actor: User, name: str) -> Report:
    """The report of this name; `NotFound` for an unknown one, `NotAllowed` for one that the actor may not read."""
    if name not in REPORTS:
        raise NotFound
    report = REPORTS[name]
    require(policies.can_read(rights_of(actor), report))
    return report


def ask(actor: User, name: str, query: ReportQuery) -> Asked:
    """What this actor asks of a report; `Malformed` for days, groups and filters that it does not know."""
    return asked_of(actor, report_for(actor, name), query)


def asked_of(actor: User, report: Report, query: ReportQuery) -> Asked:
    """The same of a report that the actor is known to read."""
    group_by = query.group_by or next(iter(report.dimensions), "")
    if query.group_by and query.group_by not in report.dimensions:
        raise Malformed.for_field("groupBy", _("Possible: %(names)s.", names=", ".join(report.dimensions)))
    narrowing = Narrowing(**{name: getattr(query, name) for name in Narrowing.model_fields})
    for filtered in narrowing.narrowing():
        if filtered not in report.filters:
            raise Malformed.for_field(filtered, _("This report has no such filter."))
    now = clock.now()
    return Asked(actor, report, Period.asked(query.from_, query.to, zone_of(actor), now), group_by, narrowing, now)


def read(asked: Asked) -> Table:
    """The report, read now."""
    return asked.report.read(asked)


def departments() -> list[str]:
    """The departments that people are in, by name."""
    named = sa.select(User.department).where(User.department.is_not(None), User.department != "").distinct()
    return list(db.session.scalars(named.order_by(User.department)))
