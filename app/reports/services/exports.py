"""Long files, prepared in the background: asked for, fetched, dropped."""

from datetime import timedelta

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock, jobs
from app.core.errors import Conflict, NotFound, require
from app.core.storage import new_key, storage
from app.core.transaction import transaction
from app.extensions import db
from app.reports import policies, queries
from app.reports.exports.writing import TYPES
from app.reports.models import ExportState, ReportExport
from app.reports.queries.reading import rights_of
from app.reports.schemas import ListExportQuery
from app.reports.services.exporting import KEPT_FOR, end

FETCHED_WITHIN = timedelta(minutes=5)  # how long the storage's own address lives, which a download leads to
MOST_UNDER_WAY = 3  # of one person
REMOVING = "reports.remove_exports"


@transaction()
def ask_for_export(wanted: ListExportQuery, *, actor: User) -> ReportExport:
    """Have the worker prepare the tickets of a filter as a file; `Conflict` while three of theirs are under way."""
    require(policies.can_take_tickets_along(rights_of(actor)))
    query = wanted.model_dump(mode="json", exclude_defaults=True, exclude={"format"})
    queries.sheet_asked(actor, query)  # refuses what the queue would refuse
    if queries.under_way(actor) >= MOST_UNDER_WAY:
        raise Conflict(_("Three of your exports are being prepared. Wait for one of them, or cancel it."))
    row = ReportExport(
        owner_id=actor.id, name=queries.LIST, query=query, format=wanted.format,
        storage_key=new_key("reports/exports", wanted.format.value), expires_at=clock.now() + KEPT_FOR,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


@transaction()
def drop_export(export: ReportExport, *, actor: User) -> None:
    """Cancel it, or throw its file away: the worker stops within a second, and a job removes what was written."""
    require(policies.can_fetch(actor, export))
    end(export, ExportState.dropped)
    jobs.request_run(REMOVING)


def address_of_export(export: ReportExport, *, actor: User) -> str:
    """A signed address of the file for five minutes; `NotFound` when it is not ready or belongs to somebody else."""
    require(policies.can_take_tickets_along(rights_of(actor)))
    if not policies.can_fetch(actor, export) or export.state is not ExportState.ready:
        raise NotFound
    return storage().download_url(
        export.storage_key, filename=export.filename, content_type=TYPES[export.format], expires_in=FETCHED_WITHIN
    )
