"""Pictures from people: decoded in a bounded child process, re-encoded without metadata, with a thumbnail."""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from flask_babel import gettext as _

from app.core.errors import WrongType

CHILD = Path(__file__).with_name("image_child.py")


class UnreadablePicture(WrongType):
    """The picture is broken, far too large, or not what it claims to be."""


@dataclass(frozen=True)
class Limits:
    """What one picture may cost; the clock on the wall allows more than the processor, for a busy machine."""

    cpu_seconds: int = 30
    megabytes: int = 1024
    wall_seconds: float = 90


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
        answer = _decode(stream, Path(folder), limits or Limits())
        if reason := answer.pop("refused", None):
            raise UnreadablePicture(_reason(reason))
        content, thumbnail = (Path(folder, name).read_bytes() for name in ("image", "thumbnail"))
    return CleanImage(content=content, thumbnail=thumbnail, **answer)


def _decode(stream: BinaryIO, folder: Path, limits: Limits) -> dict[str, Any]:
    stream.seek(0)
    with (folder / "source").open("wb") as file:
        shutil.copyfileobj(stream, file)
    # -I: nothing but the interpreter's own packages; the environment with its secrets stays here
    command = [sys.executable, "-I", str(CHILD), str(folder), str(limits.cpu_seconds), str(limits.megabytes)]
    try:
        done = subprocess.run(  # noqa: S603  our own program; the picture is data on disk
            command, capture_output=True, timeout=limits.wall_seconds, env={}, cwd=folder, check=False
        )
    except subprocess.TimeoutExpired:
        return {"refused": "costly"}
    if done.returncode < 0:  # killed by a limit, or crashed in a decoder
        return {"refused": "costly"}
    if done.returncode:
        raise RuntimeError(f"image child failed: {done.stderr[-2000:].decode(errors='replace')}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _reason(reason: str) -> str:
    return {
        "broken": _("The picture is damaged and cannot be shown."),
        "large": _("The picture has too many pixels. Please make it smaller, or attach it as a ZIP file."),
        "costly": _("The picture takes too long to read. Please save it anew, or attach it as a ZIP file."),
    }[reason]
