"""Which tiles somebody sees on the dashboard."""

from typing import Any

import pytest

from app.accounts.models import BaseRole
from app.core.errors import Invalid, NotAllowed
from app.reports import queries, services
from app.reports.schemas import Act
from app.reports.tiles import OF_AGENTS, OF_MANAGERS, TILES
from tests.signing_in import sign_in


def names(person: Any) -> list[str]:
    return [tile.name for tile in queries.layout_of(person)]


def test_every_tile_names_columns_of_a_report_and_a_group_that_it_has(app: Any):
    for tile in TILES.values():
        assert set(tile.columns) <= {column.name for column in tile.report.columns}
        assert tile.group_by in ("", "time", *tile.report.dimensions)


def test_managers_and_agents_start_with_tiles_of_their_own(mia: Any, bob: Any):
    assert names(mia) == list(OF_MANAGERS)
    assert names(bob) == list(OF_AGENTS)


def test_a_tile_moves_one_place_and_stays_at_the_ends(mia: Any):
    first, second, third = "age", "status", "agents"
    services.arrange_tiles([first, second, third], actor=mia)
    services.move_tile(third, Act.earlier, actor=mia)
    services.move_tile(first, Act.earlier, actor=mia)
    assert names(mia) == [first, third, second]
    services.move_tile(first, Act.later, actor=mia)
    services.move_tile(second, Act.later, actor=mia)
    assert names(mia) == [third, first, second]


def test_a_hidden_tile_can_be_added_again_at_the_end(mia: Any):
    services.move_tile("numbers", Act.hide, actor=mia)
    assert "numbers" not in names(mia)
    services.move_tile("numbers", Act.add, actor=mia)
    assert names(mia)[-1] == "numbers"


def test_one_choice_changes_nobody_elses_and_can_be_forgotten(mia: Any, carol: Any):
    services.arrange_tiles(["age"], actor=mia)
    assert (names(mia), names(carol)) == (["age"], list(OF_MANAGERS))
    services.forget_layout(actor=mia)
    assert names(mia) == list(OF_MANAGERS)


def test_who_shows_no_tile_at_all_sees_none(mia: Any):
    services.arrange_tiles([], actor=mia)
    assert names(mia) == []


def test_a_manager_settles_with_which_tiles_a_role_starts(mia: Any, bob: Any):
    services.arrange_tiles(["status", "age"], actor=mia)
    services.share_layout(BaseRole.agent, actor=mia)
    assert names(bob) == ["status", "age"]
    services.move_tile("age", Act.hide, actor=bob)
    services.arrange_tiles(["teams"], actor=mia)
    services.share_layout(BaseRole.agent, actor=mia)
    assert names(bob) == ["status"]  # an own choice stays


def test_agents_settle_nothing_for_others_and_employees_have_no_dashboard(bob: Any, mia: Any, alice: Any):
    with pytest.raises(NotAllowed):
        services.share_layout(BaseRole.agent, actor=bob)
    with pytest.raises(NotAllowed):
        services.arrange_tiles(["age"], actor=alice)
    with pytest.raises(Invalid):
        services.share_layout(BaseRole.employee, actor=mia)


@pytest.mark.parametrize("wanted", [["unknown"], ["age", "age"]])
def test_only_offered_tiles_can_be_chosen_each_once(mia: Any, wanted: list[str]):
    with pytest.raises(Invalid):
        services.arrange_tiles(wanted, actor=mia)


def test_a_tile_about_what_one_may_not_read_is_neither_offered_nor_shown(bob: Any, carol: Any):
    services.arrange_tiles(["mail", "age"], actor=carol)
    services.share_layout(BaseRole.agent, actor=carol)
    assert "mail" not in {tile.name for tile in queries.offered_tiles(bob)}
    assert names(bob) == ["age"]
    with pytest.raises(Invalid):
        services.move_tile("mail", Act.add, actor=bob)


def test_every_tile_can_be_shown_at_once(client: Any, carol: Any):
    services.arrange_tiles([tile.name for tile in queries.offered_tiles(carol)], actor=carol)
    sign_in(client, carol)
    body = client.get("/staff/dashboard?priority=high").get_data(as_text=True)
    assert body.count("data-panel=") == len(TILES)
    assert "not filtered" in body


def test_the_page_keeps_each_step_and_says_it(client: Any, mia: Any):
    sign_in(client, mia)
    sent = {"tile": "age", "act": "hide"}
    fragment = client.post("/staff/dashboard/tiles", data=sent, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Open by age is hidden." in fragment
    assert "age" not in names(mia)
    assert client.post("/staff/dashboard/tiles", data={**sent, "act": "add"}).location.endswith("#tile-age")
    page = client.get("/staff/dashboard/tiles").get_data(as_text=True)
    assert "Move Open by age earlier" in page
    client.post("/staff/dashboard/tiles/reset")
    assert names(mia) == list(OF_MANAGERS)


def test_the_page_lets_managers_alone_settle_for_others(client: Any, mia: Any, bob: Any):
    sign_in(client, bob)
    assert "Tiles for others" not in client.get("/staff/dashboard/tiles").get_data(as_text=True)
    sign_in(client, mia)
    client.post("/staff/dashboard/tiles", data={"tile": "numbers", "act": "hide"})
    client.post("/staff/dashboard/tiles/share", data={"role": "Agent"})
    assert names(bob) == names(mia)
