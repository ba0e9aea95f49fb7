"""The stage on which the demo company lives its months: in order of time, done by the real services."""

import heapq
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Generic, TypeVar

from app.accounts.models import User
from app.core import outbox
from app.demo.texts import read
from app.demo.timetable import Timetable
from app.demo.travel import Traveller
from app.tickets import services
from app.tickets.models import MessageType, Source, Ticket
from app.tickets.schemas import CallerTicketDraft, MessageDraft, TicketDraft

Card = TypeVar("Card")
RECENT = timedelta(days=3)


class Deck(Generic[Card]):
    """Draws each card once, in a shuffled order, before any comes again."""

    def __init__(self, cards: Sequence[Card], chance: Random) -> None:
        self.cards, self.chance, self.left = list(cards), chance, list[Card]()

    def draw(self) -> Card:
        """The next one."""
        if not self.left:
            self.left = self.chance.sample(self.cards, len(self.cards))
        return self.left.pop()


DECKS = ("on_it", "works", "thanks", "chasers", "still_broken", "second_fixes", "notes")


class Stage:
    """Collects what is to happen and when, then lets it happen, the clock set to each moment."""

    def __init__(self, timetable: Timetable, traveller: Traveller, people: dict[str, User], system: User) -> None:
        self.timetable, self.traveller, self.people, self.system = timetable, traveller, people, system
        self.chance = timetable.chance
        talk = read("small_talk")
        self.decks = {name: Deck(talk[name], self.chance) for name in DECKS}
        self.styles = talk["styles"]
        self._steps: list[tuple[datetime, int, Callable[[], object]]] = []
        self._number = count()

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        """Have something done at a moment; what falls together is done in the order of asking."""
        heapq.heappush(self._steps, (moment, next(self._number), act))

    def play(self) -> None:
        """Live through everything up to now; only of the last days somebody may hear."""
        recent = self.timetable.now - RECENT
        while self._steps:
            moment, _number, act = heapq.heappop(self._steps)
            self.traveller.moment = min(moment, self.timetable.now)
            with outbox.unheard() if moment < recent else nullcontext():
                act()
        self.traveller.moment = None


class Case:
    """One ticket: what its requester wants, and what happens with it. Each method plans one step."""

    def __init__(self, stage: Stage, draft: TicketDraft, requester: str, agent: str) -> None:
        self.stage, self.draft = stage, draft
        self.requester, self.agent = stage.people[requester], stage.people[agent]
        self.style = stage.styles[agent]
        self._ticket: Ticket | None = None

    @property
    def ticket(self) -> Ticket:
        """The ticket, once it is filed."""
        assert self._ticket is not None, "nothing can happen before the filing"
        return self._ticket

    def filed(self, at: datetime) -> None:
        """By the requester, on the portal."""
        self.stage.at(at, lambda: self._keep(services.file_ticket(self.draft, actor=self.requester)))

    def filed_by_agent(self, at: datetime, source: Source) -> None:
        """By the agent, while the requester is on the phone or at the desk."""
        said = self.draft.model_dump(exclude={"scan_token"})
        draft = CallerTicketDraft(**said, requester_id=self.requester.id, source=source)
        self.stage.at(at, lambda: self._keep(services.file_for_caller(draft, actor=self.agent)))

    def assigned(self, at: datetime, by: str) -> None:
        """Given to the agent by somebody else."""
        actor = self.stage.people[by]
        self.stage.at(at, lambda: services.assign_ticket(self.ticket, self.agent, actor=actor))

    def claimed(self, at: datetime) -> None:
        """Taken by the agent."""
        self.stage.at(at, lambda: services.claim_ticket(self.ticket, actor=self.agent))

    def said(self, at: datetime, text: str) -> None:
        """By the requester."""
        self._say(at, self.requester, text, MessageType.user)

    def replied(self, at: datetime, text: str, then: str = "") -> None:
        """By the agent, who may `wait` for an answer or `resolve` the ticket with it."""
        words = f"{self._hello()}\n\n{text}\n\n{self.style[1]}"
        self.stage.at(at, lambda: services.answer(self.ticket, MessageDraft(body=words), then=then, actor=self.agent))

    def noted(self, at: datetime, text: str) -> None:
        """Among IT."""
        self._say(at, self.agent, text, MessageType.internal)

    def closed(self, at: datetime, thanks: str | None = None) -> None:
        """By the requester, who says that it works."""
        self.stage.at(at, lambda: services.close_own_ticket(self.ticket, thanks, actor=self.requester))

    def closed_in_silence(self, at: datetime) -> None:
        """By the nightly work, a week after it was solved."""
        self.stage.at(at, lambda: services.close_in_silence(self.ticket, actor=self.stage.system))

    def reopened(self, at: datetime, text: str) -> None:
        """By the requester: still broken."""
        self.stage.at(at, lambda: services.reopen_ticket(self.ticket, text, actor=self.requester))

    def reminded(self, at: datetime) -> None:
        """By the product, when an answer is awaited for long."""
        self.stage.at(at, lambda: services.remind_requester(self.ticket, actor=self.stage.system))

    def duplicate_of(self, other: "Case", at: datetime) -> None:
        """Closed, because another ticket stands for it."""
        self.stage.at(at, lambda: services.close_as_duplicate(self.ticket, other.ticket.id, actor=self.agent))

    def _keep(self, ticket: Ticket) -> None:
        self._ticket = ticket

    def _say(self, at: datetime, who: User, text: str, kind: MessageType) -> None:
        self.stage.at(
            at, lambda: services.post_message(self.ticket, MessageDraft(body=text, message_type=kind), actor=who)
        )

    def _hello(self) -> str:
        return str(self.style[0]).format(name=self.requester.name.split()[0])
