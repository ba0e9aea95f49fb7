"""What may be attached: names are normalised, and the content must be what the name says."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from flask import current_app
from flask_babel import gettext as _

from app.core import signatures
from app.core.errors import WrongType

NAME_LENGTH = 150
EXTENSION_LENGTH = 20
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # controls, marks of direction, what has no form
RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows cannot store these
FORBIDDEN = re.compile(r'[<>:"|?*]')
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken."""

    content_type: str
    fits: signatures.Test
    is_image: bool = False


@dataclass(frozen=True)
class CheckedName:
    """A file name that is safe to store and show, with the kind that it promises."""

    filename: str
    extension: str
    type: FileType


class UnwantedFile(WrongType):
    """The file may not be attached; the message says why and what would be taken."""


def largest_upload() -> int:
    """How large a file may be, in MB (2**20 bytes)."""
    return int(current_app.config["MAX_UPLOAD_MB"])


def check_name(filename: str, types: Mapping[str, FileType] | None = None) -> CheckedName:
    """Normalise the name and find the kind it promises; `UnwantedFile` when that kind is not taken.

    `types` are those taken here, by ending; without them, what may be attached to a ticket.
    """
    name = clean_name(filename)
    stem, _dot, extension = name.rpartition(".")
    extension = extension.lower()
    if not stem:
        raise UnwantedFile(_("The file needs a name with an ending, such as photo.jpg."))
    taken = TYPES if types is None else types
    if extension not in taken:
        refusal = _("Files ending in .%(ending)s cannot be attached.", ending=extension[:EXTENSION_LENGTH])
        wanted = _("You can attach pictures, PDF, Office documents, text, mails, ZIP files and videos.")
        if types is not None:
            refusal = _("Files ending in .%(ending)s are not taken here.", ending=extension[:EXTENSION_LENGTH])
            wanted = _("Possible: %(endings)s.", endings=", ".join(f".{ending}" for ending in types))
        raise UnwantedFile(f"{refusal} {wanted}")
    return CheckedName(name, extension, taken[extension])


def check_content(name: CheckedName, stream: BinaryIO) -> None:
    """`UnwantedFile` unless the content is what the name says; the stream is rewound."""
    content = signatures.Content.of(stream)
    fits = name.type.fits(content)
    stream.seek(0)
    if not content.head:
        raise UnwantedFile(_("%(name)s is empty.", name=name.filename))
    if not fits:
        said = {"name": name.filename, "ending": name.extension}
        raise UnwantedFile(_("%(name)s is not a real .%(ending)s file: its content is of another kind.", **said))


def clean_name(filename: str) -> str:
    """The last part of the name in one Unicode form, without what hides, reverses or breaks it."""
    name = unicodedata.normalize("NFKC", filename)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in HIDDEN)
    name = re.split(r"[/\\]", name)[-1]
    name = FORBIDDEN.sub("_", " ".join(name.split())).rstrip(". ")
    return _shortened(f"_{name}" if RESERVED.fullmatch(name) else name)


def _shortened(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    stem, _dot, extension = name.rpartition(".")
    if not stem or len(extension) > EXTENSION_LENGTH:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}"


def _office(kind: str) -> FileType:
    return FileType(OOXML + kind, signatures.package("[Content_Types].xml", f"{kind}.main+xml"))


def _open_document(kind: str) -> FileType:
    return FileType(ODF + kind, signatures.package("mimetype", ODF + kind))


JPEG = FileType("image/jpeg", signatures.begins(b"\xff\xd8\xff"), is_image=True)
HEIC = FileType("image/heic", signatures.iso_media(b"heic", b"heix", b"mif1", b"heim", b"heis", b"hevc"), is_image=True)
MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV")
TYPES: dict[str, FileType] = {
    "png": FileType("image/png", signatures.begins(b"\x89PNG\r\n\x1a\n"), is_image=True),
    "jpg": JPEG,
    "jpeg": JPEG,
    "gif": FileType("image/gif", signatures.begins(b"GIF87a", b"GIF89a"), is_image=True),
    "webp": FileType("image/webp", signatures.webp, is_image=True),
    "heic": HEIC,
    "heif": HEIC,
    "pdf": FileType("application/pdf", signatures.pdf),
    "docx": _office("wordprocessingml.document"),
    "xlsx": _office("spreadsheetml.sheet"),
    "pptx": _office("presentationml.presentation"),
    "odt": _open_document("text"),
    "ods": _open_document("spreadsheet"),
    "odp": _open_document("presentation"),
    "doc": FileType("application/msword", signatures.ole("WordDocument")),
    "xls": FileType("application/vnd.ms-excel", signatures.ole("Workbook", "Book")),
    "ppt": FileType("application/vnd.ms-powerpoint", signatures.ole("PowerPoint Document")),
    "msg": FileType("application/vnd.ms-outlook", signatures.ole("__substg1.0_")),
    "txt": FileType("text/plain", signatures.text),
    "log": FileType("text/plain", signatures.text),
    "csv": FileType("text/csv", signatures.text),
    "md": FileType("text/markdown", signatures.text),
    "eml": FileType("message/rfc822", signatures.mail),
    "zip": FileType("application/zip", signatures.archive),
    "mp4": FileType("video/mp4", signatures.iso_media(*MP4_BRANDS)),
    "mov": FileType("video/quicktime", signatures.quicktime),
}
ACCEPT = ",".join(f".{extension}" for extension in TYPES)  # for the file field of a form
