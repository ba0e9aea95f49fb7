"""Four months of tickets: 312 that are done, 38 that are open. Inside the caller's transaction."""

from datetime import timedelta

from app.accounts import services as accounts
from app.demo import cast, scenes, story
from app.demo.courses import Courses, Ideas
from app.demo.shelves import Library
from app.demo.stage import Stage

DONE = 283  # besides the morning without files and what scenes.py plans
REOPENED = 11
UNASSIGNED = (0.2, 0.9, 1.7, 3.1, 4.6)  # desk hours ago
ASSIGNED = (0.7, 1.4, 2.2, 5.5)
IN_PROGRESS = (1.2, 2.8, 3.9, 5.1, 6.4, 8.2, 9.9, 11.7, 13.3, 15.8, 17.5, 19.4, 25.1, 28.3, 31.9, 34.8)
LATE = (46, 53, 61, 74)
WAITING = (0.8, 1.9, 3.6, 5.2, 8.4)  # days
BENS = {1.2, 3.9, 11.7, 19.4, 46, 61, 1.9, 8.4}  # enough to fill his My work
ANSWERED = {2.8, 3.9, 8.2, 17.5, 19.4}  # the requester spoke last


def live(stage: Stage) -> None:
    """Plan everything, then live through it."""
    ideas = Ideas(stage, cast.members())
    courses, things = Courses(stage, ideas), ideas.belongings
    Library(stage, ideas.requesters.cards).plan()
    _open(stage, ideas, courses)
    _done(stage, ideas, courses)
    scenes.plan_outage(stage, ideas.requesters.cards)
    scenes.plan_problem(stage, stage.timetable.desk_ago(19))
    scenes.plan_call(stage, stage.timetable.desk_ago(31), things.in_room("projector", "Garnet"))
    scenes.plan_anna(stage)
    story.AnnasLaptop(stage, things).plan()
    urgent = stage.timetable.desk_ago(1.6)
    printer = things.fields(things.in_room("printer", "Dispatch"), urgent, is_scanned=True)
    scenes.Urgent(stage, printer).plan(urgent)
    leaver, administrator = stage.people[cast.LEAVER], stage.people["carl"]
    stage.at(stage.timetable.now - timedelta(days=26), lambda: accounts.deactivate_person(leaver, actor=administrator))
    stage.play()


def _open(stage: Stage, ideas: Ideas, courses: Courses) -> None:
    """What is on the desk now."""
    ago = stage.timetable.desk_ago
    for hours in UNASSIGNED:
        courses.unassigned(ideas.next(calm=True), ago(hours))
    for hours in ASSIGNED:
        courses.assigned(ideas.next(calm=True), ago(hours))
    for hours in IN_PROGRESS:
        courses.in_progress(ideas.next(calm=True), ago(hours), _ben(hours), answered=hours in ANSWERED)
    for hours in LATE:
        courses.in_progress(ideas.next(late=True), ago(hours), _ben(hours))
    for days in WAITING:
        courses.waiting(ideas.next(calm=True, asked=True), days, _ben(days))


def _done(stage: Stage, ideas: Ideas, courses: Courses) -> None:
    """What is behind us, oldest first."""
    found = [ideas.next(requester="anna" if number % 70 == 7 else None) for number in range(DONE)]
    moments = stage.timetable.filings(DONE, [idea.zone for idea in found])
    broken = [number for number, idea in enumerate(found[:-40]) if not idea.wish.is_request]
    again = set(stage.chance.sample(broken, REOPENED))
    for number, (idea, moment) in enumerate(zip(found, moments, strict=True)):
        courses.done(idea, moment, reopens=number in again)


def _ben(figure: float) -> str | None:
    return "ben" if figure in BENS else None
