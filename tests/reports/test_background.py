"""Long exports: prepared by the worker with their person's rights, told, fetched by that person alone, forgotten."""

from typing import Any

import pytest

from app.accounts.preferences import Preferences
from app.core.errors import Conflict, NotAllowed
from app.core.storage import storage
from app.core.transaction import transaction
from app.extensions import db
from app.notifications.models import Delivery, Notification
from app.reports import jobs, preparing, queries, services
from app.reports.models import ExportState, ReportExport
from app.reports.schemas import ListExportQuery
from tests.factories import tickets
from tests.signing_in import bearer_of, sign_in

ALL = ListExportQuery(view="all")
API = "/api/v1/admin/report-exports"
DESK = "/staff/report-exports"


@pytest.fixture
def asked(mia: Any, alice: Any, clock: Any) -> ReportExport:
    """An export of two tickets that the manager asked for."""
    tickets.ticket(alice), tickets.ticket(alice, "Ünïcode ☃")
    return services.ask_for_export(ALL, actor=mia)


def text_of(row: ReportExport) -> str:
    with storage().open(row.storage_key) as file:
        return file.read().decode("utf-8-sig")


def fetched(client: Any, address: str) -> bytes:
    with client.get(address.removeprefix("http://localhost")) as answer:
        return answer.get_data()


def test_the_worker_writes_the_file_and_its_person_is_told(asked: Any, mia: Any):
    assert preparing.prepare_next() == 1
    assert preparing.prepare_next() == 0

    assert (asked.state, asked.rows, asked.total) == (ExportState.ready, 2, 2)
    assert asked.filename == "tickets-list-2026-03-02.csv"
    assert "Ünïcode ☃" in text_of(asked)
    assert len(text_of(asked).encode()) + 3 == asked.size
    [bell] = db.session.query(Notification).filter_by(user_id=mia.id)
    assert bell.params["export_id"] == asked.id
    assert [mail.template for mail in db.session.query(Delivery).filter_by(user_id=mia.id)] == ["export_ready"]


def test_nobody_is_mailed_who_wants_none(asked: Any, mia: Any):
    with transaction():
        mia.preferences = Preferences().changed(notifications={}).model_dump() | {
            "notifications": {"export": {"mail": False}}
        }
    preparing.prepare_next()
    assert not db.session.query(Delivery).filter_by(user_id=mia.id).count()


def test_the_link_leads_its_person_to_the_file_for_a_day(client: Any, asked: Any, mia: Any, carol: Any, clock: Any):
    preparing.prepare_next()
    link = f"{DESK}/{asked.id}/file"
    sign_in(client, mia)
    page = client.get(DESK).get_data(as_text=True)
    assert f'href="{link}"' in page
    assert "Ünïcode ☃".encode() in fetched(client, client.get(link).location)
    sign_in(client, carol)
    assert client.get(link).status_code == 404
    sign_in(client, mia)
    clock.advance(hours=11)
    assert client.get(link).status_code == 302
    with transaction():
        asked.expires_at = clock.now
    assert client.get(link).status_code == 404


def test_it_is_written_with_the_rights_that_its_person_has_then(asked: Any, mia: Any):
    with transaction():
        mia.roles = []
    preparing.prepare_next()
    assert asked.state is ExportState.failed
    assert not storage().exists(asked.storage_key)


def test_it_speaks_the_language_and_keeps_the_zone_of_its_person(asked: Any, mia: Any):
    with transaction():
        mia.locale, mia.timezone = "de", "America/New_York"
    preparing.prepare_next()
    title, first, *_ = text_of(asked).splitlines()
    assert "Betreff" in title
    assert "2026-03-02T04:00:00-05:00" in first


def test_a_cancelled_one_stops_and_leaves_nothing(asked: Any, mia: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preparing, "TOLD_EACH", 0.0)
    row, seen = asked, []

    def cancelling(sheet: Any, kind: Any) -> Any:
        made = preparing_export(sheet, kind)
        seen.append(next(made.pieces))
        services.drop_export(row, actor=mia)
        return made

    preparing_export = preparing.export_of
    monkeypatch.setattr(preparing, "export_of", cancelling)
    preparing.prepare_next()
    assert row.state is ExportState.dropped
    assert not db.session.query(Notification).filter_by(user_id=mia.id).count()
    jobs.remove_exports(row.created_at)
    assert not db.session.query(ReportExport).count()


def test_a_defect_is_told_and_does_not_stop_the_others(asked: Any, mia: Any, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as broken:
        broken.setattr(preparing, "export_of", None)
        assert preparing.prepare_next() == 1
    assert asked.state is ExportState.failed
    assert "our side" in asked.message
    assert [bell.what for bell in db.session.query(Notification).filter_by(user_id=mia.id)] == ["export_failed"]
    other = services.ask_for_export(ALL, actor=mia)
    preparing.prepare_next()
    assert other.state is ExportState.ready


def test_what_a_worker_left_behind_is_taken_up_again_but_not_for_ever(asked: Any, clock: Any):
    for _attempt in range(3):
        assert services.lease_export() == asked.id
        assert services.lease_export() is None
        clock.advance(minutes=3)
    assert services.lease_export() is None
    assert asked.state is ExportState.failed


def test_forgotten_files_are_removed(asked: Any, clock: Any):
    preparing.prepare_next()
    key = asked.storage_key
    jobs.remove_exports(clock.now)
    assert storage().exists(key)
    clock.advance(hours=25)
    jobs.remove_exports(clock.now)
    assert not storage().exists(key)
    assert not db.session.query(ReportExport).count()


def test_three_are_enough_at_a_time(asked: Any, mia: Any):
    services.ask_for_export(ALL, actor=mia), services.ask_for_export(ALL, actor=mia)
    with pytest.raises(Conflict):
        services.ask_for_export(ALL, actor=mia)


def test_who_may_take_nothing_along_asks_for_nothing(bob: Any, clock: Any):
    with pytest.raises(NotAllowed):
        services.ask_for_export(ALL, actor=bob)


def test_the_desk_offers_to_prepare_a_long_list(client: Any, asked: Any, mia: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.reports.queries.exports.LONG", 1)
    sign_in(client, mia)
    offer = client.get("/staff/reports/tickets-list/export?view=all&format=xlsx")
    assert offer.location == f"{DESK}/add?view=all&format=xlsx"
    assert "Prepare the file" in client.get(offer.location).get_data(as_text=True)
    assert client.get("/staff/reports/tickets-list/export?view=all&directly=1").status_code == 200
    assert client.get("/staff/reports/tickets-list/export?view=all&format=pdf").status_code == 200
    assert client.post(f"{DESK}?view=all&format=xlsx").status_code == 302
    page = client.get(f"{DESK}/progress").get_data(as_text=True)
    assert "Waits for its turn" in page
    assert "every 2s" in page
    assert client.post(f"{DESK}/{asked.id}/drop").status_code == 302


def test_it_is_asked_for_and_fetched_over_rest(client: Any, mia: Any, alice: Any, clock: Any):
    tickets.ticket(alice)
    headers = bearer_of(mia)
    made = client.post(API, headers=headers, json={"format": "xlsx", "status": "open"})
    assert (made.status_code, made.get_json()["state"]) == (201, "waiting")
    address = made.headers["Location"]
    assert client.get(f"{address}/file", headers=headers).status_code == 404
    preparing.prepare_next()
    assert client.get(API, headers=headers).get_json()["items"][0]["rows"] == 1
    url = client.get(f"{address}/file", headers=headers).get_json()["downloadUrl"]
    assert fetched(client, url).startswith(b"PK")
    assert client.delete(address, headers=headers).status_code == 204
    assert client.get(address, headers=headers).status_code == 404


def test_a_list_is_long_from_its_limit_on(asked: Any, mia: Any, monkeypatch: pytest.MonkeyPatch):
    found = []
    for limit in (1, 2):
        monkeypatch.setattr("app.reports.queries.exports.LONG", limit)
        found.append(queries.is_long(mia, ALL))
    assert found == [True, False]
