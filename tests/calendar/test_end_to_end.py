"""A visit that is planned here stands there, moves with it, and comes back when it may not move."""

from datetime import timedelta

from app.calendar import offers, sources
from app.calendar.models import Direction, VisitState
from app.calendar.services import cancel_visit
from app.worker import relay
from tests.calendar.pair import pair_of
from tests.factories import calendar


def test_a_visit_goes_there_and_a_move_there_comes_back(bob, clock, only_own_sources):
    pair = pair_of(bob, clock, Direction.two_way)
    sources._sources.by_kind.clear()
    for source in offers.SOURCES:
        sources.register(source)
    visit = calendar.visit(actor=bob, technician_id=bob.id)
    relay.run()
    pair.push()
    [(name, event)] = pair.standin.alive().items()
    assert event["start"]["dateTime"] == "2026-03-03T09:00:00Z"

    later = visit.starts_at + timedelta(hours=2)
    pair.standin.person_moves(name, later.isoformat(), (later + timedelta(hours=1)).isoformat())
    pair.pull()
    assert visit.starts_at == later

    relay.run()
    pair.push()
    cancel_visit(visit, actor=bob)
    relay.run()
    pair.push()
    assert visit.state is VisitState.cancelled
    assert not pair.standin.alive()
