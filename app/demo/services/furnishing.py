"""The company's settings, teams, categories, replies and people, as part of the caller's transaction."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts import passwords
from app.accounts import services as accounts
from app.accounts.models import Team, User
from app.accounts.queries import system_user
from app.accounts.schemas import PersonDraft, TeamChange
from app.core import settings
from app.core.company import CompanySettings
from app.demo import cast
from app.demo.cast import Member
from app.demo.texts import read
from app.demo.travel import Traveller
from app.extensions import db
from app.tickets import services as tickets
from app.tickets.models import Category, Priority
from app.tickets.schemas import CategoryChange, SavedReplyChange

BEFORE = timedelta(days=400)  # the people have been here for longer than the tickets


def furnish() -> User:
    """Name the company; answers in whose name the product acts."""
    system = system_user()
    company = CompanySettings(
        name=read("people")["company"], support_phone="+43 1 555 01 900", support_mail=f"it@{read('people')['domain']}",
        support_hours="Mon-Fri 8-18", zone="Europe/Vienna", is_demo=True,
    )  # fmt: skip
    settings.save(company, actor=system)
    return system


def move_in(company: list[Member], traveller: Traveller, now: datetime) -> dict[str, User]:
    """Add everybody, then teams, categories and saved replies."""
    traveller.moment = now - BEFORE
    secret = passwords.hashed(cast.PASSWORD)  # slow on purpose: once is enough
    people = {member.key: _enter(member, secret) for member in company if member.key != cast.NEWCOMER}
    teams = {name: _team(name, [people[key].id for key in keys], people["carl"]) for name, keys in cast.TEAMS.items()}
    for row in cast.CATEGORIES:
        _category(*row, teams=teams, actor=people["carl"])
    for reply in read("small_talk")["replies"]:
        tickets.keep_reply(None, SavedReplyChange(**reply, is_shared=True), actor=people["ben"])
    traveller.moment = now - timedelta(days=2, hours=3)
    newcomer = next(member for member in company if member.key == cast.NEWCOMER)
    people[newcomer.key] = accounts.add_person(_draft(newcomer), actor=people["carl"])
    return people


def _draft(member: Member) -> PersonDraft:
    return PersonDraft(email=member.email, name=member.name, role=member.role, department=member.department,
                       phone=member.phone, timezone=cast.ZONES[member.site])  # fmt: skip


def _enter(member: Member, secret: str) -> User:
    person = accounts.enter_person(_draft(member), actor=system_user())
    person.password = secret
    return person


def _team(name: str, member_ids: list[int], actor: User) -> Team:
    return accounts.keep_team(None, TeamChange(name=name, member_ids=member_ids), actor=actor)


def _category(
    name: str, question: str, icon: str, team: str, priority: str, *, teams: dict[str, Team], actor: User
) -> None:
    known = db.session.scalar(sa.select(Category).where(Category.name == name))
    change = CategoryChange(
        name=name, question=question, icon=icon, team_id=teams[team].id, default_priority=Priority(priority)
    )
    tickets.keep_category(known, change, actor=actor)
