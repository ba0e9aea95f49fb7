"""A file on its way to a browser or program, piece by piece."""

from flask import Response, stream_with_context

from app.core import deadline
from app.reports.exports import Export


def sent(export: Export) -> Response:
    """The file as an answer that may take as long as it needs; who hangs up ends its reading."""
    deadline.lift()
    response = Response(stream_with_context(export.pieces), mimetype=export.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=export.filename)
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must not wait for the end
    return response
