"""One archive with database, files and generated secrets: taken while the product runs, put back on an empty place.

The archive is a tar file: `database/...`, `files/KEY`, `secrets/NAME` and, last, `manifest.json`; one without its
manifest was not finished and is refused.
"""

import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import flask_migrate
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.storage import FileMissing, storage
from app.extensions import db
from app.operations.services import snapshots

FORMAT = 1
SECRETS = ("secret_key", "jwt_secret_key")
OPEN_BY_OWNER = 0o600


def back_up(target: Path, *, var: Path) -> int:
    """Write everything to `target` and answer how many files went along; what was there stays until all is done."""
    unfinished = target.with_name(f"{target.name}.part")
    try:
        unfinished.touch(mode=OPEN_BY_OWNER)
        with tarfile.open(unfinished, "w:gz" if target.suffix in {".gz", ".tgz"} else "w") as archive:
            with tempfile.TemporaryDirectory(dir=target.parent) as folder:
                revision = snapshots.take(db.engine, Path(folder))
                archive.add(folder, "database")
            count = _add_files(archive)
            for name in SECRETS:
                if (var / name).is_file():
                    archive.add(var / name, f"secrets/{name}")
            _add_manifest(archive, {"revision": revision, "files": count})
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def restore(source: Path, *, var: Path) -> int:
    """Put an archive back and answer how many files came along; `Conflict` when the place is not empty."""
    with _opened(source) as archive, tempfile.TemporaryDirectory(dir=var) as folder:
        manifest = _manifest(archive)
        members = {member.name: member for member in archive.getmembers() if member.isfile()}
        _refuse_full_place(members)
        for name in (name for name in members if name.startswith("database/")):
            archive.extract(members[name], folder, filter="data")
        for name, member in members.items():
            _put_back(archive, name, member, var)
        snapshots.put_back(db.engine, Path(folder) / "database", manifest["revision"], flask_migrate.upgrade)
    return int(manifest["files"])


def _add_files(archive: tarfile.TarFile) -> int:
    """Each kept file; one that is removed meanwhile belongs to a row that was removed too."""
    count = 0
    for key in storage().keys():  # noqa: SIM118  a storage is no mapping
        try:
            with storage().open(key) as stream, tempfile.SpooledTemporaryFile(16 * 2**20) as copy:
                size = _copy(stream, copy)
                _add(archive, f"files/{key}", copy, size)
        except FileMissing:
            continue
        count += 1
    return count


def _copy(stream: Any, copy: Any) -> int:
    size = 0
    while chunk := stream.read(256 * 1024):
        size += copy.write(chunk)
    copy.seek(0)
    return size


def _add(archive: tarfile.TarFile, name: str, stream: Any, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, OPEN_BY_OWNER, int(clock.now().timestamp())
    archive.addfile(member, stream)


def _add_manifest(archive: tarfile.TarFile, facts: dict[str, Any]) -> None:
    facts |= {"format": FORMAT, "database": db.engine.dialect.name, "made_at": clock.now().isoformat()}
    content = json.dumps(facts, indent=2).encode()
    _add(archive, "manifest.json", BytesIO(content), len(content))


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:*") as archive:
            yield archive
    except FileNotFoundError as error:
        raise Invalid(_("%(file)s is not there.", file=source)) from error
    except (tarfile.TarError, EOFError) as error:
        raise Invalid(_("%(file)s is no archive of ours, or is damaged.", file=source)) from error


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        stream = archive.extractfile("manifest.json")
        manifest: dict[str, Any] = json.load(stream) if stream else {}
    except (KeyError, ValueError) as error:
        raise Invalid(_("The archive is not complete: it has no manifest.")) from error
    if manifest.get("format") != FORMAT:
        raise Invalid(_("The archive is of another version of this product."))
    if manifest["database"] != db.engine.dialect.name:
        message = _("The archive is of a %(kind)s database; this one is another.", kind=manifest["database"])
        raise Invalid(message)
    return manifest


def _refuse_full_place(members: dict[str, Any]) -> None:
    if not snapshots.is_empty(db.engine):
        raise Conflict(_("The database is not empty. Restore into a new VAR_DIR or a new database."))
    storage().prepare()
    foreign = next((key for key in storage().keys() if f"files/{key}" not in members), None)  # noqa: SIM118
    if foreign:  # a file of this archive may be there from a restore that was cut off
        raise Conflict(_("The file storage is not empty: it holds %(key)s.", key=foreign))


def _put_back(archive: tarfile.TarFile, name: str, member: tarfile.TarInfo, var: Path) -> None:
    folder, _slash, key = name.partition("/")
    stream = archive.extractfile(member)
    if folder == "files" and stream:
        storage().save(key, stream, "application/octet-stream")  # type: ignore[arg-type]  # it reads as one
    elif folder == "secrets" and key in SECRETS and stream:
        path = var / key
        path.touch(mode=OPEN_BY_OWNER)
        path.write_bytes(stream.read())
