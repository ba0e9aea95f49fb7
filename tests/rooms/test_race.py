"""Many at once want the same: one gets it, all others are told so, and nobody waits for ever."""

import threading
from collections import Counter
from random import Random

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.core import holds
from app.core.errors import DomainError
from app.core.holds import BookingConflict, Hold, Resource, Wanted
from app.core.transaction import transaction
from app.extensions import db
from app.rooms import queries, services
from app.rooms.schemas import BookingDraft
from tests.factories import rooms
from tests.factories.people import PersonFactory

CLIENTS = 20

pytestmark = pytest.mark.real_commits


def at_once(app, work):
    """What `work(number)` came to in each of many threads that start together."""
    ready, found = threading.Barrier(CLIENTS), []

    def run(number):
        with app.app_context():
            ready.wait()
            try:
                found.append(work(number))
            except DomainError as refusal:
                found.append(type(refusal).__name__)
            except sa.exc.SQLAlchemyError as error:
                found.append(repr(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(found)


def test_many_book_one_slot_and_one_gets_it(app, session):
    room, people = rooms.room().id, [person.id for person in PersonFactory.create_batch(CLIENTS)]
    start, end = rooms.soon()
    session.remove()

    def book(number):
        actor = db.session.get_one(User, people[number])
        draft = BookingDraft(title=f"Client {number}", starts_at=start, ends_at=end)
        services.book_room(queries.room_for(actor, room), draft, actor=actor)
        return "booked"

    assert at_once(app, book) == {"booked": 1, BookingConflict.__name__: CLIENTS - 1}
    assert session.scalar(sa.select(sa.func.count()).where(Hold.is_live)) == 1


def test_bookings_of_several_rooms_never_wait_for_each_other(app, session):
    start, end = rooms.soon()
    chance = Random(7)
    sets = [chance.sample(range(1, 6), 3) for _client in range(CLIENTS)]

    def take(number):
        with transaction():
            holds.take(Wanted(Resource.room, room, start, end, "booking", number + 1) for room in sets[number])
        return "taken"

    found = at_once(app, take)
    assert set(found) == {"taken", BookingConflict.__name__}
    taken = session.scalars(sa.select(Hold.resource_id).where(Hold.is_live)).all()
    assert len(taken) == len(set(taken)) == 3 * found["taken"]
