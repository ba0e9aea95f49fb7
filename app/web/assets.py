"""Static files: addresses with a checksum that browsers may keep for good, and text compressed once."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

TEXTS = {".css", ".js", ".svg", ".json", ".txt", ".map"}
WORTH_IT = 512  # bytes; smaller ones gain nothing
FOR_GOOD = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Serve /static ourselves and compute every checksum now, so that no request pays for it."""
    app.view_functions["static"] = serve
    app.jinja_env.globals["asset"] = asset
    folder = Path(str(app.static_folder))
    for path in folder.rglob("*"):
        if path.is_file():
            checksum(path, path.stat().st_mtime_ns)


def asset(path: str) -> str:
    """The address of a file below static/, which changes with its content."""
    return f"{current_app.static_url_path}/{path}?v={_checksum_of(path)}"


def serve(filename: str) -> Response:
    """A file below static/: kept for good under its checksum, asked about again under its bare name."""
    response = _from_memory(filename) or send_from_directory(str(current_app.static_folder), filename, conditional=True)
    if request.args.get("v") and request.args["v"] == _checksum_of(filename):
        response.headers["Cache-Control"] = FOR_GOOD
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=2000)
def checksum(path: Path, _changed: int) -> str:
    """The first letters of the content's SHA-256, remembered until the file changes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1000)
def _content(path: Path, _changed: int, *, is_packed: bool) -> bytes:
    content = path.read_bytes()
    return gzip.compress(content, compresslevel=9, mtime=0) if is_packed else content


def _checksum_of(filename: str) -> str:
    path = Path(str(current_app.static_folder)) / filename
    try:
        return checksum(path, path.stat().st_mtime_ns)
    except OSError:
        return ""


def _from_memory(filename: str) -> Response | None:
    """A text of ours, packed where the browser takes that; None for anything else."""
    folder = Path(str(current_app.static_folder)).resolve()
    path = (folder / filename).resolve()
    if path.suffix not in TEXTS or not path.is_relative_to(folder) or not path.is_file():
        return None
    changed = path.stat().st_mtime_ns
    is_packed = request.accept_encodings["gzip"] > 0 and path.stat().st_size >= WORTH_IT
    response = Response(_content(path, changed, is_packed=is_packed), mimetype=mimetypes.guess_type(path.name)[0])
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{checksum(path, changed)}{'-gzip' if is_packed else ''}")
    return response.make_conditional(request)
