"""The mails of a test, as the product keeps them when no server is set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from pathlib import Path
from typing import overload


@dataclass(frozen=True)
class Mail:
    """One mail that left."""

    to: str
    subject: str
    body: str
    html: str
    message: EmailMessage


class Mailbox(Sequence[Mail]):
    """Every mail so far, the oldest first: `[mail] = mailbox` says that there is exactly one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[Mail]:
        files = sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return (_read(file) for file in files)

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("*.eml"))

    @overload
    def __getitem__(self, index: int) -> Mail: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mail]: ...
    def __getitem__(self, index: int | slice) -> Mail | Sequence[Mail]:
        return list(self)[index]

    def to(self, person: object) -> list[Mail]:
        """The mails to one person."""
        return [mail for mail in self if mail.to == person.email]  # type: ignore[attr-defined]

    def empty(self) -> None:
        """Forget what arrived."""
        for file in self.folder.glob("*.eml"):
            file.unlink()


def _read(file: Path) -> Mail:
    message = BytesParser(_class=EmailMessage, policy=modern).parsebytes(file.read_bytes())
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=plain.get_content() if plain else "",
        html=html.get_content() if html else "",
        message=message,
    )
