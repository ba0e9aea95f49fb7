"""Documents from people: their text is read in a bounded child process, for search and for a quick look."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from app.core import child
from app.core.child import Limits
from app.core.errors import WrongType

CHILD = Path(__file__).with_name("document_child.py")
LIMITS = Limits(cpu_seconds=8, megabytes=256, wall_seconds=9.5)


class CostlyDocument(WrongType):
    """Reading the document would take more than any honest one does."""


@dataclass(frozen=True)
class Extract:
    """The text of a document, or why there is none."""

    text: str | None
    problem: str | None = None


def extract(kind: str, stream: BinaryIO, limits: Limits = LIMITS) -> Extract:
    """What a document (pdf, docx, odt, md, txt) says; `CostlyDocument` when that cannot be told within the limits."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "kind").write_text(kind, encoding="ascii")
        answer = child.ask(CHILD, stream, Path(folder), limits)
        if "refused" in answer:
            raise CostlyDocument(_("The document takes too long to read. Please save it anew, or split it."))
        if reason := answer.get("unreadable"):
            return Extract(None, _reason(reason))
        return Extract(Path(folder, "text").read_text(encoding="utf-8").replace("\0", ""))


def _reason(reason: str) -> str:
    return {
        "broken": _("The document is damaged; it is found by its title only."),
        "locked": _("The document is locked with a password; it is found by its title only."),
        "empty": _("There is no text in the document (a scan, perhaps); it is found by its title only."),
    }[reason]
