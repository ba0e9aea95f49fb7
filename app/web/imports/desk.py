"""The pages of an import: hand a file in, choose its columns, look at what would happen, let it in, undo it."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.core.errors import DomainError
from app.core.exporting import csv_of
from app.core.imports import ImportKind, ImportRun, Outcome, RunState, beginning
from app.core.imports.kinds import OUTCOME_WORDS
from app.core.imports.questions import PAGE, latest_runs, rows_after, run_of, wrong_lines
from app.core.imports.runs import RUN_WORDS
from app.core.imports.tables import opener_of, table_in
from app.core.imports.working import carry_on
from app.web.admin.door import DeskPage
from app.web.imports.forms import Mapping, format_from, options_from
from app.web.streaming import csv_response

AT_ONCE = 500  # rows; a shorter file is worked through within the request


class ImportDesk(DeskPage):
    """A subclass names its `kind`, `route_base` and permission."""

    kind: ImportKind
    list_endpoint: str  # where the rows of this kind are listed
    default_view = "index"
    method_permission_name = dict.fromkeys(
        ("index", "hand_in", "template", "show", "progress", "wrong", "step"), "write"
    )

    @expose("")
    @has_access
    def index(self) -> Any:
        """The latest runs, and a place to drop a file."""
        return self._page("staff/imports/index.html", runs=latest_runs(self.kind), refusal=None)

    @expose("", methods=["POST"])
    @has_access
    def hand_in(self) -> Any:
        """Take a file in and lead to its columns."""
        file = request.files.get("file")
        try:
            if file is None or not file.filename:
                raise DomainError(_("Choose a file first."))
            run = beginning.hand_in(self.kind, file.stream, file.filename, actor=g.user)
        except DomainError as error:
            return self._page("staff/imports/index.html", runs=latest_runs(self.kind), refusal=error.message)
        return self._to(run)

    @expose("/template.csv")
    @has_access
    def template(self) -> Response:
        """An empty table with the names of all columns and one example."""
        columns = self.kind.columns
        return csv_response(csv_of([each.name for each in columns], [[each.example for each in columns]]),
                            f"{self.kind.name}-template")  # fmt: skip

    @expose("/<int:run_id>")
    @has_access
    def show(self, run_id: int) -> Any:
        """Where a run stands."""
        run = run_of(self.kind, run_id)
        if run.state is RunState.mapping or (run.state is RunState.checked and request.args.get("step") == "columns"):
            return self._mapping(run, None)
        outcome = request.args.get("outcome", "")
        chosen = Outcome(outcome) if outcome in Outcome.__members__ else None
        after = request.args.get("after", 0, type=int)
        in_the_way = outcome == "in_the_way"
        rows = [] if run.is_at_work else rows_after(run, after, outcome=chosen, in_the_way=in_the_way)
        following = {"outcome": outcome or None, "after": rows[-1].line} if len(rows) == PAGE else None
        older = url_for(".show", run_id=run.id, **following) if following else None
        return self._page("staff/imports/run.html", run=run, rows=rows, outcome=outcome, older=older, after=after)

    @expose("/<int:run_id>/progress")
    @has_access
    def progress(self, run_id: int) -> Any:
        """The bar of a run at work, asked for each second; the page is read anew when it is done."""
        run = run_of(self.kind, run_id)
        if not run.is_at_work:
            return Response("", headers={"HX-Refresh": "true"})
        return self._page("staff/imports/_progress.html", run=run)

    @expose("/<int:run_id>/wrong.csv")
    @has_access
    def wrong(self, run_id: int) -> Response:
        """The wrong rows as they stand in the file, with what is wrong, to be mended and handed in again."""
        run = run_of(self.kind, run_id)
        table = table_in(self.kind, opener_of(run), run.filename, beginning.Options.of(run.options).form)
        lines = wrong_lines(run.id)

        def rows() -> Iterator[list[str]]:
            wanted = next(lines, None)
            for line in table:
                if wanted is None:
                    return
                if line.number == wanted[0]:
                    yield [*line.cells, wanted[1]]
                    wanted = next(lines, None)

        return csv_response(csv_of([*table.header, _("What is wrong")], rows()), f"{self.kind.name}-wrong-rows")

    @expose("/<int:run_id>/<step>", methods=["POST"])
    @has_access
    def step(self, run_id: int, step: str) -> Any:
        """Take the run one step further."""
        steps: dict[str, Callable[[ImportRun], Any]] = {
            "format": self._reread, "columns": self._choose, "let-in": self._let_in, "undo": self._undo,
            "discard": self._discard,
        }  # fmt: skip
        chosen = steps.get(step) or abort(404)
        run = run_of(self.kind, run_id)
        try:
            return chosen(run)
        except DomainError as error:
            if step in {"format", "columns"} and run.state in {RunState.mapping, RunState.checked}:
                return self._mapping(run, error.message)
            flash(error.message, "danger")
            return self._to(run)

    def _reread(self, run: ImportRun) -> Any:
        beginning.reread(run, format_from(request.form), actor=g.user)
        return self._to(run)

    def _choose(self, run: ImportRun) -> Any:
        beginning.choose_columns(run, options_from(request.form, run), actor=g.user)
        return self._go_on(run)

    def _let_in(self, run: ImportRun) -> Any:
        beginning.let_in(run, skips_wrong="skip_wrong" in request.form, actor=g.user)
        return self._go_on(run)

    def _undo(self, run: ImportRun) -> Any:
        beginning.undo_run(run, actor=g.user)
        return self._go_on(run)

    def _discard(self, run: ImportRun) -> Any:
        beginning.throw_away(run, actor=g.user)
        flash(_("The import was thrown away. Nothing was changed."), "success")
        return redirect(url_for(".index"))

    def _go_on(self, run: ImportRun) -> Any:
        if run.total <= AT_ONCE:
            carry_on(run.id)
        return self._to(run)

    def _to(self, run: ImportRun) -> Any:
        return redirect(url_for(".show", run_id=run.id))

    def _mapping(self, run: ImportRun, refusal: str | None) -> Any:
        return self._page("staff/imports/columns.html", run=run, mapping=Mapping.of(self.kind, run, request.form),
                          refusal=refusal)  # fmt: skip

    def _page(self, template: str, **values: Any) -> Any:
        words = {"run_words": RUN_WORDS, "outcome_words": OUTCOME_WORDS, "kind": self.kind}
        back = url_for(self.list_endpoint)
        return self.render_template(template, title=self.kind.title, back=back, counted=_counted, **words, **values)


def _counted(number: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", number, count=format_decimal(number))
