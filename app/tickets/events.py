"""What happened to tickets."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class TicketFiled(Event):
    """Somebody asked for help."""

    name = "ticket.filed"
    ticket_id: int
    actor_id: int


@dataclass(frozen=True)
class TicketChanged(Event):
    """Priority, category, requester, subject or the like changed."""

    name = "ticket.changed"
    ticket_id: int
    actor_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class TicketAssigned(Event):
    """The ticket went to a person, a team, or back to the queue."""

    name = "ticket.assigned"
    ticket_id: int
    actor_id: int
    assignee_id: int | None
    team_id: int | None
    has_new_assignee: bool = True  # else only the team is another one


@dataclass(frozen=True)
class TicketMoved(Event):
    """The status changed."""

    name = "ticket.moved"
    ticket_id: int
    actor_id: int
    old: str
    new: str


@dataclass(frozen=True)
class MessagePosted(Event):
    """Something was said, for the requester's eyes too unless `is_internal`."""

    name = "ticket.message_posted"
    ticket_id: int
    message_id: int
    actor_id: int
    is_internal: bool
    mentioned_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class MessageChanged(Event):
    """A message was edited or redacted."""

    name = "ticket.message_changed"
    ticket_id: int
    message_id: int
    actor_id: int
    is_internal: bool


@dataclass(frozen=True)
class AttachmentsNamed(Event):
    """Uploads were named in a ticket or message and wait for their check."""

    name = "ticket.attachments_named"
    ticket_id: int
    attachment_ids: tuple[int, ...]


@dataclass(frozen=True)
class FilesChecked(Event):
    """The uploads of a ticket or message are ready, or refused."""

    name = "ticket.files_checked"
    ticket_id: int
    is_internal: bool


@dataclass(frozen=True)
class FilesRedacted(Event):
    """Files were taken away for good; their bytes are to go too."""

    name = "ticket.files_redacted"
    storage_keys: tuple[str, ...]


@dataclass(frozen=True)
class AnswerAwaited(Event):
    """The requester was waited for so long that a reminder is due (1 or 2)."""

    name = "ticket.answer_awaited"
    ticket_id: int
    reminder: int


@dataclass(frozen=True)
class ClosedAsDuplicate(Event):
    """The requester's ticket goes on as another one."""

    name = "ticket.closed_as_duplicate"
    ticket_id: int
    other_id: int
    actor_id: int


@dataclass(frozen=True)
class ProblemFixed(Event):
    """A known problem is over."""

    name = "known_problem.fixed"
    problem_id: int
    actor_id: int


@dataclass(frozen=True)
class TicketsImported(Event):
    """Tickets came in by a file; nobody is told singly."""

    name = "tickets.imported"
    count: int
