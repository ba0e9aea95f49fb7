"""The interface of a storage, and what all storages have in common."""

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO
from urllib.parse import quote

from flask_babel import gettext as _
from werkzeug.http import dump_options_header

from app.core.errors import NotFound, Unavailable

# No segment starts with a dot, so neither `..` nor the folder of half-received files can be named.
KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
KEY_LENGTH = 200
CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # nothing in them can run in a browser


class FileMissing(NotFound):
    """No file is kept under this key."""

    @classmethod
    def default_message(cls) -> str:
        return _("This file is not there any more.")


class StorageDown(Unavailable):
    """The storage cannot be reached, or is full."""

    @classmethod
    def default_message(cls) -> str:
        return _("Files cannot be reached right now. Please try again in a moment.")


@dataclass(frozen=True)
class SignedUpload:
    """Where and how a client may put the bytes of one file."""

    url: str
    method: str
    headers: dict[str, str]
    expires_at: datetime


class Storage(ABC):
    """Keeps files by key; every refusal is `FileMissing` or `StorageDown`, a malformed key is a `ValueError`."""

    @abstractmethod
    def save(self, key: str, stream: BinaryIO, content_type: str) -> None:
        """Keep everything the stream still has; an earlier file of this key is replaced at once or not at all."""

    @abstractmethod
    def open(self, key: str) -> BinaryIO:
        """The file as a binary stream that can be rewound; the caller closes it."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Remove the file; nothing happens when there is none."""

    @abstractmethod
    def size(self, key: str) -> int:
        """Its size in bytes."""

    @abstractmethod
    def exists(self, key: str) -> bool:
        """Whether a whole file is kept under this key."""

    @abstractmethod
    def keys(self) -> Iterator[str]:
        """The key of every file that is kept, in no order."""

    @abstractmethod
    def upload_url(self, key: str, *, content_type: str, size: int, expires_in: timedelta) -> SignedUpload:
        """A signed address that takes exactly this size and type, once: a kept file is never replaced through it."""

    @abstractmethod
    def download_url(
        self, key: str, *, filename: str, content_type: str, expires_in: timedelta, inline: bool = False
    ) -> str:
        """A signed address that gives the file out; only pictures can be shown in place, all else is downloaded."""

    @abstractmethod
    def reachable(self) -> bool:
        """Whether files could be read and kept now."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what the storage needs before its first use; safe to repeat."""


def new_key(folder: str, extension: str) -> str:
    """A key nobody can guess, such as tickets/attachments/7/3f…c1.png."""
    return checked(f"{folder}/{secrets.token_hex(16)}.{extension}")


def checked(key: str) -> str:
    """The key itself, or `ValueError` when it could lead anywhere but to a file of ours."""
    if len(key) > KEY_LENGTH or not KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key!r}")
    return key


def checked_type(content_type: str) -> str:
    """The content type itself, or `ValueError` when it could not stand in a header."""
    if not CONTENT_TYPE.fullmatch(content_type):
        raise ValueError(f"not a content type: {content_type!r}")
    return content_type


def is_inline(content_type: str, wanted: bool) -> bool:
    """Whether the file may be shown in place rather than downloaded."""
    return wanted and content_type in INLINE_TYPES


def disposition(filename: str, *, inline: bool) -> str:
    """The Content-Disposition header: the name in ASCII for old clients, in UTF-8 for all others."""
    plain = filename.encode("ascii", "replace").decode().replace("?", "_")
    encoded = quote(filename.encode("utf-8", "replace"), safe="")
    names = {"filename": plain, "filename*": f"UTF-8''{encoded}"}
    return dump_options_header("inline" if inline else "attachment", names)
