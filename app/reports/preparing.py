"""Writing a long file in the background: row by row, never more than a piece of it in memory."""

import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.core.company import CompanySettings
from app.core.errors import DomainError, require
from app.core.storage import storage
from app.extensions import db
from app.reports import policies, queries, services
from app.reports.exports import export_of
from app.reports.models import ReportExport
from app.reports.queries.reading import rights_of

TOLD_EACH = 1.0  # seconds between two looks at whether somebody still wants it
log = logging.getLogger(__name__)


class _Unwanted(Exception):
    """It was cancelled meanwhile."""


def prepare_next() -> int:
    """Prepare one export that waits; answers whether there was one. A defect in one must not stop the others."""
    if not queries.has_waiting_export():
        return 0
    export_id = services.lease_export()
    if export_id is None:
        return 0
    try:
        _prepare(queries.export_by_id(export_id))
    except _Unwanted:
        db.session.rollback()
    except DomainError as refusal:
        _fail(export_id, refusal.message)
    except Exception:  # it would fail again: the person is told
        log.exception("export %s failed", export_id)
        _fail(export_id, "")
    return 1


def _prepare(row: ReportExport) -> None:
    """With the rights, the language and the zone that its person has now."""
    owner, export_id, key = row.owner, row.id, row.storage_key
    with force_locale(owner.locale or CompanySettings.current().language):
        require(owner.active and policies.can_take_tickets_along(rights_of(owner)))
        watched = _Watched(export_id, queries.length(owner, row.query))
        sheet = queries.sheet_asked(owner, row.query)
        export = export_of(replace(sheet, rows=watched.over(sheet.rows)), row.format)
        with tempfile.TemporaryFile() as file:
            for piece in export.pieces:
                file.write(piece)
            size = file.tell()
            file.seek(0)
            db.session.rollback()  # no connection is held while the storage takes its time
            storage().save(key, file, export.content_type)
        if not services.finish_export(export_id, filename=export.filename, size=size, rows=watched.done):
            storage().delete(key)


class _Watched:
    """Rows that are counted as they go by; they end when nobody wants them any more."""

    def __init__(self, export_id: int, total: int) -> None:
        self.export_id, self.total, self.done = export_id, total, 0
        self._told = 0.0

    def over(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The same rows."""
        self._tell()
        for row in rows:
            self.done += 1
            if time.monotonic() - self._told > TOLD_EACH:
                self._tell()
            yield row
        self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        if not services.note_progress(self.export_id, self.done, max(self.total, self.done)):
            raise _Unwanted


def _fail(export_id: int, why: str) -> None:
    db.session.rollback()
    services.fail_export(export_id, why or _("Something went wrong on our side."))
