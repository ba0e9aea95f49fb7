"""A generated list taken along as CSV: the rows that the filters at hand let through, all of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, abort, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from app.core.exporting import csv_of
from app.web.admin.arguments import read_arguments
from app.web.streaming import csv_response


class Exporting:
    """A screen that lists "export" among its methods answers `exported`."""

    def exported(self, question: Any) -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
        """The header, and a line for each row of the question."""
        abort(404)

    @expose("/export.csv")
    @has_access
    def export(self) -> Response:
        """The rows that fit the filters of the address."""
        question = self.datamodel.narrowed(self.filters_of(read_arguments(self, request.args)))
        header, rows = self.exported(question)
        return csv_response(csv_of(header, rows), self.route_base.rpartition("/")[2])
