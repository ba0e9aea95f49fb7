"""What a file may say about tickets to be taken over; the format is described in docs/howto/import-tickets.md."""

import re
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.accounts.models import NAME_LENGTH
from app.accounts.schemas import Email
from app.core import clock
from app.core.richtext import as_text, sanitise
from app.core.schemas import Schema, Text
from app.tickets.models import MessageType, Priority, TicketStatus
from app.tickets.schemas import Subject

TEXT_LENGTH = 1_000_000  # other systems keep whole logs as text
NOWHERE = "imported.invalid"  # the domain of people of whom the file has a name only; no mail can reach it (RFC 2606)
OLDEST = datetime(1970, 1, 1, tzinfo=UTC)
DONE = {TicketStatus.resolved, TicketStatus.closed}


def _moment(moment: datetime) -> datetime:
    """A time without a zone counts as UTC."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if not OLDEST <= moment <= clock.now():
        raise ValueError("lies before 1970 or in the future")
    return moment


def _word(value: Any) -> Any:
    """IN_PROGRESS, in progress and in_progress are one; an empty cell says nothing."""
    return re.sub(r"[\s-]+", "_", value.strip().lower()) or None if isinstance(value, str) else value


def _person(value: Any) -> Any:
    """An address, "Name <address>", a plain name, or both by name."""
    if not isinstance(value, str):
        return value
    if "@" not in value:
        return {"email": _no_address(value), "name": value}
    name, email = parseaddr(value) if "<" in value else ("", value)
    return {"email": email, "name": name or None}


def _no_address(name: str) -> str:
    letters = re.sub(r"[^\w.+-]+", ".", name.strip().lower()).strip(".")[:64]
    return f"{letters}@{NOWHERE}"


def _short(name: Any) -> Any:
    return " ".join(name.split())[:NAME_LENGTH] or None if isinstance(name, str) else name


When = Annotated[datetime, AfterValidator(_moment)]
LongText = Annotated[Text, Field(max_length=TEXT_LENGTH)]


class ImportedPerson(Schema):
    """Somebody of whom a ticket tells."""

    email: Email
    name: Annotated[Text | None, BeforeValidator(_short)] = None

    @property
    def shown_name(self) -> str:
        """The name, or what stands before the @."""
        return self.name or self.email.partition("@")[0]


Somebody = Annotated[ImportedPerson, BeforeValidator(_person)]


class _Words(Schema):
    """Plain text, or rich text that is sanitised and kept beside its plain form."""

    def _settle(self, plain: str, rich: str) -> None:
        if html := getattr(self, rich):
            html = sanitise(html)
            setattr(self, rich, html)
            setattr(self, plain, as_text(html))
        if not getattr(self, plain).strip():
            raise ValueError(f"{plain}: text is missing")


class ImportedMessage(_Words):
    """One thing that was said."""

    author: Somebody
    body: LongText = ""
    body_html: LongText | None = None
    created_at: When
    message_type: Annotated[MessageType | None, BeforeValidator(_word)] = None

    @model_validator(mode="after")
    def _needs_text(self) -> Self:
        self._settle("body", "body_html")
        return self


class ImportedTicket(_Words):
    """A request for help from another system, with what was said about it."""

    subject: Subject
    description: LongText = ""
    description_html: LongText | None = None
    created_at: When
    resolved_at: When | None = None
    status: Annotated[TicketStatus | None, BeforeValidator(_word)] = None
    category: Annotated[Text, Field(max_length=80)] | None = None
    priority: Annotated[Priority | None, BeforeValidator(_word)] = None
    requester: Somebody
    messages: list[ImportedMessage] = Field(default_factory=list)
    met_target: bool | None = None
    reopened_at: list[When] = Field(default_factory=list)
    reassigned_at: list[When] = Field(default_factory=list)

    @model_validator(mode="after")
    def _needs_sense(self) -> Self:
        self._settle("description", "description_html")
        if self.resolved_at and self.resolved_at < self.created_at:
            raise ValueError("resolvedAt: lies before createdAt")
        if self.resolved_at and self.status and self.status not in DONE:
            raise ValueError("resolvedAt: belongs to a ticket that is resolved or closed")
        self.messages.sort(key=lambda message: message.created_at)
        self._recognise_requester()
        return self

    def _recognise_requester(self) -> None:
        """An author of whom only the requester's own name is given is the requester."""
        for message in self.messages:
            if message.author.email.endswith(NOWHERE) and message.author.name == self.requester.name:
                message.author = self.requester

    def people(self) -> list[ImportedPerson]:
        """Everybody who is named, the requester first."""
        return [self.requester, *(message.author for message in self.messages)]

    def kind_of(self, message: ImportedMessage) -> MessageType:
        """Who spoke to whom: others than the requester answered for IT, unless the file says more."""
        is_own = message.author.email == self.requester.email
        return message.message_type or (MessageType.user if is_own else MessageType.admin)
