"""Teams: who shares a queue."""

import pytest

from app.accounts import queries, services
from app.accounts.schemas import TeamChange
from app.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.people import TeamFactory
from tests.factories.tickets import category


def test_a_team_is_made_and_changed(carol, bob):
    team = services.keep_team(None, TeamChange(name="First line", member_ids=[bob.id, carol.id]), actor=carol)
    assert team.members == [bob, carol]
    assert sorted(queries.team_ids(bob)) == [team.id]
    services.keep_team(team, TeamChange(name="Second line", is_active=False, member_ids=[bob.id]), actor=carol)
    assert (team.name, team.members) == ("Second line", [bob])
    assert team not in queries.active_teams()


def test_only_it_staff_are_in_a_team(carol, alice, mia):
    for stranger in (alice, mia):
        with pytest.raises(Invalid) as refusal:
            services.keep_team(None, TeamChange(name="Mixed", member_ids=[stranger.id]), actor=carol)
        assert stranger.name in refusal.value.message


def test_two_teams_cannot_share_a_name(carol):
    TeamFactory(name="First line")
    with pytest.raises(Invalid):
        services.keep_team(None, TeamChange(name="First line"), actor=carol)


def test_only_administrators_keep_teams(bob):
    team = TeamFactory()
    with pytest.raises(NotAllowed):
        services.keep_team(team, TeamChange(name="Mine"), actor=bob)
    with pytest.raises(NotAllowed):
        services.disband_team(team, actor=bob)


def test_a_team_that_is_in_use_stays(carol):
    team = TeamFactory()
    category(team=team)
    with pytest.raises(Conflict):
        services.disband_team(team, actor=carol)


def test_a_team_that_nothing_names_goes(carol, bob):
    team = TeamFactory(members=[bob])
    services.disband_team(team, actor=carol)
    assert team not in queries.active_teams()
    assert bob.is_active
