"""What comes in and goes out about calendars elsewhere, and about feeds."""

from typing import Annotated

from pydantic import StringConstraints

from app.accounts.models import EMAIL_LENGTH
from app.calendar.models import AccountKind, Direction, PauseReason, Ruling
from app.calendar.sources import ScopeKind
from app.core.schemas import Id, Moment, Schema, Text


class ConnectionDraft(Schema):
    """A calendar elsewhere that shall show somebody's or something's occurrences."""

    account_id: Id | None = None  # of somebody who said yes at the service; else the service account is used
    account_kind: AccountKind = AccountKind.delegated
    subject: Annotated[Text, StringConstraints(max_length=EMAIL_LENGTH)] = ""  # in whose name, when delegated
    calendar_id: Annotated[Text, StringConstraints(min_length=1, max_length=300)] = "primary"
    title: Annotated[Text, StringConstraints(max_length=200)] = ""
    scope_kind: ScopeKind = ScopeKind.person
    scope_id: Id | None = None  # oneself, when left out
    direction: Direction = Direction.push


class RemovalDecision(Schema):
    """After much was deleted there at once: whose side counts."""

    removals: Ruling = Ruling.ours


class HealthOut(Schema):
    """How many items stand where."""

    shown: int
    waiting: int
    given_up: int
    conflicts: int


class ConnectionOut(Schema):
    """A connection and how it fares."""

    id: int
    calendar_id: str
    title: str
    scope_kind: ScopeKind
    scope_id: int
    direction: Direction
    account_kind: AccountKind
    subject: str
    owner_id: int
    paused_reason: PauseReason | None
    is_leaving: bool
    last_pulled_at: Moment | None
    last_pushed_at: Moment | None
    last_error: str | None
    health: HealthOut
    created_at: Moment


class FeedDraft(Schema):
    """Whose calendar a secret address shall show."""

    scope_kind: ScopeKind = ScopeKind.person
    scope_id: Id | None = None  # oneself, when left out


class FeedOut(Schema):
    """A secret address. Whoever has it reads the calendar."""

    id: int
    scope_kind: ScopeKind
    scope_id: int
    url: str
    created_at: Moment
