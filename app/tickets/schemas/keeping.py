"""What staff say about categories, saved replies and views, and known problems."""

from typing import Annotated

from pydantic import Field

from app.core.schemas import Id, Moment, Schema, Text
from app.tickets.models import Priority, ProblemState


class CategoryChange(Schema):
    """What an administrator says about a category."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    question: Annotated[Text, Field(max_length=200)] = ""
    icon: Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")] = "life-buoy"
    team_id: Id | None = None
    default_priority: Priority = Priority.medium
    is_active: bool = True


class CategoryEdit(Schema):
    """What is changed of a category; only what is sent counts, so the defaults are never used."""

    name: Annotated[Text, Field(min_length=1, max_length=80)] = ""
    question: Annotated[Text, Field(max_length=200)] = ""
    icon: Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")] = "life-buoy"
    team_id: Id | None = None
    default_priority: Priority = Priority.medium
    is_active: bool = True


class SavedReplyChange(Schema):
    """A reply to use again."""

    title: Annotated[Text, Field(min_length=1, max_length=120)]
    body: Annotated[Text, Field(min_length=1, max_length=10_000)]
    is_shared: bool = False


class SavedViewDraft(Schema):
    """A filter to keep."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    filters: dict[str, str]


class KnownProblemChange(Schema):
    """What IT says about a known problem."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    text: Annotated[Text, Field(min_length=1, max_length=5_000)]
    state: ProblemState = ProblemState.looking
    category_id: Id | None = None
    building_id: Id | None = None
    room_id: Id | None = None
    model_id: Id | None = None
    leading_ticket_id: Id | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
