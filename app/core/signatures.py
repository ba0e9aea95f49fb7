"""How one sees from the bytes what kind of file this is; a library's guess would lean on the name that we doubt."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip"})
TEXT_CONTROLS = frozenset(b"\t\n\r\f\b\x1b")  # logs carry colours and backspaces
MAIL_HEADERS = rb"from|to|date|subject|received|return-path|message-id|mime-version|delivered-to"
MAIL_HEADER = re.compile(rb"^(" + MAIL_HEADERS + rb"):", re.IGNORECASE | re.MULTILINE)
# No such member, encrypted, or broken: then it is no document of this kind.
NO_MEMBER = (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True)
class Content:
    """The first bytes of a file, and all of it as a stream that can be rewound."""

    head: bytes
    stream: BinaryIO

    @classmethod
    def of(cls, stream: BinaryIO) -> "Content":
        """Read the beginning of the file."""
        stream.seek(0)
        return cls(stream.read(HEAD), stream)


Test = Callable[[Content], bool]


def begins(*marks: bytes) -> Test:
    """Begins with one of these bytes."""
    return lambda content: content.head.startswith(marks)


def webp(content: Content) -> bool:
    """A RIFF container with a WebP picture."""
    return content.head[:4] == b"RIFF" and content.head[8:12] == b"WEBP"


def pdf(content: Content) -> bool:
    """Readers allow some rubbish before the mark."""
    return b"%PDF-" in content.head[:1024]


def iso_media(*brands: bytes) -> Test:
    """MP4, QuickTime or HEIC whose main or compatible brand is one of these."""

    def fits(content: Content) -> bool:
        head = content.head
        length = min(int.from_bytes(head[:4]), 256)
        listed = {head[8:12], *(head[place : place + 4] for place in range(16, length, 4))}
        return head[4:8] == b"ftyp" and not listed.isdisjoint(brands)

    return fits


def quicktime(content: Content) -> bool:
    """Early cameras wrote no brand."""
    return content.head[4:8] in OLD_QUICKTIME or iso_media(b"qt  ")(content)


def ole(*names: str) -> Test:
    """Old Office: a compound file that has a stream of one of these names, as the program in question writes it."""
    wanted = [name.encode("utf-16-le") for name in names]
    return lambda content: content.head.startswith(OLE) and any(_contains(content.stream, name) for name in wanted)


def archive(content: Content) -> bool:
    """A ZIP whose directory can be read."""
    return content.head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and zipfile.is_zipfile(content.stream)


def package(member: str, mark: str) -> Test:
    """New Office: a ZIP with a member that declares the document's kind. Kinds with macros declare another one."""
    return lambda content: archive(content) and mark.encode() in _member(content.stream, member)


def text(content: Content) -> bool:
    """Readable in UTF-8, UTF-16 with its mark, or any charset of one byte."""
    head = content.head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(head)
    controls = sum(byte < 32 and byte not in TEXT_CONTROLS for byte in head)
    return b"\0" not in head and controls * 100 <= len(head) and not head.startswith(b"%PDF-")


def mail(content: Content) -> bool:
    """Begins with headers, one of which every mail has."""
    headers = re.split(rb"\r\n\r\n|\n\n|\r\r", content.head.lstrip(), maxsplit=1)[0].replace(b"\r", b"\n")
    return bool(MAIL_HEADER.search(headers)) and b"\0" not in headers


def _contains(stream: BinaryIO, wanted: bytes) -> bool:
    stream.seek(0)
    tail = b""
    while chunk := stream.read(1024 * 1024):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False


def _member(stream: BinaryIO, name: str) -> bytes:
    try:
        with zipfile.ZipFile(stream) as opened, opened.open(name) as member:
            return member.read(HEAD)
    except NO_MEMBER:
        return b""


def _utf16(head: bytes) -> bool:
    letters = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    odd = sum(unicodedata.category(letter) in {"Cc", "Cn", "Co"} and letter not in "\t\n\r\f" for letter in letters)
    return odd * 100 <= len(letters) and letters.count("�") <= 1  # one may be cut in half at the end
