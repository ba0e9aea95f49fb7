"""The sites, buildings, floors and features that staff keep."""

import sqlalchemy as sa
from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.core import catalog
from app.core.errors import Conflict, Invalid, NotFound, require
from app.core.transaction import transaction
from app.extensions import db
from app.rooms import policies, queries
from app.rooms.models import Building, Floor, Room, RoomFeature, Site
from app.rooms.schemas import (
    BuildingChange,
    BuildingEdit,
    FeatureChange,
    FeatureEdit,
    FloorChange,
    FloorEdit,
    SiteChange,
    SiteEdit,
)

Row = Site | Building | Floor | RoomFeature


@transaction()
def keep_site(site: Site | None, change: SiteChange | SiteEdit, *, actor: User) -> Site:
    """Write a new or known site; `Conflict` when its name is taken."""
    require(policies.can_keep(actor))
    return catalog.save(site or Site(), change, actor=actor)


@transaction()
def keep_building(building: Building | None, change: BuildingChange | BuildingEdit, *, actor: User) -> Building:
    """Write a new or known building; `Conflict` when its site has the name, `Invalid` for an unknown site."""
    require(policies.can_keep(actor))
    _must_know(Site, "site_id", change)
    return catalog.save(building or Building(), change, actor=actor)


@transaction()
def keep_floor(floor: Floor | None, change: FloorChange | FloorEdit, *, actor: User) -> Floor:
    """Write a new or known floor; its rooms go with it to another building, else `Conflict` when a code is taken there.

    `Invalid` for an unknown building.
    """
    require(policies.can_keep(actor))
    _must_know(Building, "building_id", change)
    row = catalog.save(floor or Floor(), change, actor=actor)
    taken = _("A room of this floor has a code that another room of that building has already.")
    try:
        db.session.execute(sa.update(Room).where(Room.floor_id == row.id).values(building_id=row.building_id))
    except IntegrityError as problem:
        raise Conflict(taken) from problem
    return row


@transaction()
def keep_feature(feature: RoomFeature | None, change: FeatureChange | FeatureEdit, *, actor: User) -> RoomFeature:
    """Write a new or known feature; `Conflict` when its name is taken."""
    require(policies.can_keep(actor))
    return catalog.save(feature or RoomFeature(), change, actor=actor)


@transaction()
def drop_place(row: Row, *, actor: User) -> None:
    """Remove a site, building, floor or feature; `Conflict` when something stands on it."""
    require(policies.can_keep(actor))
    catalog.remove(row, actor=actor)


def _must_know(kind: type[Site] | type[Building], field: str, change: BaseModel) -> None:
    if field not in change.model_fields_set:
        return
    try:
        queries.place(kind, getattr(change, field))
    except NotFound as problem:
        raise Invalid.for_field(field, _("There is no such place.")) from problem
