"""What each person chooses for themselves: notifications, appearance, ways of working."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.accounts.models import BaseRole, User


class Kind(StrEnum):
    """What somebody can be told of."""

    received = "received"
    answered = "answered"
    solved = "solved"
    reminder = "reminder"
    assigned = "assigned"
    answer_on_mine = "answer_on_mine"
    mentioned = "mentioned"
    new_in_team = "new_in_team"
    known_problem = "known_problem"
    device = "device"  # what one holds
    equipment = "equipment"  # what keepers look after
    appointment = "appointment"
    maintenance = "maintenance"
    export = "export"  # a file that one asked for


class Channel(StrEnum):
    """The way on which somebody is told."""

    mail = "mail"
    bell = "bell"


STAFF_KINDS = (Kind.assigned, Kind.answer_on_mine, Kind.mentioned, Kind.new_in_team, Kind.equipment, Kind.export)
ONLY_BELL = frozenset({Kind.new_in_team, Kind.equipment})  # a mail for each would be ignored soon


StartPage = Literal["portal", "my_work", "queue", "dashboard"]


class Ways(BaseModel):
    """On which channels one kind is told; None means the default."""

    model_config = ConfigDict(extra="forbid")

    mail: bool | None = None
    bell: bool | None = None


class Preferences(BaseModel):
    """The choices of one person, as kept in the column `preferences`; what is unknown there is left aside."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    notifications: dict[Kind, Ways] = Field(default_factory=dict)
    theme: Literal["system", "light", "dark"] = "system"
    has_shortcuts: bool = True
    opens_next_ticket: bool = False
    dashboard: tuple[str, ...] | None = None  # names of tiles in their order; None: those of the role
    start_page: StartPage | None = None  # without a choice, managers start where the numbers are

    def wants(self, kind: Kind, channel: Channel) -> bool:
        """Whether the person wants to be told of `kind` on `channel`."""
        chosen: bool | None = getattr(self.notifications.get(kind, Ways()), channel.value)
        return chosen if chosen is not None else channel is Channel.bell or kind not in ONLY_BELL

    def changed(self, **choices: Any) -> "Preferences":
        """The same choices but those that are given; notifications are merged kind by kind."""
        kinds = choices.pop("notifications", None) or {}
        merged = {
            kind: self.notifications.get(kind, Ways()).model_copy(update=ways.model_dump(exclude_none=True))
            for kind, ways in kinds.items()
        }
        return self.model_copy(update={**choices, "notifications": {**self.notifications, **merged}})

    def matrix(self) -> dict[str, dict[str, bool]]:
        """Every kind with its channels, defaults filled in."""
        return {kind.value: {channel.value: self.wants(kind, channel) for channel in Channel} for kind in Kind}


def preferences_of(person: User) -> Preferences:
    """The person's choices, defaults where nothing was chosen."""
    return Preferences.model_validate(person.preferences or {})


def start_page_of(person: User) -> StartPage:
    """Where a member of staff begins: as chosen, else managers on the dashboard and the others with their work."""
    usual: StartPage = "dashboard" if person.base_role is BaseRole.manager else "my_work"
    return preferences_of(person).start_page or usual
