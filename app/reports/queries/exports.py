"""Questions about files that are prepared in the background."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core import clock
from app.core.errors import NotFound
from app.extensions import db
from app.reports import policies
from app.reports.exports.sheet import Sheet
from app.reports.models import UNDER_WAY, ExportState, ReportExport
from app.reports.queries.listing import ticket_list
from app.tickets import queries as tickets
from app.tickets.filters import TicketFilters

LONG = 20_000  # rows from which a file is better prepared in the background
MOST = 100


def is_long(actor: User, filters: TicketFilters) -> bool:
    """Whether the tickets of a filter are so many that nobody should wait for their file."""
    some = tickets.matching(actor, filters).with_only_columns(sa.literal(1), maintain_column_froms=True)
    return bool(db.session.scalar(some.offset(LONG).limit(1)))


def length(actor: User, query: Mapping[str, Any]) -> int:
    """How many rows the file will have."""
    rows = tickets.matching(actor, TicketFilters.model_validate(query))
    return int(db.session.scalar(rows.with_only_columns(sa.func.count(), maintain_column_froms=True)) or 0)


def sheet_asked(actor: User, query: Mapping[str, Any]) -> Sheet:
    """What is written into the file, with the rights that the actor has now."""
    return ticket_list(actor, TicketFilters.model_validate(query))


def exports_of(actor: User) -> Sequence[ReportExport]:
    """The actor's own files and those under way, the newest first."""
    wanted = ReportExport.state != ExportState.dropped
    rows = sa.select(ReportExport).where(
        ReportExport.owner_id == actor.id, wanted, ReportExport.expires_at > clock.now()
    )
    return db.session.scalars(rows.order_by(ReportExport.id.desc()).limit(MOST)).all()


def export_for(actor: User, export_id: int) -> ReportExport:
    """The actor's own export; `NotFound` for anybody else's, and for one that is forgotten."""
    found = db.session.get(ReportExport, export_id)
    if found is None or not policies.can_fetch(actor, found):
        raise NotFound
    if found.state is ExportState.dropped or found.expires_at <= clock.now():
        raise NotFound
    return found


def export_by_id(export_id: int) -> ReportExport:
    """The export and whom it is for, for the worker."""
    wanted = sa.select(ReportExport).where(ReportExport.id == export_id)
    return db.session.scalars(wanted.options(joinedload(ReportExport.owner).selectinload(User.roles))).unique().one()


def free_to_prepare(now: datetime) -> sa.ColumnElement[bool]:
    """Which exports wait for a worker, or were left behind by one."""
    left = sa.and_(ReportExport.state == ExportState.running, ReportExport.leased_until < now)
    return sa.or_(ReportExport.state == ExportState.waiting, left)


def has_waiting_export() -> bool:
    """Whether there is work: a read only, so that an idle worker never takes SQLite's write lock."""
    return db.session.scalar(sa.select(ReportExport.id).where(free_to_prepare(clock.now())).limit(1)) is not None


def under_way(actor: User) -> int:
    """How many of the actor's exports are under way."""
    mine = sa.select(sa.func.count()).where(ReportExport.owner_id == actor.id, ReportExport.state.in_(UNDER_WAY))
    return int(db.session.scalar(mine) or 0)


def forgotten_exports(now: datetime) -> Sequence[tuple[int, str]]:
    """Ids and files of what nobody can fetch any more."""
    gone = sa.or_(ReportExport.expires_at <= now, ReportExport.state == ExportState.dropped)
    rows = sa.select(ReportExport.id, ReportExport.storage_key).where(gone).order_by(ReportExport.id).limit(1_000)
    return [(row.id, row.storage_key) for row in db.session.execute(rows)]
