"""The calls by which files come in: a table as the body, its columns known by their names."""

from io import BytesIO
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from app.core.errors import Invalid, WrongType
from app.core.imports import ImportKind, ImportRun, Outcome, RunState, beginning
from app.core.imports.options import Options
from app.core.imports.questions import rows_after, rows_page, run_of
from app.core.imports.working import carry_on
from app.core.paging import Page
from app.web.api import Answer, Api, Listed, endpoint, expose
from app.web.imports.desk import AT_ONCE
from app.web.imports.schemas import ImportOut, ImportQuery, ImportRowOut, ImportRunOut, RowsQuery

TABLES = {"text/csv", "text/plain", "text/tab-separated-values", "application/octet-stream", "application/json",
          "application/x-ndjson", "application/xml", "text/xml", "application/gzip"}  # fmt: skip
SHOWN = 1000  # rows in the first answer
MOST_ERRORS = 100


class ImportApi(Api):
    """A subclass names its `kind`, `resource_name` and permission."""

    kind: ImportKind

    @expose("", methods=["POST"])
    @endpoint(query=ImportQuery, answer=ImportOut, raw="text/csv")
    def take_over(self, query: ImportQuery) -> Answer:
        """Take a table over, or with `dryRun` say row by row what would happen; a long one later: 202."""
        run = self._checked(query)
        if run.state is RunState.checked and run.wrong and not query.dry_run and not query.skip_invalid:
            wrong = rows_after(run, 0, outcome=Outcome.wrong, most=MOST_ERRORS)
            errors = {f"line {row.line}": [row.text] for row in wrong}
            beginning.throw_away(run, actor=g.user)
            raise Invalid(_("The file has rows that cannot be taken over. Nothing was changed."), errors=errors)
        status = 202 if run.is_at_work else 200
        return Answer(_out(run), status)

    @expose("/<int:run_id>")
    @endpoint(answer=ImportRunOut, permission="write")
    def show(self, run_id: int) -> ImportRun:
        """Where a run stands."""
        return run_of(self.kind, run_id)

    @expose("/<int:run_id>/rows")
    @endpoint(query=RowsQuery, answer=Listed[ImportRowOut], permission="write")
    def rows(self, query: RowsQuery, run_id: int) -> Page:
        """What became, or would become, of each row."""
        return rows_page(run_of(self.kind, run_id), query.outcome, query.paging())

    @expose("/<int:run_id>/undo", methods=["POST"])
    @endpoint(answer=ImportRunOut)
    def undo(self, run_id: int) -> Answer:
        """Take everything back that the run brought; `obstacles` says how many rows are in the way."""
        run = run_of(self.kind, run_id)
        beginning.undo_run(run, actor=g.user)
        if run.total <= AT_ONCE:
            carry_on(run.id)
        return Answer(run, 202 if run.is_at_work else 200)

    def _checked(self, query: ImportQuery) -> ImportRun:
        if request.mimetype not in TABLES:
            raise WrongType(_("Send a table, with the content type text/csv."))
        stream = BytesIO(request.get_data())
        run = beginning.hand_in(self.kind, stream, query.filename, actor=g.user)
        options = Options.of(run.options)
        wanted = Options(options.columns, options.form, {}, query.leave_known, query.leave_unknown, query.skip_invalid,
                         goes_on=not query.dry_run)  # fmt: skip
        try:
            beginning.choose_columns(run, wanted, actor=g.user)
        except Invalid:
            beginning.throw_away(run, actor=g.user)
            raise
        if run.total <= AT_ONCE:
            carry_on(run.id)
        return run


def _out(run: ImportRun) -> Any:
    told = {name: getattr(run, name) for name in ImportRunOut.model_fields}
    rows = [] if run.is_at_work else rows_after(run, 0, most=SHOWN)
    return ImportOut(**told, rows=[ImportRowOut.model_validate(row) for row in rows])
