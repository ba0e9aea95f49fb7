"""Pictures from people: decoded in a bounded child process, re-encoded without metadata, with a thumbnail."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from app.core import child
from app.core.child import Limits
from app.core.errors import WrongType

__all__ = ["CleanImage", "Limits", "UnreadablePicture", "clean"]

CHILD = Path(__file__).with_name("image_child.py")


class UnreadablePicture(WrongType):
    """The picture is broken, far too large, or not what it claims to be."""


@dataclass(frozen=True)
class CleanImage:
    """A picture of our own making: nothing of the sent file is left but what can be seen."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int
    thumbnail: bytes
    thumbnail_type: str = "image/webp"


def clean(stream: BinaryIO, limits: Limits | None = None) -> CleanImage:
    """Re-encode the picture (HEIC becomes JPEG); `UnreadablePicture` says why it cannot be taken."""
    with tempfile.TemporaryDirectory() as folder:
        answer = child.ask(CHILD, stream, Path(folder), limits or Limits())
        if reason := answer.pop("refused", None):
            raise UnreadablePicture(_reason(reason))
        content, thumbnail = (Path(folder, name).read_bytes() for name in ("image", "thumbnail"))
    return CleanImage(content=content, thumbnail=thumbnail, **answer)


def _reason(reason: str) -> str:
    return {
        "broken": _("The picture is damaged and cannot be shown."),
        "large": _("The picture has too many pixels. Please make it smaller, or attach it as a ZIP file."),
        "costly": _("The picture takes too long to read. Please save it anew, or attach it as a ZIP file."),
    }[reason]
