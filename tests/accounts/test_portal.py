"""Pages of sign-in, links, first run and one's own account."""

import re

import pytest

from app.accounts import first_run, links, passwords, queries, services
from app.accounts.demo_people import DemoPeople
from app.accounts.models import LinkPurpose
from app.accounts.portal.entry import safe_path
from app.accounts.preferences import Channel, Kind, preferences_of
from app.accounts.schemas import Forgotten
from app.core import settings
from app.worker import relay, sender
from tests.accounts.conftest import put
from tests.factories.people import PASSWORD
from tests.signing_in import sign_in

NEW = "seven green hills at dawn"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def enter(client, person, password=PASSWORD, **more):
    headers = {"User-Agent": FIREFOX}
    return client.post("/login", data={"email": person.email, "password": password, **more}, headers=headers)


# --- signing in


def test_signing_in_leads_where_one_wanted_to_go(client, alice, carol, clock):
    assert client.get("/account").location == "/login?next=/account"
    assert 'name="next"' in client.get("/login?next=/account").text
    assert enter(client, alice, next="/account?x=1").location == "/account?x=1"
    [row] = queries.sessions_of(alice, clock.now)
    assert row.device_label == "Firefox on Windows"
    assert client.get("/login?next=/account").location == "/account"


@pytest.mark.parametrize(
    ("start", "path"),
    [("portal", "/"), ("my_work", "/staff/my-work"), ("queue", "/staff/tickets"), ("dashboard", "/staff/dashboard")],
)
def test_staff_begin_where_they_chose(client, bob, start, path):
    put(bob, preferences={"start_page": start})
    assert enter(client, bob).location == path


def test_employees_begin_in_the_portal(client, alice):
    assert enter(client, alice).location == "/"


def test_a_wrong_password_keeps_the_address(client, alice):
    answer = enter(client, alice, "wrong")
    assert answer.status_code == 401
    assert alice.email in answer.text
    assert "is not right" in answer.text
    assert "wrong" not in re.findall(r'name="password"[^>]*', answer.text)[0]


def test_an_empty_form_says_what_is_missing(client, carol):
    answer = client.post("/login", data={"email": "", "password": ""})
    assert answer.text.count("This is needed.") == 2


def test_too_many_failures_are_said_plainly(client, alice, clock):
    for _ in range(10):
        enter(client, alice, "wrong")
    answer = enter(client, alice)
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert "Too many tries" in answer.text


def test_a_remembered_device_keeps_its_cookie(client, alice, clock):
    assert "Expires=" not in enter(client, alice).headers.getlist("Set-Cookie")[-1]
    client.post("/logout")
    assert "Expires=" in str(enter(client, alice, remember_device="y").headers.getlist("Set-Cookie"))


def test_what_the_cookie_held_before_is_gone_but_the_language(client, alice):
    with client.session_transaction() as planted:
        planted.update(csrf_token="planted", locale="de", other="thing")
    enter(client, alice)
    with client.session_transaction() as kept:
        assert kept["locale"] == "de"
        assert "other" not in kept
        assert kept.get("csrf_token") != "planted"


def test_the_chosen_look_comes_along(client, alice):
    put(alice, preferences={"theme": "dark"})
    assert "theme=dark" in str(enter(client, alice).headers.getlist("Set-Cookie"))


def test_signing_out_is_a_post_and_final(client, alice):
    sign_in(client, alice)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").location == "/login"
    assert client.get("/account").status_code == 302
    assert client.post("/logout").location == "/login"  # twice does no harm


@pytest.mark.parametrize(
    "text",
    [None, "", "account", "https://evil.example", "//evil.example", "/\\evil.example", "/a\\b", "/login", "/login?x=1",
     "/logout", "/welcome", "/a\nb", "javascript:alert(1)"],
)  # fmt: skip
def test_a_link_cannot_lead_elsewhere_after_sign_in(text):
    assert safe_path(text) is None


@pytest.mark.parametrize("text", ["/", "/tickets/7", "/staff/tickets?view=mine", "/login-help", "/welcome/check-list"])
def test_paths_of_ours_are_safe(text):
    assert safe_path(text) == text


# --- the dialog over a page whose session ended


def test_a_page_can_ask_whether_its_session_lives(client, alice):
    assert client.get("/login/alive").status_code == 401
    sign_in(client, alice)
    assert client.get("/login/alive").status_code == 204


def test_a_fragment_for_nobody_is_401_not_a_page(client):
    assert client.get("/account", headers={"HX-Request": "true"}).status_code == 401


def test_the_dialog_knows_who_was_signed_in_and_renews_the_page(client, alice, clock):
    sign_in(client, alice)
    clock.advance(hours=13)
    dialog = client.get("/login/dialog")
    assert alice.name in dialog.text
    assert "<html" not in dialog.text
    wrong = client.post("/login/dialog", data={"email": alice.email, "password": "wrong"})
    assert (wrong.status_code, "is not right" in wrong.text) == (401, True)
    answer = client.post("/login/dialog", data={"email": alice.email, "password": PASSWORD})
    assert answer.status_code == 204
    assert answer.headers["X-CSRF-Token"]
    assert answer.headers["X-Other-Person"] == "0"
    assert client.get("/account").status_code == 200


def test_a_form_from_before_goes_on_with_the_renewed_token(app, client, alice, clock, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sign_in(client, alice)
    before = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/account").text)[1]
    clock.advance(hours=13)
    form = {"email": alice.email, "password": PASSWORD}
    renewed = client.post("/login/dialog", data=form, headers={"X-CSRFToken": before}).headers["X-CSRF-Token"]
    profile = {"name": "A. Berg", "phone": "", "locale": "", "timezone": ""}
    assert client.post("/account/profile", data={**profile, "csrf_token": before}).status_code == 400
    assert client.post("/account/profile", data={**profile, "csrf_token": renewed}).status_code == 302
    assert alice.name == "A. Berg"


def test_every_kind_of_news_is_named_on_the_page(client, bob):
    sign_in(client, bob)
    page = client.get("/account").text
    for kind in Kind:
        assert re.search(rf'value="{kind.value}" aria-label="[A-Z][^"]+: By mail"', page), kind


def test_somebody_else_in_the_dialog_gets_a_fresh_page(client, alice, bob, clock):
    sign_in(client, alice)
    clock.advance(hours=13)
    answer = client.post("/login/dialog", data={"email": bob.email, "password": PASSWORD})
    assert answer.headers["X-Other-Person"] == "1"


def test_the_dialog_asks_a_stranger_for_an_address(client, carol):
    assert 'type="email"' in client.get("/login/dialog").text


# --- the demo company


def test_cards_are_there_only_with_the_demo_company(client, alice, carol, system):
    assert "Demo company" not in client.get("/login").text
    assert client.post(f"/login/demo/{alice.id}").status_code == 404
    settings.save(DemoPeople(ids=(alice.id,)), actor=system)
    assert "Alice" in client.get("/login").text
    assert client.post(f"/login/demo/{alice.id}").location == "/"
    assert client.get("/account").status_code == 200
    client.post("/logout")
    assert client.post(f"/login/demo/{carol.id}").status_code == 404


# --- links


@pytest.fixture
def reset_path(alice, latest_link, clock):
    services.ask_for_reset(Forgotten(email=alice.email))
    return links.address_of(latest_link(alice, LinkPurpose.reset)).removeprefix("http://localhost")


def test_asking_for_a_link_tells_nothing(client, alice):
    assert client.get("/forgot-password").status_code == 200
    texts = [
        client.post("/forgot-password", data={"email": email}).text for email in (alice.email, "nobody@example.org")
    ]
    same = [re.sub(r'content="[^"]*"|\S+@example.org', "", text) for text in texts]
    assert same[0] == same[1]


def test_a_reset_link_opens_a_page_that_changes_nothing_until_sent(client, alice, reset_path):
    for _ in range(2):  # a mail scanner opens it first
        page = client.get(reset_path)
        assert page.status_code == 200
        assert alice.email in page.text
    token = reset_path.partition("=")[2]
    weak = client.post("/reset-password", data={"token": token, "password": "password1234"})
    assert "too easy to guess" in weak.text
    assert client.post("/reset-password", data={"token": token, "password": NEW}).location == "/"
    assert client.get("/account").status_code == 200
    assert client.get(reset_path).status_code == 410


def test_an_expired_link_offers_a_new_one(client, alice, reset_path, clock, told):
    clock.advance(hours=2)
    page = client.get(reset_path)
    assert page.status_code == 410
    assert "Send me a new link" in page.text
    client.post("/link/again", data={"token": reset_path.partition("=")[2]})
    assert len(told("person.reset_asked")) == 2


def test_an_invented_link_leads_to_asking_for_one(client, session):
    page = client.get("/reset-password?token=invented")
    assert page.status_code == 410
    assert "/forgot-password" in page.text
    assert client.get("/invite").status_code == 410
    assert client.get("/confirm?token=").status_code == 410


def test_a_link_fits_its_own_page_only(client, reset_path):
    assert client.get(reset_path.replace("/reset-password", "/invite")).status_code == 410


def test_an_invitation_welcomes_by_name(client, carol, latest_link):
    from app.accounts.schemas import PersonDraft

    dora = services.add_person(PersonDraft(email="dora@example.org", name="Dora Lind"), actor=carol)
    path = links.address_of(latest_link(dora, LinkPurpose.invite)).removeprefix("http://localhost")
    assert "Welcome, Dora Lind" in client.get(path).text
    answer = client.post("/invite", data={"token": path.partition("=")[2], "password": NEW})
    assert answer.location == "/"


def test_registration_is_confirmed_by_a_button(registration, client, carol, latest_link):
    assert "/register" in client.get("/login").text
    assert client.get("/register").status_code == 200
    foreign = client.post("/register", data={"name": "X", "email": "x@elsewhere.org", "password": NEW})
    assert "example.org" in foreign.text
    client.post("/register", data={"name": "New Comer", "email": "new@example.org", "password": NEW})
    person = queries.person_by_email("new@example.org")
    path = links.address_of(latest_link(person, LinkPurpose.confirm)).removeprefix("http://localhost")
    assert client.get(path).status_code == 200
    assert not person.is_active
    assert client.post("/confirm", data={"token": path.partition("=")[2]}).status_code == 302
    assert person.is_active
    assert client.post("/confirm", data={"token": path.partition("=")[2]}).status_code == 410


def test_registration_is_not_there_unless_switched_on(client, carol):
    assert client.get("/register").status_code == 404
    assert "/register" not in client.get("/login").text


# --- first run


def test_a_new_help_desk_greets_its_first_administrator(client, session):
    assert client.get("/").location.startswith("/login")
    assert client.get("/login").location == "/welcome"
    assert client.get("/welcome").status_code == 200
    person = {"name": "Carl Ames", "email": "carl@example.org", "password": NEW}
    assert "not the code" in client.post("/welcome", data={**person, "code": "AAAA-AAAA"}).text
    assert client.post("/welcome", data={**person, "code": first_run.code()}).location == "/welcome/check-list"
    page = client.get("/welcome/check-list")
    assert page.status_code == 200
    for address in re.findall(r'class="stretched[^>]*href="([^"]+)"', page.text):
        assert client.get(address).status_code == 200, address
    client.post("/logout")
    assert client.get("/welcome").location == "/login"


def test_an_administrator_sees_whether_mails_arrive(client, carol, bob, mailbox):
    sign_in(client, bob)
    assert client.post("/welcome/test-mail").status_code == 403
    sign_in(client, carol)
    assert client.post("/welcome/test-mail").location == "/staff/mails"
    relay.run()
    sender.run()
    [mail] = mailbox
    assert mail.to == carol.email


def test_the_check_list_is_for_administrators(client, bob):
    assert client.get("/welcome/check-list").status_code == 302
    sign_in(client, bob)
    assert client.get("/welcome/check-list").status_code == 403


# --- one's own account


def test_the_account_page_shows_what_concerns_the_person(client, alice, bob):
    sign_in(client, alice)
    page = client.get("/account").text
    assert "This device" in page
    assert "Somebody mentions me" not in page
    assert "Start page" not in page
    sign_in(client, bob)
    page = client.get("/account").text
    assert "Somebody mentions me" in page
    assert "Start page" in page


def test_the_profile_is_saved_or_shown_again_with_the_input(client, alice):
    sign_in(client, alice)
    good = {"name": "A. Berg", "phone": "123", "locale": "de", "timezone": "Asia/Tokyo"}
    assert client.post("/account/profile", data=good).status_code == 302
    assert (alice.name, alice.phone, alice.locale, alice.timezone) == ("A. Berg", "123", "de", "Asia/Tokyo")
    bad = client.post("/account/profile", data={**good, "name": "", "phone": "456"})
    assert bad.status_code == 422
    assert 'value="456"' in bad.text
    assert client.post("/account/profile", data={**good, "timezone": "Mars"}).status_code == 422
    client.post("/account/profile", data={"name": "A. Berg", "phone": "", "locale": "", "timezone": ""})
    assert (alice.phone, alice.locale, alice.timezone) == (None, None, None)


def test_notifications_are_saved_as_ticked(client, alice):
    sign_in(client, alice)
    client.post("/account/notifications", data={"mail": ["received"], "bell": ["received", "solved"]})
    chosen = preferences_of(alice)
    assert chosen.wants(Kind.received, Channel.mail)
    assert not chosen.wants(Kind.solved, Channel.mail)
    assert not chosen.wants(Kind.answered, Channel.bell)
    assert chosen.wants(Kind.assigned, Channel.mail)  # not shown to employees, so not touched


def test_appearance_and_ways_of_working_are_saved(client, alice, bob):
    sign_in(client, alice)
    assert "theme=light" in str(
        client.post("/account/preferences", data={"theme": "light"}).headers.getlist("Set-Cookie")
    )
    assert preferences_of(alice).has_shortcuts
    assert client.post("/account/preferences", data={"theme": "pink"}).status_code == 422
    sign_in(client, bob)
    client.post("/account/preferences", data={"theme": "system", "start_page": "queue", "opens_next_ticket": "y"})
    chosen = preferences_of(bob)
    assert (chosen.start_page, chosen.opens_next_ticket, chosen.has_shortcuts) == ("queue", True, False)


def test_the_password_is_changed_on_its_own_page(client, alice, enter, clock):
    elsewhere = enter(alice).session
    sign_in(client, alice)
    assert client.get("/account/password").status_code == 200
    wrong = client.post("/account/password", data={"current_password": "wrong", "new_password": NEW})
    assert "not your present password" in wrong.text
    answer = client.post("/account/password", data={"current_password": PASSWORD, "new_password": NEW})
    assert answer.location == "/account"
    assert passwords.verify(alice.password, NEW)
    assert not elsewhere.is_alive(clock.now)
    assert client.get("/account").status_code == 200


def test_own_devices_are_signed_out_one_by_one_or_all_at_once(client, alice, bob, enter, clock):
    one, two, three, foreign = enter(alice).session, enter(alice).session, enter(alice).session, enter(bob).session
    sign_in(client, alice)
    assert client.post(f"/account/devices/{one.id}/sign-out").status_code == 302
    assert not one.is_alive(clock.now)
    assert client.post(f"/account/devices/{foreign.id}/sign-out").status_code == 404
    assert foreign.is_alive(clock.now)
    client.post("/account/devices/sign-out-others")
    assert not two.is_alive(clock.now)
    assert not three.is_alive(clock.now)
    assert client.get("/account").status_code == 200


def test_strangers_are_asked_to_sign_in(client, carol):
    for path in ("/account", "/account/password", "/welcome/check-list"):
        assert client.get(path).location.startswith("/login?next=")
    for path in ("/account/profile", "/account/notifications", "/account/preferences", "/account/devices/1/sign-out"):
        assert client.post(path).location.startswith("/login")


def test_forms_carry_a_token_against_other_sites(app, client, alice, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sign_in(client, alice)
    for path in (
        "/logout",
        "/account/profile",
        "/account/notifications",
        "/account/devices/sign-out-others",
        "/login/dialog",
    ):
        assert client.post(path).status_code == 400
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/account").text)[1]
    assert client.post("/logout", data={"csrf_token": token}).status_code == 302


def test_a_form_sent_after_the_session_ended_keeps_its_text(client, alice, clock):
    sign_in(client, alice)
    clock.advance(hours=13)
    profile = {"name": "A. Berg", "phone": "1234", "locale": "", "timezone": ""}

    answer = client.post("/account/profile", data=profile, headers={"Origin": "http://localhost"})

    assert answer.status_code == 401
    assert 'name="phone" value="1234"' in answer.text
    assert "data-session-over" in answer.text


def test_whoever_has_no_role_is_told_so_and_can_sign_out(client, mallory):
    sign_in(client, mallory)
    for path in ("/", "/tickets", "/kb", "/staff/tickets"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert f"You are signed in as {mallory.name}" in answer.text
        assert 'action="/logout"' in answer.text
        assert 'href="/tickets/new"' not in answer.text
    assert client.post("/logout").location == "/login"
