"""The worker's book-keeping of long files: leased by one, told how far it is, finished or failed, forgotten."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.preferences import Kind
from app.core import clock
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import services as notifications
from app.notifications.audience import News, listeners
from app.notifications.models import What
from app.reports import queries
from app.reports.models import ExportState, ReportExport

KEPT_FOR = timedelta(hours=24)
LEASE = timedelta(minutes=2)  # renewed each second while rows are written
MOST_ATTEMPTS = 3  # a worker may be ended while it writes


@transaction()
def lease_export() -> int | None:
    """Take the oldest export that waits, or that a worker left behind; answers its id, or None."""
    now = clock.now()
    free = sa.select(ReportExport).where(queries.free_to_prepare(now)).order_by(ReportExport.id).limit(1)
    row = db.session.scalar(free.with_for_update(skip_locked=True))
    if row is None:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        end(row, ExportState.failed, message=_("The worker was ended several times while it wrote."))
        _tell(row, What.export_failed)
        return None
    row.state, row.attempts, row.rows = ExportState.running, row.attempts + 1, 0
    row.leased_until, row.expires_at = now + LEASE, now + KEPT_FOR
    return row.id


@transaction(lasting=False)
def note_progress(export_id: int, rows: int, total: int) -> bool:
    """Say how many rows are written; answers whether somebody still wants them."""
    at_work = sa.and_(ReportExport.id == export_id, ReportExport.state == ExportState.running)
    said = sa.update(ReportExport).where(at_work).values(rows=rows, total=total, leased_until=clock.now() + LEASE)
    return bool(db.session.execute(said, execution_options={"synchronize_session": False}).rowcount == 1)


@transaction()
def finish_export(export_id: int, *, filename: str, size: int, rows: int) -> bool:
    """Offer the file and tell its person; answers False when nobody wants it any more."""
    row = db.session.get(ReportExport, export_id, with_for_update=True, populate_existing=True)
    if row is None or row.state is not ExportState.running:
        return False
    row.filename, row.size, row.rows, row.total = filename, size, rows, rows
    end(row, ExportState.ready)
    _tell(row, What.export_ready)
    return True


@transaction()
def fail_export(export_id: int, why: str) -> None:
    """Say that there will be no file, and why."""
    row = db.session.get(ReportExport, export_id, with_for_update=True, populate_existing=True)
    if row is not None and row.state is ExportState.running:
        end(row, ExportState.failed, message=why)
        _tell(row, What.export_failed)


@transaction()
def forget_export(export_id: int) -> None:
    """Remove the row; its file is gone."""
    db.session.execute(sa.delete(ReportExport).where(ReportExport.id == export_id))


def end(row: ReportExport, state: ExportState, **more: Any) -> None:
    """Nothing more is written; what there is can be fetched for a day."""
    row.state, row.leased_until, row.finished_at = state, None, clock.now()
    row.expires_at = clock.now() + KEPT_FOR
    for name, value in more.items():
        setattr(row, name, value)


def _tell(row: ReportExport, what: What) -> None:
    """By bell and mail, as the person chose."""
    params = {"export_id": row.id, "file": row.filename, "rows": row.rows, "why": row.message or ""}
    news = News(Kind.export, what, params=params)
    notifications.tell(listeners((news, [row.owner])), cause=f"export:{row.id}:{row.attempts}")
