"""Files in a folder of this machine; given out and taken in by `app.web.files` under signed links."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO

from flask_babel import gettext as _

from app.core import clock, tokens
from app.core.errors import Conflict, Invalid, TooLarge
from app.core.storage.base import FileMissing, SignedUpload, Storage, StorageDown, checked, checked_type, is_inline

PURPOSE = "files"
INCOMING = ".incoming"  # starts with a dot: no key can name it
STALE_SECONDS = 24 * 3600
CHUNK = 256 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


class LocalStorage(Storage):
    """Keeps each file under its key below one folder; a reader meets a whole file or none."""

    def __init__(self, root: Path, public_url: str) -> None:
        self.root = root
        self.public_url = public_url

    def save(self, key: str, stream: BinaryIO, content_type: str) -> None:
        """Written aside, forced to disk, then put in place."""
        target = self.path(key)
        checked_type(content_type)
        with self._aside(target) as (file, path):
            shutil.copyfileobj(stream, file, CHUNK)
            _settle(file)
            path.replace(target)

    def receive(self, key: str, stream: BinaryIO, size: int) -> None:
        """Take in an upload of exactly `size` bytes; `Conflict` when the file is already there."""
        target = self.path(key)
        with self._aside(target) as (file, path):
            _copy_exactly(stream, file, size)
            _settle(file)
            try:
                os.link(path, target)  # fails when somebody was first, unlike a rename
            except FileExistsError as error:
                raise Conflict(_("This file has already been uploaded.")) from error

    def open(self, key: str) -> BinaryIO:
        """The file on disk."""
        try:
            return self.path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise FileMissing from error

    def delete(self, key: str) -> None:
        """Folders stay: removing an empty one could race with a save."""
        self.path(key).unlink(missing_ok=True)

    def size(self, key: str) -> int:
        """As the file system knows it."""
        if not self.exists(key):
            raise FileMissing
        return self.path(key).stat().st_size

    def exists(self, key: str) -> bool:
        """Half-received files do not count."""
        return self.path(key).is_file()

    def keys(self) -> Iterator[str]:
        """Half-received files lie in a folder that no key can name."""
        for path in self.root.rglob("*"):
            key = path.relative_to(self.root).as_posix()
            if not key.startswith(INCOMING) and path.is_file():
                yield key

    def upload_url(self, key: str, *, content_type: str, size: int, expires_in: timedelta) -> SignedUpload:
        """Leads to `app.web.files`, which holds the client to size and type."""
        claims = {"method": "PUT", "key": checked(key), "type": checked_type(content_type), "size": size}
        address = self._address(claims, expires_in)
        return SignedUpload(address, "PUT", {"Content-Type": content_type}, clock.now() + expires_in)

    def download_url(
        self, key: str, *, filename: str, content_type: str, expires_in: timedelta, inline: bool = False
    ) -> str:
        """Leads to `app.web.files`."""
        claims: dict[str, Any] = {
            "method": "GET",
            "key": checked(key),
            "type": checked_type(content_type),
            "name": filename,
        }
        claims |= {"name": filename, "inline": is_inline(content_type, inline)}
        return self._address(claims, expires_in)

    def reachable(self) -> bool:
        """The folder can be written to."""
        return self.root.is_dir() and os.access(self.root, os.W_OK | os.X_OK)

    def prepare(self) -> None:
        """Make the folders; drop what a killed process left half received."""
        (self.root / INCOMING).mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in (self.root / INCOMING).iterdir():
            with suppress(FileNotFoundError):  # another process clears up too
                if left.stat().st_mtime < time.time() - STALE_SECONDS:
                    left.unlink()

    def path(self, key: str) -> Path:
        """Where the file lies; always below the root."""
        path = self.root / checked(key)
        if not path.resolve().is_relative_to(self.root.resolve()):  # a link on disk leads outside
            raise ValueError(f"not a storage key: {key!r}")
        return path

    def _address(self, claims: dict[str, Any], expires_in: timedelta) -> str:
        return f"{self.public_url}/files/{tokens.sign(PURPOSE, claims, expires_in)}"

    @contextmanager
    def _aside(self, target: Path) -> Iterator[tuple[IO[bytes], Path]]:
        """A temporary file on the same disk, gone afterwards; the target's folder is there and durable."""
        try:
            (self.root / INCOMING).mkdir(parents=True, exist_ok=True, mode=0o700)
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.root / INCOMING, delete=False) as file:
                try:
                    yield file, Path(file.name)
                finally:
                    Path(file.name).unlink(missing_ok=True)
            _flush_folder(target.parent)
        except OSError as error:
            if error.errno in FULL:
                raise StorageDown from error
            raise


def _copy_exactly(stream: BinaryIO, file: IO[bytes], size: int) -> None:
    left = size
    while chunk := stream.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise TooLarge(_("The file is larger than announced."))
        file.write(chunk)
    if left:
        raise Invalid(_("The upload broke off. Please try again."))


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
