"""How tickets go at the demo company: most are solved, some wait, a few are late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.demo.belongings import Belongings
from app.demo.cast import CATEGORIES, LEAVER, NEWCOMER, TEAMS, Member
from app.demo.stage import Case, Deck, Stage
from app.demo.wishes import Topic, Wish, topics
from app.tickets.models import Source
from app.tickets.schemas import TicketDraft

A_WEEK = timedelta(days=7)
TEAM_OF = {name: TEAMS[team] for name, _question, _icon, team, _priority in CATEGORIES}
AGENTS = [agent for team in TEAMS.values() for agent in team]
SLOW = {name for name, _question, _icon, _team, priority in CATEGORIES if priority == "low"}
CALM = {None, "low"}  # what may lie open for days without being late


@dataclass(frozen=True)
class Idea:
    """A wish, the kind of trouble it belongs to, and who has it."""

    wish: Wish
    topic: Topic
    requester: str
    zone: ZoneInfo


class Ideas:
    """Deals out wishes, requesters and agents, none of them twice in a row."""

    def __init__(self, stage: Stage, company: list[Member]) -> None:
        self.stage, chance = stage, stage.chance
        self.members = {member.key: member for member in company}
        staff = {LEAVER, NEWCOMER, *AGENTS}
        self.requesters = Deck([member.key for member in company if member.key not in staff], chance)
        self.by_department: dict[tuple[str, ...], Deck[str]] = {(): self.requesters}
        self.wishes = [(wish, topic) for topic in topics() for wish in topic.wishes]
        chance.shuffle(self.wishes)
        self.belongings = Belongings(stage.people, {member.key: member.site for member in company})

    def next(
        self, *, calm: bool = False, late: bool = False, asked: bool = False, requester: str | None = None
    ) -> Idea:
        """Another one; a calm one may take its time, one to be late should not have, one asked about is unclear."""
        rules = [rule for rule, counts in ((_is_calm, calm), (_is_pressing, late), (_is_unclear, asked)) if counts]
        found = next(at for at, idea in enumerate(self.wishes) if all(rule(*idea) for rule in rules))
        wish, topic = self.wishes.pop(found)
        requester = requester or self._requesters(topic).draw()
        zone = ZoneInfo("America/Halifax" if self.members[requester].site == "H" else "Europe/Vienna")
        return Idea(wish, topic, requester, zone)

    def _requesters(self, topic: Topic) -> Deck[str]:
        """Those whose trouble it can be."""
        names = topic.departments
        if names not in self.by_department:
            fitting = [key for key in self.requesters.cards if self.members[key].department in names]
            self.by_department[names] = Deck(fitting, self.stage.chance)
        return self.by_department[names]

    def case(self, idea: Idea, at: datetime, agent: str | None = None) -> Case:
        """The idea as a ticket to be at that moment, mostly for the team that the category names."""
        chance = self.stage.chance
        agent = agent or chance.choice(TEAM_OF[idea.topic.category] if chance.random() < 0.75 else AGENTS)
        draft = TicketDraft(subject=idea.wish.subject, description=idea.wish.description,
                            category=idea.topic.category, priority=idea.wish.priority,
                            **self.belongings.named(idea.wish, idea.topic, idea.requester, at))  # fmt: skip
        return Case(self.stage, draft, idea.requester, agent)


def _is_calm(wish: Wish, topic: Topic) -> bool:
    return wish.priority in CALM and topic.category != "Security"


def _is_pressing(wish: Wish, topic: Topic) -> bool:
    return wish.priority is None and topic.category not in SLOW | {"Security"}


def _is_unclear(wish: Wish, _topic: Topic) -> bool:
    return wish.question is not None


class Courses:
    """Plans what happens with each ticket."""

    def __init__(self, stage: Stage, ideas: Ideas) -> None:
        self.stage, self.ideas, self.chance, self.times = stage, ideas, stage.chance, stage.timetable

    def done(self, idea: Idea, at: datetime, *, reopens: bool = False, agent: str | None = None) -> Case:
        """Filed, answered, solved, and mostly closed."""
        case = self.ideas.case(idea, at, agent)
        taken = self._filed(case, at)
        solved = self._worked_on(case, idea, taken)
        case.replied(solved, idea.wish.fix, "resolve")
        if reopens:
            back = self.times.later(solved, self.chance.uniform(0.5, 1.5))
            case.reopened(back, self.stage.decks["still_broken"].draw())
            solved = self.times.later(back, self.chance.uniform(0.5, 2))
            case.replied(solved, self.stage.decks["second_fixes"].draw(), "resolve")
        self._ended(case, idea, solved)
        return case

    def unassigned(self, idea: Idea, at: datetime) -> Case:
        """Filed just now, nobody has it."""
        case = self.ideas.case(idea, at)
        case.filed(at)
        return case

    def assigned(self, idea: Idea, at: datetime) -> Case:
        """Given to somebody who has not begun."""
        case = self.unassigned(idea, at)
        case.assigned(self.times.later(at, 0.3), "ines.moreau" if case.agent.email.startswith("ben") else "ben")
        return case

    def in_progress(self, idea: Idea, at: datetime, agent: str | None = None, *, answered: bool = False) -> Case:
        """Somebody works on it; the requester may have spoken last."""
        case = self.ideas.case(idea, at, agent)
        taken = self._filed(case, at, quickly=True)
        case.replied(self.times.later(taken, 0.1), self.stage.decks["on_it"].draw())
        if answered:
            case.said(self.times.later(taken, 0.25), self.stage.decks["chasers"].draw())
        return case

    def waiting(self, idea: Idea, days: float, agent: str | None = None) -> Case:
        """The requester was asked so many days ago and has not answered."""
        hours = self.times.desk_hours_since(days) + 0.1
        asked = self.times.desk_ago(hours)
        case = self.ideas.case(idea, asked - timedelta(days=1), agent)
        case.filed(self.times.desk_ago(hours + self.chance.uniform(0.5, 3)))
        case.claimed(asked - timedelta(minutes=9))
        case.replied(asked, idea.topic.asks[idea.wish.question or 0], "wait")
        for reminder in (3, 7):
            if self.times.now - asked > timedelta(days=reminder, minutes=20):
                case.reminded(asked + timedelta(days=reminder, minutes=20))
        return case

    def _filed(self, case: Case, at: datetime, *, quickly: bool = False) -> datetime:
        """By the requester, else by phone or at the counter; then taken. Answers when."""
        if self.chance.random() < 0.12:
            start = max(at, self.times.later(at, 0.001))  # somebody has to be there to take the call
            case.filed_by_agent(start, self.chance.choice((Source.phone, Source.phone, Source.walk_in)))
            case.claimed(start + timedelta(minutes=1))
            return start + timedelta(minutes=1)
        case.filed(at)
        taken = self.times.later(at, 0.2 if quickly else min(self.chance.expovariate(1 / 1.2) + 0.05, 5))
        case.claimed(taken)
        return taken

    def _worked_on(self, case: Case, idea: Idea, taken: datetime) -> datetime:
        """What is said until the solution is at hand; answers when that is."""
        now, later = taken, self.times.later
        question = idea.wish.question
        if question is not None:
            now = later(now, self.chance.uniform(0.05, 0.4))
            case.replied(now, idea.topic.asks[question], "wait")
            now = later(now, self.chance.uniform(0.3, 1.6))
            case.said(now, idea.topic.answers[question])
        elif self.chance.random() < 0.6:
            now = later(now, self.chance.uniform(0.02, 0.3))
            case.replied(now, self.stage.decks["on_it"].draw())
        if self.chance.random() < 0.3:
            now = later(now, 0.2)
            case.noted(now, self.stage.decks["notes"].draw())
        return later(now, min(self.chance.expovariate(1 / 2.2) + 0.2, 4))

    def _ended(self, case: Case, idea: Idea, solved: datetime) -> None:
        """Closed by the requester within a day or two, or in silence after a week; the youngest stay solved."""
        if self.chance.random() < 0.55:
            at = self.times.later(solved, self.chance.uniform(0.1, 14))
            deck = self.stage.decks["thanks" if idea.wish.is_request else "works"]
            thanks = deck.draw() if self.chance.random() < 0.6 else None
            if at < self.times.now:
                case.closed(at, thanks)
            return
        delay = timedelta(minutes=self.chance.uniform(5, 60))
        if solved + A_WEEK < self.times.now:
            case.closed_in_silence(solved + A_WEEK + delay)
