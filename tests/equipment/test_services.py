"""Registering, changing, finding: what a device may be and how it is found."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.core.errors import Conflict, Invalid, NotAllowed, Stale
from app.core.paging import Paging
from app.equipment import queries, services
from app.equipment.models import DeviceEvent
from app.equipment.schemas import DeviceChange, DeviceDraft, DeviceFilters, ManufacturerChange, ModelChange
from tests.factories import equipment as devices

NEWEST = Paging("-id")


def found(actor, words):
    """Tags of the devices that a search finds, in every way to search."""
    tags = [device.tag for device in queries.lookup(actor, words)]
    page = queries.devices(actor, DeviceFilters(q=words), NEWEST)
    assert [device.tag for device in page.items] == tags
    return tags


def test_a_new_device_takes_name_and_warranty_from_its_model(bob):
    model = devices.model("Falke 14", bob, warranty_months=18)

    device = devices.device("LT-0042", bob, purchased_on=date(2025, 8, 31))

    assert (device.name, device.model, device.warranty_ends_on) == ("Nordwind Falke 14", model, date(2027, 2, 28))
    assert device.room is None


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2024, 1, 31), 1, date(2024, 2, 29)), (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2024, 12, 15), 1, date(2025, 1, 15)), (date(2024, 6, 30), 36, date(2027, 6, 30)),
])  # fmt: skip
def test_months_end_on_the_same_day_or_the_last(day, months, then):
    assert services.months_after(day, months) == then


def test_what_was_said_of_the_warranty_counts(bob):
    device = devices.device(actor=bob, purchased_on=date(2025, 1, 1), warranty_ends_on=date(2030, 1, 1))
    assert device.warranty_ends_on == date(2030, 1, 1)
    with pytest.raises(Invalid):
        devices.device(actor=bob, purchased_on=date(2025, 1, 1), warranty_ends_on=date(2024, 1, 1))


def test_a_second_tag_or_serial_number_is_refused_by_the_name_of_the_first(bob):
    first = devices.device("LT-1", bob, serial_number="SN 1", name="Anna's laptop")
    other = devices.device("LT-2", bob, serial_number="SN 2")

    for draft in ({"tag": "LT-1"}, {"tag": "LT-3", "serial_number": "SN 1"}):
        with pytest.raises(services.Taken) as refused:
            services.register_device(DeviceDraft(model_id=first.model_id, **draft), actor=bob)
        assert "LT-1 Anna's laptop" in refused.value.message
        assert refused.value.details["equipment_id"] == first.id
    for change in ({"tag": "LT-1"}, {"tag": "lt-1"}, {"serial_number": "SN 1"}):
        with pytest.raises(services.Taken):
            services.change_device(other, DeviceChange(**change), actor=bob)
    assert (other.tag, other.serial_number) == ("LT-2", "SN 2")


def test_two_devices_may_have_no_serial_number(bob):
    devices.device("LT-1", bob)
    devices.device("LT-2", bob, serial_number="  ")


def test_a_device_begins_its_life_at_the_beginning(bob):
    with pytest.raises(ValidationError):
        DeviceDraft(tag="LT-1", model_id=1, state="in_use")
    with pytest.raises(ValidationError):
        DeviceDraft(tag="LT-1", model_id=1, currency="Euro")
    with pytest.raises(ValidationError):
        DeviceDraft(tag="LT-1", model_id=1, purchased_on=date(207, 1, 1))


@pytest.mark.parametrize("field", ["model_id", "room_id"])
def test_an_unknown_model_or_room_is_refused(bob, field):
    device = devices.device(actor=bob)
    known = {"tag": "LT-9", "model_id": device.model_id}
    with pytest.raises(Invalid) as refused:
        services.register_device(DeviceDraft.model_validate({**known, field: 9_000_000}), actor=bob)
    assert field in refused.value.errors
    with pytest.raises(Invalid):
        services.change_device(device, DeviceChange.model_validate({field: 9_000_000}), actor=bob)


def test_a_change_changes_only_what_is_sent(bob):
    device = devices.device("LT-1", bob, serial_number="SN 1", notes="Dented")

    services.change_device(device, DeviceChange(purchase_cost=Decimal("1299.00"), notes=""), actor=bob, seen=1)

    assert (device.serial_number, device.notes, device.purchase_cost, device.version) == ("SN 1", "", 1299, 2)
    services.change_device(device, DeviceChange(notes=""), actor=bob)
    assert device.version == 2
    with pytest.raises(Stale):
        services.change_device(device, DeviceChange(notes="x"), actor=bob, seen=1)


def test_those_who_only_look_change_nothing(alice, mia, bob):
    device = devices.device(actor=bob)
    for actor in (alice, mia):
        for attempt in (
            lambda a: services.change_device(device, DeviceChange(notes="x"), actor=a),
            lambda a: services.register_device(DeviceDraft(tag="LT-9", model_id=device.model_id), actor=a),
            lambda a: services.keep_manufacturer(None, ManufacturerChange(name="Sturm"), actor=a),
            lambda a: services.keep_model(None, ModelChange(name="S", manufacturer_id=1), actor=a),
            lambda a: services.drop_model(device.model, actor=a),
            lambda a: services.drop_manufacturer(device.model.manufacturer, actor=a),
        ):
            with pytest.raises(NotAllowed):
                attempt(actor)


def test_a_device_is_found_by_beginnings_of_its_words(bob, alice):
    devices.device("LT-0042", bob, serial_number="5CG12345Xyz", name="Annas Gerät")
    devices.device("LT-0043", bob, model_id=devices.model("Eule 27", bob, kind="monitor").id)

    for words in ("lt-0042", "LT 42", "0042", "42", "5cg12", "gerat", "GERÄT annas", "nordw fal"):
        assert found(bob, words) == ["LT-0042"], words
    assert found(bob, "lt nordwind") == ["LT-0043", "LT-0042"]
    assert queries.lookup(bob, "") == []
    for words in ("'", '"', "* :*", "zebra", "42 43"):
        assert found(bob, words) == [], words
    assert found(alice, "42") == []


def test_a_device_is_found_by_its_new_words_only(bob):
    device = devices.device("LT-1", bob, name="Annas")

    services.change_device(device, DeviceChange(tag="PC-2"), actor=bob)
    assert (found(bob, "LT-1"), found(bob, "PC-2")) == ([], ["PC-2"])

    renamed = ModelChange(name="Spatz", manufacturer_id=device.model.manufacturer_id)
    services.keep_model(device.model, renamed, actor=bob)
    assert (found(bob, "Falke"), found(bob, "Spatz")) == ([], ["PC-2"])

    services.keep_manufacturer(device.model.manufacturer, ManufacturerChange(name="Sturm"), actor=bob)
    assert (found(bob, "Nordwind"), found(bob, "Sturm")) == ([], ["PC-2"])


def test_lists_are_narrowed_by_each_filter(bob, alice):
    held = devices.in_use(alice, "LT-1", bob)
    devices.device("MO-1", bob, model_id=devices.model("Eule 27", bob, kind="monitor").id)

    for filters in ({"state": "in_use"}, {"kind": "laptop,dock"}, {"model": str(held.model_id)},
                    {"holder": str(alice.id)}):  # fmt: skip
        page = queries.devices(bob, DeviceFilters.model_validate(filters), NEWEST)
        assert [device.tag for device in page.items] == ["LT-1"], filters
    assert queries.devices(bob, DeviceFilters(room=[17]), NEWEST).items == []
    with pytest.raises(Invalid):
        queries.devices(bob, DeviceFilters(q="lt"), Paging("tag"))


def test_a_search_goes_on_where_its_page_ended(bob):
    for number in range(3):
        devices.device(f"LT-{number}", bob)
    first = queries.devices(bob, DeviceFilters(q="lt"), Paging("-id", size=2))
    rest = queries.devices(bob, DeviceFilters(q="lt"), Paging("-id", size=2, cursor=first.next_cursor))
    assert [device.tag for device in [*first.items, *rest.items]] == ["LT-2", "LT-1", "LT-0"]


def test_what_is_in_use_is_not_removed(bob):
    device = devices.device(actor=bob)
    for attempt in (lambda: services.drop_model(device.model, actor=bob),
                    lambda: services.drop_manufacturer(device.model.manufacturer, actor=bob)):  # fmt: skip
        with pytest.raises(Conflict):
            attempt()
    with pytest.raises(Conflict):
        services.keep_manufacturer(None, ManufacturerChange(name="Nordwind"), actor=bob)
    with pytest.raises(Invalid):
        services.keep_model(None, ModelChange(name="S", manufacturer_id=9_000_000), actor=bob)


def test_the_history_begins_with_the_registration(bob):
    device = devices.device(actor=bob, state="ordered")
    [entry] = queries.history(device).items
    assert (entry.event, entry.from_state, entry.to_state.value) == (DeviceEvent.register, None, "ordered")
