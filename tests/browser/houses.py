"""The rooms of the small company: one with a full day, one that is free, one with a broken screen."""

from datetime import timedelta

from app.accounts.models import User
from app.core import clock
from app.rooms import services
from tests.factories import rooms

LONG = "Preparation of the quarterly meeting about the calendar of the accounting department and everybody who reads it"


def fill(people: dict[str, User]) -> dict[str, int]:
    """Make them, and answer their ids by name."""
    bob, alice = people["bob"], people["alice"]
    screen = rooms.feature("Screen", bob)
    hours = {str(day): ["08:00", "18:00"] for day in range(5)}
    full = rooms.room("Jade", actor=bob, code="0.05", feature_ids=[screen.id], opening_hours=hours)
    rooms.room("Onyx", actor=bob, code="1.01", feature_ids=[screen.id, rooms.feature("Step-free", bob).id])
    broken = rooms.room("Topaz", actor=bob, code="2.09", capacity=10, feature_ids=[screen.id], notes="Ring twice.")
    services.mark_out_of_order(broken, "display", "The display stays black.", feature=broken.features[0], actor=bob)
    monday = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    monday += timedelta(days=7 - monday.weekday())
    week = {"recurrence": "FREQ=WEEKLY;COUNT=4"}
    mine = rooms.booking(alice, full.id, monday, title="Weekly team meeting", **week)
    rooms.booking(people["wilhelmina"], full.id, monday + timedelta(hours=1), title=LONG)
    rooms.booking(people["hanako"], full.id, monday + timedelta(hours=3), title="Salary", private=True)
    services.open_door(full, actor=bob)
    return {"room": full.id, "room_broken": broken.id, "booking": mine.id}
