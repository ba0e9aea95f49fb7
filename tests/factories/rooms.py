"""Rooms and where they are, as the services make them."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import BaseRole, User
from app.core import clock
from app.extensions import db
from app.rooms import services
from app.rooms.models import BookingOccurrence, Building, Floor, Room, RoomFeature, Site
from app.rooms.schemas import BookingDraft, BuildingChange, FeatureChange, FloorChange, RoomChange, SiteChange
from tests.factories.people import PersonFactory


def keeper() -> User:
    """Somebody of IT who keeps rooms."""
    return PersonFactory(role=BaseRole.agent)


def site(name: str = "Vienna", zone: str = "Europe/Vienna", actor: User | None = None, **fields: Any) -> Site:
    """The site of this name."""
    found = db.session.scalar(sa.select(Site).where(Site.name == name))
    return found or services.keep_site(None, SiteChange(name=name, timezone=zone, **fields), actor=actor or keeper())


def building(name: str = "Main house", at: Site | None = None, actor: User | None = None) -> Building:
    """The building of this name at its site."""
    at = at or site(actor=actor)
    found = db.session.scalar(sa.select(Building).where(Building.name == name, Building.site_id == at.id))
    return found or services.keep_building(None, BuildingChange(name=name, site_id=at.id), actor=actor or keeper())


def floor(name: str = "Ground floor", at: Building | None = None, actor: User | None = None) -> Floor:
    """The floor of this name in its building."""
    at = at or building(actor=actor)
    found = db.session.scalar(sa.select(Floor).where(Floor.name == name, Floor.building_id == at.id))
    return found or services.keep_floor(None, FloorChange(name=name, building_id=at.id), actor=actor or keeper())


def feature(name: str = "Screen", actor: User | None = None) -> RoomFeature:
    """The feature of this name."""
    found = db.session.scalar(sa.select(RoomFeature).where(RoomFeature.name == name))
    return found or services.keep_feature(None, FeatureChange(name=name, icon="tv"), actor=actor or keeper())


def room(name: str = "Amber", at: Floor | None = None, actor: User | None = None, **fields: Any) -> Room:
    """A new room with six seats."""
    actor = actor or keeper()
    at = at or floor(actor=actor)
    known = {"name": name, "code": secrets.token_hex(3), "floor_id": at.id, "capacity": 6}
    return services.keep_room(None, RoomChange.model_validate({**known, **fields}), actor=actor)


def soon() -> tuple[datetime, datetime]:
    """An hour of tomorrow."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    return start, start + timedelta(hours=1)


def booking(owner: User, room_id: int, start: datetime | None = None, **fields: Any) -> BookingOccurrence:
    """The first time of a booking of somebody; an hour of tomorrow unless said otherwise."""
    begins = start or soon()[0]
    known = {"title": "Stand-up", "starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    draft = BookingDraft.model_validate({**known, **fields})
    return services.book_room(db.session.get_one(Room, room_id), draft, actor=owner).occurrences[0]
