"""Our side and the stand-in, tied by one link, with everything that a test does to either."""

from dataclasses import dataclass, field
from typing import Any

from app.calendar import sources
from app.calendar.google.calendar import GoogleCalendar
from app.calendar.models import AccountKind, CalendarAccount, CalendarItem, CalendarLink, Direction, Ruling
from app.calendar.queries import sync as queries
from app.calendar.services.syncing import exchange, fetching, placing
from app.calendar.sources import ScopeKind
from app.calendar.sync import pulling, pushing
from app.calendar.sync.state import Agreed
from app.core.transaction import transaction
from app.extensions import db
from tests.calendar.diary import Diary
from tests.calendar.google.standin import StandIn
from tests.calendar.google.transport import straight_service


@dataclass
class Pair:
    """Two calendars that shall be equal."""

    diary: Diary
    standin: StandIn
    clock: Any
    link_id: int
    untold: set[int] = field(default_factory=set)  # changed here, and the relay did not come by yet

    @property
    def calendar(self) -> GoogleCalendar:
        """The road to the stand-in."""
        return GoogleCalendar(straight_service(self.standin), "primary")

    @property
    def link(self) -> CalendarLink:
        """The link as it stands."""
        db.session.expire_all()
        return db.session.get_one(CalendarLink, self.link_id)

    def item(self, number: int) -> CalendarItem:
        """What was put there for an entry."""
        db.session.expire_all()
        [item] = queries.items_of_source("diary", number)
        return item

    def there(self, number: int) -> dict[str, Any]:
        """The event of an entry."""
        return self.standin.calendars["primary"][self.item(number).remote_id].body

    def tell(self, *numbers: int) -> None:
        """The relay tells calendars that entries changed."""
        for number in numbers:
            placing.place_thing("diary", number)

    def place(self) -> None:
        """Compare all of ours with what is shown."""
        placing.place_all(self.link_id)

    def source_of(self, event_id: str) -> int:
        """The entry that an event shows."""
        db.session.expire_all()
        return queries.items_there(self.link_id, [event_id])[event_id].source_id

    def push(self) -> None:
        """One round of sending."""
        self.clock.advance(seconds=2)
        for item_id, *_rest in queries.due_items(self.clock(), 100):
            pushing.push(item_id, self.calendar)

    def pull(self) -> None:
        """One round of asking."""
        if self.link.paused_at is None:
            pulling.pull(self.link_id, self.calendar)

    def settle(self, rounds: int = 12) -> None:
        """Let both talk without disturbance until nothing is left to say."""
        for _round in range(rounds):
            self.tell(*self.untold)
            self.untold.clear()
            self.clock.advance(hours=1)  # every pause and lease is over
            self.pull()
            self.place()
            self.push()
            self.push()
            if self.is_quiet():
                return

    def is_quiet(self) -> bool:
        """Whether nothing waits on either side."""
        db.session.expire_all()
        items = queries.items_of(self.link).values()
        waits = any(item.push_due_at or item.leased_until or item.conflict_at for item in items)
        return not waits and not queries.changes_of(self.link_id) and self.link.sync_token == str(self.standin.revision)

    def conflicts(self) -> list[CalendarItem]:
        """What waits for a person."""
        db.session.expire_all()
        return [item for item in queries.items_of(self.link).values() if item.conflict_at]

    def rule(self, item: CalendarItem, ruling: Ruling) -> None:
        """A person decides."""
        with transaction():
            item.ruling, item.push_due_at = ruling, self.clock()

    def compare(self) -> None:
        """Both sides are equal: nothing double, nothing lost, nothing left over."""
        ours = {one.source_id: one for one in self.diary.entries.values() if not one.is_cancelled}
        theirs = [self.calendar.event(name) for name in self.standin.alive() if not name.startswith("own")]
        items = {item.remote_id: item for item in queries.items_of(self.link).values() if item.removed_at is None}
        shown = [items[event.id].source_id for event in theirs if event.id in items]
        assert len(theirs) == len(shown), "an event of ours is left over there"
        assert sorted(shown) == sorted(ours), "double or lost"
        for event in theirs:
            item = items[event.id]
            state = exchange.ours_of(item, ours[item.source_id])
            assert state.says_the_same(event.state), (state, event.state)
            assert Agreed.of_kept(item.agreed).state.says_the_same(event.state)


def pair_of(owner: Any, clock: Any, direction: Direction = Direction.two_way) -> Pair:
    """A diary of the owner, tied to an empty calendar there."""
    diary = Diary(owner.id)
    sources.register(diary)
    with transaction():
        account = CalendarAccount(owner_id=owner.id, kind=AccountKind.delegated, subject=owner.email)
        db.session.add(account)
        db.session.flush()
        link = CalendarLink(account_id=account.id, scope_kind=ScopeKind.person, scope_id=owner.id,
                            calendar_id="primary", direction=direction, zone="Europe/Vienna")  # fmt: skip
        db.session.add(link)
    return Pair(diary, StandIn(page_size=3), clock, link.id)


__all__ = ["Pair", "fetching", "pair_of"]
