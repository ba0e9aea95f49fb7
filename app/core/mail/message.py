"""What a mail is made of; whatever could break out of a header is refused here, not trusted to a library."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import policy
from email.mime.base import MIMEBase
from urllib.parse import urlsplit

import flask_mail
from flask import current_app

from app.core import clock, tokens

BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})  # CR, LF, VT, FF, NEL, line and paragraph separators, all other controls
ADDRESS = re.compile(r"[!-?A-~]{1,64}@[^@\s]{1,255}")
NOT_IN_ADDRESS = frozenset('<>()[],;:\\"')
MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
OURS = re.compile(
    r"from|sender|to|cc|bcc|subject|date|message-id|in-reply-to|references|reply-to|auto-submitted|mime-version|"
    r"content-.*|x-auto-response-suppress",
    re.IGNORECASE,
)


class MailError(Exception):
    """A mail did not leave; the message is the server's answer or the plain reason."""


class MailRefused(MailError):
    """Final: trying again would be refused again."""


class MailUnavailable(MailError):
    """For now: the server is away, busy, or does not let us in; a later try may pass."""


class BadHeader(MailRefused):
    """A header value holds a line break of some kind, or is no address or id."""


@dataclass(frozen=True, kw_only=True)
class OutgoingMail:
    """One mail to one person; its id (see `message_id()`) is the same at each try and differs between recipients."""

    to: str
    subject: str
    text: str
    html: str | None = None
    message_id: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = ()  # name, type and bytes of what goes along

    def __post_init__(self) -> None:
        _check_address(self.to)
        _check_value(self.subject)
        for identifier in (self.message_id, self.in_reply_to, *self.references):
            if identifier is not None and not MESSAGE_ID.fullmatch(identifier):
                raise BadHeader(f"not a message id: {identifier!r}")
        if self.reply_to is not None:
            _check_address(self.reply_to)
        for name, value in self.headers.items():
            if not HEADER_NAME.fullmatch(name) or OURS.fullmatch(name):
                raise BadHeader(f"not a header to set: {name!r}")
            _check_value(value)
            if not value.isascii():
                raise BadHeader(f"a header of ASCII only, but got {value!r}")

    def built(self) -> flask_mail.Message:
        """The message as Flask-Mail sends it."""
        message = _Message(
            subject=self.subject,
            recipients=[self.to],
            body=self.text,
            html=self.html,
            sender=current_app.config["EMAIL_FROM"],
            reply_to=self.reply_to,
            date=clock.now().timestamp(),
            extra_headers=self._more_headers(),
        )
        for name, content_type, content in self.files:
            _check_value(name)
            message.attach(name, content_type, content)
        message.msgId = self.message_id  # as an extra header it would stand there twice
        return message

    def _more_headers(self) -> dict[str, str]:
        headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
        if self.in_reply_to:
            headers["In-Reply-To"] = self.in_reply_to
        if self.references:
            headers["References"] = "\r\n ".join(self.references)  # one id a line
        return headers | dict(self.headers)


class _Message(flask_mail.Message):
    """A message whose headers are written as they are: folding anew would encode long message ids."""

    def _message(self) -> MIMEBase:
        built = super()._message()
        built.policy = policy.SMTP.clone(refold_source="none")
        return built


def message_id(kind: str, row_id: int, *more: str | int) -> str:
    """The id of a mail about a row of ours, signed, so that an answer to it can be trusted to be one."""
    words = [kind, str(row_id), *map(str, more)]
    mark = tokens.make("message-id", row_id, ".".join(words))[:22]
    return f"<{'.'.join(words)}.{mark}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}>"


def _check_value(value: str) -> None:
    if any(unicodedata.category(letter) in BREAKING for letter in value):
        raise BadHeader(f"a line break or control character in a header: {value!r}")


def _check_address(address: str) -> None:
    _check_value(address)
    if not ADDRESS.fullmatch(address) or not NOT_IN_ADDRESS.isdisjoint(address):
        raise BadHeader(f"not an address mail can be sent to: {address!r}")
    try:
        address.partition("@")[2].encode("idna")
    except UnicodeError as error:
        raise BadHeader(f"not an address mail can be sent to: {address!r}") from error
