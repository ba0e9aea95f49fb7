"""The devices of the small company: one in use, one that waits for an answer, a loan, some in stock."""

from datetime import date, timedelta

from app.accounts.models import User
from app.core import clock
from app.equipment import services
from app.equipment.schemas import TermsDraft
from app.labels import services as labels
from app.tickets import services as tickets
from app.tickets.schemas import KnownProblemChange
from tests.factories import equipment as devices
from tests.factories import rooms
from tests.factories.tickets import ticket

TERMS = """The device belongs to the company. Carry it in its sleeve and do not leave it in a parked car.
Tell IT on the same day when it is damaged, lost or stolen.
Give it back, with its charger, on your last day."""


def fill(people: dict[str, User]) -> dict[str, int | str]:
    """Make them, and answer their ids by name."""
    bob, carol, alice = people["bob"], people["carol"], people["alice"]
    services.word_terms(TermsDraft(text=TERMS), actor=carol)
    laptop = devices.model("Falke 14 Business Edition", bob, depreciation_months=36, floor_value="100.00")
    dock = devices.model("Anker Dock 7", bob, kind="dock")
    headset = devices.model("Lerche Pro", bob, kind="headset")
    place = rooms.room("Amber", actor=bob)
    bought = clock.now().date() - timedelta(days=700)
    used = devices.in_use(alice, "LT-0042", bob, model_id=laptop.id, name="Laptop of Alice", serial_number="5CG1234XYZ",
                          purchased_on=bought, purchase_cost="1299.90", room_id=place.id,
                          notes="Came with a second charger.")  # fmt: skip
    broken = ticket(alice, "Laptop gets hot under the left hand", equipment_id=used.id, room_id=place.id)
    devices.move(used, "fault", bob, ticket_id=broken.id, reason="The fan rattles; the workshop has a new one.")
    devices.move(used, "repaired", bob, ticket_id=broken.id)
    waiting = devices.handed_over(alice, "DO-0007", bob, model_id=dock.id, serial_number="AD7-0019")
    loan = devices.device("HS-0003", bob, model_id=headset.id)
    devices.move(loan, "lend", bob, person_id=alice.id, due_on=date(2100, 1, 1))
    for number in range(12):
        devices.device(f"LT-{100 + number:04}", bob, model_id=laptop.id, room_id=place.id)
    devices.move(devices.handed_over(people["wilhelmina"], "LT-0099", bob, model_id=laptop.id), "accept",
                 people["wilhelmina"])  # fmt: skip
    known = KnownProblemChange(
        title="Chargers of this series get warm", text="They may; it does no harm.", model_id=laptop.id
    )
    tickets.raise_problem(known, actor=bob)
    [label] = labels.issue_labels([used], [], actor=bob)
    return {
        "about": broken.id,
        "scan": label.token,
        "device": used.id,
        "device_waiting": waiting.id,
        "device_in_stock": loan.id + 1,
        "device_model": laptop.id,
    }
