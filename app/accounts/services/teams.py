"""Teams: who shares a queue."""

from flask_babel import gettext as _

from app.accounts import policies, queries
from app.accounts.models import Team, User
from app.accounts.schemas import TeamChange
from app.accounts.services.saving import saved_or
from app.core.audit import audit
from app.core.errors import Conflict, Invalid, require
from app.core.transaction import transaction
from app.extensions import db


@transaction()
def keep_team(team: Team | None, change: TeamChange, *, actor: User) -> Team:
    """Make or change a team; `Invalid` when the name is taken or somebody in it is not IT staff."""
    require(policies.can_administer(actor))
    members = queries.people_of(change.member_ids)
    if strangers := [member.name for member in members if not (member.is_agent and member.is_active)]:
        raise Invalid.for_field(
            "member_ids", _("Only IT staff can be in a team: %(names)s.", names=", ".join(strangers))
        )
    team = team or Team()
    with saved_or(Invalid.for_field("name", _("Another team has this name already."))):
        team.name, team.is_active, team.members = change.name, change.is_active, list(members)
        db.session.add(team)
    audit("team.kept", team, actor=actor, members=len(members))
    return team


@transaction()
def disband_team(team: Team, *, actor: User) -> None:
    """Delete a team; `Conflict` while tickets or categories name it."""
    require(policies.can_administer(actor))
    audit("team.disbanded", team, actor=actor, was=team.name)
    with saved_or(Conflict(_("This team is in use and cannot be deleted. Switch it off instead."))):
        db.session.delete(team)
