"""Answers that are sent while they are made."""

from collections.abc import Iterator

from flask import Response, stream_with_context

from app.core import deadline


def csv_response(pieces: Iterator[str], name: str) -> Response:
    """A table to be kept as a file; it takes as long as it takes."""

    def streamed() -> Iterator[str]:
        deadline.lift()
        yield from pieces

    response = Response(stream_with_context(streamed()), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}.csv"
    return response
