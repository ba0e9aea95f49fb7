"""The teams' screen."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import queries, services
from app.accounts.models import Team, User
from app.accounts.schemas import TeamChange
from app.web.admin import ServiceModelView, TableInterface


class TeamView(ServiceModelView):
    """Who shares a queue."""

    datamodel = TableInterface(Team)
    route_base = "/staff/teams"
    class_permission_name = "Team"
    schema = TeamChange

    list_title, add_title, edit_title = _l("Teams"), _l("New team"), _l("Edit team")
    intro = _l("IT staff who share a queue. A category names the team that gets its tickets.")
    empty_title, empty_text = (
        _l("No teams yet"),
        _l("A small IT department needs none; larger ones share the work by teams."),
    )
    add_label, icon = _l("New team"), "users-round"

    list_columns = ["name", "members", "is_active"]
    show_columns = ["name", "members", "is_active", "created_at"]
    add_columns = edit_columns = ["name", "members", "is_active"]
    search_columns = ["name", "is_active"]
    order_columns = ["name", "is_active", "created_at"]
    base_order = ("name", "asc")
    label_columns = {"members": _l("Members")}
    description_columns = {
        "members": _l("Agents and administrators."),
        "is_active": _l("Switched off, it gets no new tickets; those it has stay."),
    }

    def create(self, data: TeamChange, actor: User) -> Team:
        return services.keep_team(None, data, actor=actor)

    def change(self, item: Team, data: TeamChange, actor: User) -> Team:
        return services.keep_team(item, data, actor=actor)

    def remove(self, item: Team, actor: User) -> None:
        services.disband_team(item, actor=actor)

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Only IT staff can be in a team."""
        return [agent for agent in queries.agents() if text.lower() in f"{agent.name} {agent.email}".lower()][:20]
