"""What is worth a look: an urgent ticket, the morning without files, a known problem, Anna's requests."""

from datetime import datetime, timedelta
from typing import Any, BinaryIO

from app.core import clock
from app.demo import pictures, texts, wishes
from app.demo.belongings import Thing
from app.demo.stage import Case, Deck, Stage
from app.demo.wishes import Wish
from app.tickets import queries, services
from app.tickets.models import KnownProblem, MessageType, Priority, ProblemState, Source
from app.tickets.schemas import KnownProblemChange, MessageDraft, Resolution, TicketChange, TicketDraft

DUPLICATES = 6  # of the morning without files
ME_TOO = (
    "tomasz.wilk",
    "hanna.koskela",
    "camille.duval",
    "oskar.lundin",
    "agnieszka.nowicka",
    "noor.vandijk",
    "emre.aydin",
)
PROBLEM = {
    "title": "VPN drops after about twenty minutes",
    "text": "Since Tuesday's update of the VPN program the connection ends after about twenty minutes when you work "
    "over Wi-Fi. With a cable it holds. We are testing a corrected version with three colleagues and expect it for "
    "everybody this week.",
    "state": ProblemState.workaround,
}


class Urgent:
    """Fourteen messages within three desk hours, among them notes, a photo and a log file."""

    def __init__(self, stage: Stage, about: dict[str, Any]) -> None:
        self.stage, self.script, self.about = stage, texts.read("urgent"), about

    def plan(self, filed: datetime) -> None:
        """Have it begin at this moment."""
        script, stage = self.script, self.stage
        draft = TicketDraft(subject=script["subject"], description=script["description"], category=script["category"],
                            priority=Priority.urgent, **self.about)  # fmt: skip
        case = Case(stage, draft, script["requester"], script["agent"])
        case.filed(filed)
        case.claimed(filed + timedelta(minutes=2))
        stage.at(filed + timedelta(minutes=3), lambda: self._let_watch(case))
        for message in script["messages"]:
            moment = stage.timetable.later(filed, message["at"] / 60)
            stage.at(moment, lambda message=message: self._say(case, message))

    def _let_watch(self, case: Case) -> None:
        services.add_watcher(case.ticket, self.stage.people["gerlinde.stocker"].id, actor=case.agent)

    def _say(self, case: Case, message: dict[str, Any]) -> None:
        who = self.stage.people[message["who"]]
        kind = MessageType.internal if message.get("note") else MessageType.admin if who.is_agent else MessageType.user
        files = [self._upload(name, stream, who) for name, stream in self._files(message)]
        services.post_message(
            case.ticket, MessageDraft(body=message["text"], message_type=kind, attachment_ids=files), actor=who
        )

    def _files(self, message: dict[str, Any]) -> list[tuple[str, BinaryIO]]:
        if message.get("photo"):
            return [(pictures.PHOTO, pictures.display_photo())]
        if message.get("log"):
            return [(pictures.LOG, pictures.service_log(clock.now() - timedelta(hours=1)))]
        return []

    def _upload(self, name: str, stream: BinaryIO, who: Any) -> int:
        size = stream.seek(0, 2)
        stream.seek(0)
        return services.receive_file(name, stream, size, actor=who).id


def plan_outage(stage: Stage, requesters: list[str]) -> int:
    """The morning on which the file server stood still; answers how many tickets it brought."""
    topic = wishes.outage()
    moments = stage.timetable.incident(len(topic.wishes))
    solved = moments[0] + timedelta(hours=4, minutes=52)
    who = Deck(requesters, stage.chance)
    cases = [_outage_case(stage, wish, who.draw()) for wish in topic.wishes]
    leading = cases[1]  # the first one that said how many it concerned
    for number, (case, moment) in enumerate(zip(cases, moments, strict=True)):
        case.filed(moment)
        if 3 <= number < 3 + DUPLICATES:
            case.duplicate_of(leading, moment + timedelta(minutes=11 + number))
            continue
        late = max(solved, moment + timedelta(minutes=15)) + timedelta(minutes=number)
        stage.at(min(moment + timedelta(minutes=20), late - timedelta(minutes=2)), lambda case=case: _take(case))
        stage.at(late, lambda case=case: _resolve(case, topic.wishes[0].fix))
        case.closed_in_silence(late + timedelta(days=7, minutes=30))
    leading.noted(
        moments[1] + timedelta(minutes=26),
        "Controller B has lost power, A serves alone and is overloaded. Linz had a cut at 09:41.",
    )
    leading.replied(
        moments[1] + timedelta(minutes=31),
        "we know why: the storage behind the file server runs on one leg. Nothing is lost, but please do not save to "
        "S, T and P for now. Next word at eleven.",
    )
    return len(cases)


def _outage_case(stage: Stage, wish: Wish, requester: str) -> Case:
    draft = TicketDraft(subject=wish.subject, description=wish.description, category="Network", priority=wish.priority)
    return Case(stage, draft, requester, "wei.lindgren")


def _take(case: Case) -> None:
    services.claim_ticket(case.ticket, actor=case.agent)


def _resolve(case: Case, text: str) -> None:
    services.resolve_ticket(case.ticket, Resolution(text=text), actor=case.agent)


def plan_problem(stage: Stage, filed: datetime) -> None:
    """A problem that IT knows of, led by a ticket in progress; seven people say "Me too"."""
    draft = TicketDraft(
        subject="VPN drops every twenty minutes at home", category="Network", priority=Priority.medium,
        description="Since the update on Tuesday. I get through half a meeting and then everything freezes. "
        "My line is fine, I checked.",
    )  # fmt: skip
    case = Case(stage, draft, "theresa.gruber", "wei.lindgren")
    case.filed(filed)
    case.claimed(stage.timetable.later(filed, 0.4))
    case.replied(
        stage.timetable.later(filed, 0.6),
        "could you try it with a cable for a day? I suspect the new version and Wi-Fi.",
    )
    case.said(
        stage.timetable.later(filed, 1.5),
        "With a cable it has held for an hour now. Not a solution for the kitchen table, but thank you!",
    )
    stage.at(stage.timetable.later(filed, 2), lambda: _raise(case))
    for number, who in enumerate(ME_TOO):
        moment = stage.timetable.later(filed, 2.5 + number * 0.7)
        stage.at(moment, lambda who=who: services.report_me_too(_problem(case), actor=stage.people[who]))


def _raise(case: Case) -> None:
    services.raise_problem(KnownProblemChange(**PROBLEM, leading_ticket_id=case.ticket.id), actor=case.agent)


def _problem(case: Case) -> KnownProblem:
    problem = queries.problem_led_by(case.ticket)
    assert problem is not None, "raised before anybody said that it concerns them too"
    return problem


def plan_anna(stage: Stage) -> None:
    """What waits for Anna when she signs in, besides her story: a question, and something in progress."""
    ago = stage.timetable.desk_ago
    waiting = _own(
        stage,
        "Budget sheet asks for a password",
        "Since I moved it to the new folder. Nobody in Finance ever set one.",
        "Software",
    )
    waiting.filed(ago(9))
    waiting.claimed(ago(8))
    waiting.replied(
        ago(7.5), "is it the file itself or the folder that asks? A picture of the question would tell me.", "wait"
    )
    calendar = _own(
        stage,
        "Calendar of the audit team invisible",
        "I can only see busy, no titles. I prepare the rooms for them.",
        "Access",
    )
    calendar.filed(ago(6))
    calendar.claimed(ago(5))
    calendar.replied(ago(4.5), "that needs a word of the team's head. I have asked her, and you hear from me today.")


def _own(stage: Stage, subject: str, text: str, category: str) -> Case:
    draft = TicketDraft(subject=subject, description=text, category=category)
    return Case(stage, draft, "anna", "ben")


def plan_call(stage: Stage, filed: datetime, projector: Thing) -> None:
    """Filed by phone, made urgent for a while, solved on the spot."""
    draft = TicketDraft(
        subject="Caller cannot present to customer, screen stays black", category="Hardware", priority=Priority.high,
        description="Called from the big meeting room, customer waits. Projector shows no signal, cable checked.",
        equipment_id=projector.device_id, room_id=projector.room_id,
    )  # fmt: skip
    case = Case(stage, draft, "ulrike.hammerl", "ines.moreau")
    case.filed_by_agent(filed, Source.phone)
    case.claimed(filed + timedelta(minutes=1))
    stage.at(
        filed + timedelta(minutes=2),
        lambda: services.change_ticket(case.ticket, TicketChange(priority=Priority.urgent), actor=case.agent),
    )
    case.replied(
        filed + timedelta(minutes=13),
        "the input was set to the second cable. There is a sticker on the remote control now.",
        "resolve",
    )
    case.closed(filed + timedelta(hours=2), "Saved my meeting, thank you!")
