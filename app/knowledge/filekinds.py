"""Which files each purpose takes, how large they may be, and where they are kept."""

from collections.abc import Mapping

from flask import current_app

from app.core import filetypes, signatures
from app.core.filetypes import TYPES, FileType
from app.knowledge.models import FilePurpose

MEGABYTE = 1024 * 1024
CAPTIONS_MB = 5
WEBM = FileType("video/webm", signatures.begins(b"\x1a\x45\xdf\xa3"))
FOLDERS: Mapping[FilePurpose, str] = {
    FilePurpose.image: "kb/articles/images",
    FilePurpose.video: "kb/videos",
    FilePurpose.document: "kb/documents",
    FilePurpose.captions: "kb/captions",
}
KINDS: Mapping[FilePurpose, Mapping[str, FileType]] = {
    FilePurpose.image: {ending: kind for ending, kind in TYPES.items() if kind.is_image},
    FilePurpose.video: {"mp4": TYPES["mp4"], "mov": TYPES["mov"], "webm": WEBM},
    FilePurpose.document: {ending: TYPES[ending] for ending in ("pdf", "docx", "odt", "md", "txt")},
    FilePurpose.captions: {
        "vtt": FileType("text/vtt", signatures.text),
        "srt": FileType("application/x-subrip", signatures.text),
    },
}


def largest(purpose: FilePurpose) -> int:
    """How large such a file may be, in MB (2**20 bytes)."""
    config = current_app.config
    return {
        FilePurpose.image: filetypes.largest_upload(),
        FilePurpose.video: int(config["MAX_VIDEO_MB"]),
        FilePurpose.document: int(config["MAX_DOCUMENT_MB"]),
        FilePurpose.captions: CAPTIONS_MB,
    }[purpose]


def accept(purpose: FilePurpose) -> str:
    """For the file field of a form."""
    return ",".join(f".{ending}" for ending in KINDS[purpose])
