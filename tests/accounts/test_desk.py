"""The desk's pages around people, teams and roles."""

import re

import pytest

from app.accounts import queries, services
from app.accounts.models import BaseRole
from app.accounts.schemas import PersonDraft, RoleChange
from tests.accounts.conftest import put
from tests.factories.people import PersonFactory, TeamFactory
from tests.signing_in import sign_in


@pytest.fixture
def desk(client, carol):
    """The administrator's browser."""
    return sign_in(client, carol)


def seen(page):
    return re.search(r'name="seen" value="([^"]*)"', page.text)[1]


def test_the_products_roles_are_called_as_the_reader_calls_them(client):
    page = sign_in(client, PersonFactory(role=BaseRole.admin, locale="de")).get("/staff/roles").text
    assert "Mitarbeiter</a>" in page
    assert "Employee" not in page


# --- people


def test_the_list_of_people_is_narrowed_by_role(desk, alice, bob, system):
    page = desk.get("/staff/people?_flt_0_roles=agent").text
    assert "Bob Ito" in page
    assert "Alice Berg" not in page
    assert "IT Helpdesk Pro</a>" not in desk.get("/staff/people").text
    assert desk.get("/staff/people?_flt_0_roles=king").status_code == 400


def test_the_list_asks_as_much_for_many_as_for_few(desk, count_queries):
    def asked():
        with count_queries() as statements:
            assert desk.get("/staff/people").status_code == 200
        return len(statements)

    asked()  # fills the caches
    few = asked()
    for _ in range(8):
        PersonFactory()
    assert asked() == few


def test_an_added_person_is_invited(desk, told):
    entered = {
        "first_name": "Dora Lind",
        "email": "Dora@example.org",
        "base_role": "agent",
        "department": "",
        "phone": "",
    }
    answer = desk.post("/staff/people/add", data=entered)
    dora = queries.person_by_email("dora@example.org")
    assert answer.location == f"/staff/people/{dora.id}"
    assert len(told("person.invited")) == 1
    page = desk.get(answer.location).text
    assert "Resend the invitation" in page
    desk.post(f"/staff/people/{dora.id}/invite")
    assert len(told("person.invited")) == 2
    again = desk.post("/staff/people/add", data=entered)
    assert "address already" in again.text
    assert "Dora Lind" in again.text


def test_a_person_is_edited_and_refusals_keep_the_input(desk, alice, carol):
    role = services.change_role(None, RoleChange(name="Auditor"), actor=carol)
    page = desk.get(f"/staff/people/edit/{alice.id}")
    entered = {"first_name": "Alice Bergmann", "email": alice.email, "base_role": "manager", "extra_roles": [role.id],
               "department": "Audit", "phone": "", "seen": seen(page)}  # fmt: skip
    bad = desk.post(f"/staff/people/edit/{alice.id}", data={**entered, "email": "nonsense"})
    assert "Alice Bergmann" in bad.text
    assert alice.name == "Alice Berg"
    assert desk.post(f"/staff/people/edit/{alice.id}", data=entered).location == f"/staff/people/{alice.id}"
    assert (alice.name, alice.base_role, alice.extra_roles) == ("Alice Bergmann", BaseRole.manager, [role])
    assert "Auditor" in desk.get(f"/staff/people/{alice.id}").text


def test_the_last_administrator_cannot_be_demoted_here_either(desk, carol):
    page = desk.get(f"/staff/people/edit/{carol.id}")
    entered = {
        "first_name": "Carol",
        "email": carol.email,
        "base_role": "agent",
        "department": "",
        "phone": "",
        "seen": seen(page),
    }
    assert "Somebody must administer" in desk.post(f"/staff/people/edit/{carol.id}", data=entered).text


def test_a_persons_page_shows_contact_local_time_and_devices(desk, alice, enter, clock):
    put(alice, timezone="Asia/Tokyo", phone="+43 1 234", department="Sales")
    enter(alice, device_label="Backup script")
    TeamFactory(members=[alice], name="Second line")
    page = desk.get(f"/staff/people/{alice.id}").text
    for text in (alice.email, "tel:+431234", "Sales", "18:00", "Asia/Tokyo", "Backup script", "Second line"):
        assert text in page, text
    assert f'hx-get="/staff/tickets/for-person/{alice.id}"' in page


def test_agents_see_people_but_not_their_devices_and_change_nothing(client, alice, bob, enter):
    enter(alice, device_label="Backup script")
    sign_in(client, bob)
    page = client.get(f"/staff/people/{alice.id}").text
    assert "Backup script" not in page
    assert "Deactivate" not in page
    for path in ("invite", "reset-password", "sign-out", "reactivate", "deactivate"):
        assert client.post(f"/staff/people/{alice.id}/{path}").status_code == 403
    assert client.get(f"/staff/people/edit/{alice.id}").status_code == 403
    assert client.get("/staff/people/add").status_code == 403


def test_employees_and_strangers_see_nobody(client, alice, bob):
    assert client.get(f"/staff/people/{bob.id}").location.startswith("/login")
    sign_in(client, alice)
    for path in ("/staff/people", f"/staff/people/{alice.id}", "/staff/teams", "/staff/roles"):
        assert client.get(path).status_code == 403


def test_the_system_and_strangers_have_no_page(desk, system):
    for person_id in (system.id, 10**12, 2**63):
        assert desk.get(f"/staff/people/{person_id}").status_code == 404
        assert desk.get(f"/staff/people/{person_id}/deactivate").status_code == 404


def test_a_leaver_is_handed_over_in_one_step(desk, bob, carol, told):
    page = desk.get(f"/staff/people/{bob.id}/deactivate").text
    assert f"/staff/tickets/for-person/{bob.id}?assigned=1" in page
    answer = desk.post(f"/staff/people/{bob.id}/deactivate", data={"successor": carol.id})
    assert answer.location == f"/staff/people/{bob.id}"
    assert not bob.is_active
    assert told("person.deactivated")[0]["successor_id"] == carol.id
    assert "Reactivate" in desk.get(answer.location).text
    desk.post(f"/staff/people/{bob.id}/reactivate")
    assert bob.is_active


def test_a_refused_deactivation_says_why(desk, carol, alice, bob):
    assert "Somebody must administer" in desk.post(f"/staff/people/{carol.id}/deactivate").text
    refused = desk.post(f"/staff/people/{bob.id}/deactivate", data={"successor": alice.id})
    assert "Choose somebody of IT" in refused.text
    assert bob.is_active
    assert carol.is_active


def test_links_and_sessions_of_a_person_are_managed_by_one_press(desk, alice, enter, clock, told):
    row = enter(alice).session
    desk.post(f"/staff/people/{alice.id}/reset-password")
    assert len(told("person.reset_asked")) == 1
    desk.post(f"/staff/people/{alice.id}/sign-out")
    assert not row.is_alive(clock.now)
    desk.post(f"/staff/people/{alice.id}/invite")
    assert "has been here already" in desk.get(f"/staff/people/{alice.id}").text


def test_the_ticket_fragments_open_for_the_persons_page(desk, alice):
    for query in ("", "?assigned=1"):
        assert desk.get(f"/staff/tickets/for-person/{alice.id}{query}").status_code == 200


# --- teams


def test_a_team_is_made_edited_and_deleted(desk, bob, alice):
    bad = desk.post("/staff/teams/add", data={"name": "First line", "members": [alice.id], "is_active": "y"})
    assert "Only IT staff" in bad.text
    desk.post("/staff/teams/add", data={"name": "First line", "members": [bob.id], "is_active": "y"})
    [team] = queries.active_teams()
    assert team.members == [bob]
    page = desk.get(f"/staff/teams/edit/{team.id}")
    desk.post(f"/staff/teams/edit/{team.id}", data={"name": "Second line", "seen": seen(page)})
    assert (team.name, team.is_active, team.members) == ("Second line", False, [])
    assert desk.post(f"/staff/teams/delete/{team.id}", data={"name": "Second line"}).status_code == 302
    assert queries.active_teams() == []


def test_a_teams_picker_offers_it_staff_only(desk, alice, bob):
    hits = desk.get("/staff/teams/lookup/members?q=example").json["results"]
    assert "Bob Ito" in [hit["text"] for hit in hits]
    assert "Alice Berg" not in [hit["text"] for hit in hits]


# --- roles


def test_own_roles_are_made_changed_and_deleted(desk, alice, carol):
    ticket = [each.id for each in queries.permissions_by_view()["Ticket"]]
    assert desk.get("/staff/roles/add").status_code == 200
    assert desk.post("/staff/roles/add", data={"name": "Auditor", "permission": ticket}).location == "/staff/roles"
    [role] = queries.all_extra_roles()
    assert {each.id for each in role.permissions} == set(ticket)
    assert "Auditor" in desk.get("/staff/roles").text
    assert desk.get(f"/staff/roles/{role.id}").text.count(" checked") == len(ticket)
    bad = desk.post(f"/staff/roles/{role.id}", data={"name": "", "permission": ticket[:1]})
    assert "This is needed." in bad.text
    assert bad.text.count(" checked") == 1
    assert "name already" in desk.post("/staff/roles/add", data={"name": "Agent"}).text
    desk.post(f"/staff/roles/{role.id}", data={"name": "Reviewer", "permission": []})
    assert (role.name, role.permissions) == ("Reviewer", [])
    put(alice, roles=[*alice.roles, role])
    assert desk.post(f"/staff/roles/{role.id}/remove").location == f"/staff/roles/{role.id}"
    put(alice, roles=[each for each in alice.roles if each.id != role.id])
    assert desk.post(f"/staff/roles/{role.id}/remove").location == "/staff/roles"
    assert queries.all_extra_roles() == []


def test_the_products_roles_can_only_be_looked_at(desk):
    agent = queries.base_role(BaseRole.agent)
    before = set(agent.permissions)
    page = desk.get(f"/staff/roles/{agent.id}").text
    assert "disabled" in page
    assert 'name="name"' not in page
    assert "may not" in desk.post(f"/staff/roles/{agent.id}", data={"name": "Agent"}).text
    assert set(agent.permissions) == before
    assert desk.get(f"/staff/roles/{10**12}").status_code == 404


def test_people_of_a_role_show_in_the_list(desk, alice, carol):
    services.add_person(PersonDraft(email="dora@example.org", name="Dora"), actor=carol)
    assert desk.get("/staff/roles").status_code == 200
