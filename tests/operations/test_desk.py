"""The page of the company's settings."""

import re
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from app.core.audit import AuditEntry
from app.core.company import CompanySettings, DeskHoursSettings
from app.core.errors import TooLarge
from app.core.storage import storage
from app.extensions import db
from app.operations import services
from app.tickets.models import Priority
from app.tickets.settings import PatienceSettings, TargetSettings
from tests.signing_in import sign_in

COMPANY = {"name": "Lamp & Co", "language": "de", "zone": "Europe/Vienna", "support_mail": "help@example.org"}
HOURS = {"weekdays": ["0", "1"], "opens": "07:30", "closes": "16:00", "holidays": "2026-12-25\n2026-01-01\n"}
PAGES = ("company", "desk-hours", "targets", "patience")


@pytest.fixture
def browser(client: FlaskClient, carol: Any) -> FlaskClient:
    return sign_in(client, carol)


@pytest.mark.parametrize("page", PAGES)
def test_each_section_opens_for_administrators_only(client, alice, bob, mia, carol, page):
    assert sign_in(client, carol).get(f"/staff/settings/{page}").status_code == 200
    for person in (alice, bob, mia):
        assert sign_in(client, person).get(f"/staff/settings/{page}").status_code == 403
        assert sign_in(client, person).post(f"/staff/settings/{page}", data={"name": "Mine"}).status_code == 403
    assert CompanySettings.current().name == "IT Helpdesk"


def test_the_company_is_named_on_every_page(browser, carol):
    assert browser.post("/staff/settings/company", data=COMPANY).status_code == 302
    assert CompanySettings.current().zone_name == "Europe/Vienna"
    assert "Lamp &amp; Co" in browser.get("/staff/categories").text
    assert "/welcome/check-list" in browser.get("/staff/settings/company").text  # the way back to it
    [entry] = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "settings.changed", AuditEntry.actor_id == carol.id)
    )
    assert set(entry.details["fields"]) == {"name", "language", "zone", "support_mail"}


def test_the_accent_colours_every_page(browser, client):
    assert client.get("/company/style").status_code == 404
    assert browser.post("/staff/settings/company", data={**COMPANY, "accent": "#0a7f5a"}).status_code == 302
    assert 'href="/company/style?v=0a7f5a"' in browser.get("/staff/categories").text
    answer = client.get("/company/style?v=0a7f5a")
    assert (answer.mimetype, answer.text) == ("text/css", ":root{--brand:#0a7f5a}\n")


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"accent": "red"},
        {"zone": "Mars/Base"},
        {"language": "xx"},
        {"support_mail": "no mail"},
    ],
)
def test_what_cannot_be_is_refused_with_the_input_kept(browser, bad):
    page = browser.post("/staff/settings/company", data={**COMPANY, **bad})
    assert page.status_code == 200
    assert "field__error" in page.text
    assert 'value="help@example.org"' in page.text or "support_mail" in bad
    assert CompanySettings.current().name == "IT Helpdesk"


def test_desk_hours_are_kept(browser):
    assert browser.post("/staff/settings/desk-hours", data=HOURS).status_code == 302
    hours = DeskHoursSettings.current()
    assert (hours.weekdays, hours.opens, hours.closes) == ({0, 1}, time(7, 30), time(16))
    assert hours.holidays == {date(2026, 12, 25), date(2026, 1, 1)}
    assert "2026-01-01\n2026-12-25" in browser.get("/staff/settings/desk-hours").text


@pytest.mark.parametrize("bad", [{"weekdays": []}, {"opens": "16:00"}, {"opens": "nine"}, {"holidays": "Christmas"}])
def test_hours_that_never_come_are_refused(browser, bad):
    page = browser.post("/staff/settings/desk-hours", data={**HOURS, **bad})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert DeskHoursSettings.current() == DeskHoursSettings()


def test_targets_are_kept_by_priority(browser):
    sent = {"response_hours": ["1", "2", "3", "4"], "resolution_hours": ["5", "6", "7", "8"]}
    assert browser.post("/staff/settings/targets", data=sent).status_code == 302
    targets = TargetSettings.current()
    assert (targets.response_hours[Priority.urgent], targets.response_hours[Priority.low]) == (1, 4)
    assert (targets.resolution_hours[Priority.high], targets.resolution_hours[Priority.medium]) == (6, 7)


@pytest.mark.parametrize(
    "hours", [["0", "2", "3", "4"], ["-1", "2", "3", "4"], ["soon", "2", "3", "4"], ["1", "2"], []]
)
def test_targets_that_cannot_be_are_refused(browser, hours):
    page = browser.post(
        "/staff/settings/targets", data={"response_hours": hours, "resolution_hours": ["5", "6", "7", "8"]}
    )
    assert page.status_code == 200
    assert "field__error" in page.text
    assert TargetSettings.current() == TargetSettings()


def test_patience_is_kept(browser):
    sent = {"close_resolved_days": "5", "first_reminder_days": "2", "second_reminder_days": "4"}
    assert browser.post("/staff/settings/patience", data=sent).status_code == 302
    assert PatienceSettings.current().close_resolved_days == 5
    assert browser.post("/staff/settings/patience", data={**sent, "close_resolved_days": "0"}).status_code == 200
    assert PatienceSettings.current().close_resolved_days == 5


def test_a_change_of_somebody_else_meanwhile_is_not_overwritten_unseen(browser):
    form = {"close_resolved_days": "5", "first_reminder_days": "2", "second_reminder_days": "4"}
    opened = re.search(r'name="seen" value="(\w+)"', browser.get("/staff/settings/patience").text)[1]
    browser.post("/staff/settings/patience", data={**form, "close_resolved_days": "9"})

    refused = browser.post("/staff/settings/patience", data={**form, "seen": opened})

    assert "Somebody changed this since you opened it" in refused.text
    assert 'value="5"' in refused.text  # the input is kept
    assert PatienceSettings.current().close_resolved_days == 9
    now_seen = re.search(r'name="seen" value="(\w+)"', refused.text)[1]
    assert browser.post("/staff/settings/patience", data={**form, "seen": now_seen}).status_code == 302
    assert PatienceSettings.current().close_resolved_days == 5


def picture() -> BytesIO:
    stream = BytesIO()
    Image.new("RGB", (64, 64), "navy").save(stream, "PNG")
    stream.seek(0)
    return stream


def test_a_logo_is_shown_and_taken_away(browser):
    answer = browser.post("/staff/settings/company/logo", data={"picture": (picture(), "logo.png")})
    assert answer.status_code == 302, answer.text
    key = CompanySettings.current().logo_key
    assert storage().exists(key)
    assert "/company/logo?v=" in browser.get("/staff/settings/company").text
    assert browser.post("/staff/settings/company/logo/remove").status_code == 302
    assert CompanySettings.current().logo_key is None
    assert not storage().exists(key)


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>"])
def test_what_is_no_picture_is_refused(browser, content):
    page = browser.post("/staff/settings/company/logo", data={"picture": (BytesIO(content), "logo.png")})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert CompanySettings.current().logo_key is None


def test_a_logo_beyond_one_megabyte_is_refused(session, carol):
    with pytest.raises(TooLarge):
        services.change_logo(BytesIO(b"x" * (1024 * 1024 + 1)), actor=carol)


def test_saving_the_company_keeps_its_logo(browser):
    browser.post("/staff/settings/company/logo", data={"picture": (picture(), "logo.png")})
    key = CompanySettings.current().logo_key
    assert browser.post("/staff/settings/company", data=COMPANY).status_code == 302
    assert CompanySettings.current().logo_key == key is not None


def test_an_unknown_section_does_not_exist(browser):
    assert browser.get("/staff/settings/secrets").status_code == 404
    assert browser.post("/staff/settings/set_up", data={"stamp": "x"}).status_code == 404
