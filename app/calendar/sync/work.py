"""One item under lease: what a worker needs to know while it speaks to the service, without an open transaction."""

from dataclasses import dataclass
from datetime import datetime

from app.calendar.models import Ruling
from app.calendar.sync.port import RemoteEvent
from app.calendar.sync.settling import Step, settle
from app.calendar.sync.state import Agreed, State


@dataclass(frozen=True)
class Work:
    """The item as it stood when the lease began."""

    item_id: int
    link_id: int
    account_id: int
    leased_until: datetime
    remote_id: str
    mark: str
    etag: str | None
    ours: State | None  # None: it shall not be there
    agreed: Agreed | None
    was_sent: bool  # an earlier try may have put it there
    is_two_way: bool
    is_open: bool  # a conflict waits, or a person ruled on one: both sides must be looked at
    ruling: Ruling | None
    saw_removal: bool = False  # the conflict that a person ruled on was about a deletion there

    def step_for(self, theirs: RemoteEvent | None) -> Step:
        """What follows from their side as it is now."""
        return settle(self.ours, theirs, self.agreed, is_two_way=self.is_two_way, ruling=self.ruling)

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to send, as far as we know."""
        if self.is_open:
            return False
        if self.ours is None:
            return not self.was_sent
        return self.agreed is not None and self.ours.says_the_same(self.agreed.state)
