"""Sites, buildings, floors and features."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from app.core.db import MAX_ID, Model
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.rooms.models import Building, Floor, RoomFeature, Site

Place = TypeVar("Place", Site, Building, Floor, RoomFeature)


def place(kind: type[Place], place_id: int) -> Place:
    """The site, building, floor or feature of this id, else `NotFound`."""
    found = db.session.get(kind, place_id) if 0 < place_id <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def places(kind: type[Model], paging: Paging, **narrowed: list[int]) -> Page:
    """A page of sites, buildings, floors or features; `narrowed` by columns, such as `building_id`."""
    table: Any = kind
    rows = sa.select(table)
    for column, ids in narrowed.items():
        if ids:
            rows = rows.where(getattr(table, column).in_(ids))
    return page_of(rows, paging, keys={"id": table.id, "name": table.name}, tie=table.id)


def sites() -> Sequence[Site]:
    """All sites by name."""
    return db.session.scalars(sa.select(Site).order_by(Site.name)).all()


def buildings() -> Sequence[Building]:
    """All buildings by site and name."""
    rows = sa.select(Building).join(Building.site).order_by(Site.name, Building.name)
    return db.session.scalars(rows).all()


def features() -> Sequence[RoomFeature]:
    """All features by name."""
    return db.session.scalars(sa.select(RoomFeature).order_by(RoomFeature.name)).all()


def features_by_id(ids: Iterable[int]) -> list[RoomFeature]:
    """The known ones of these features, by name."""
    rows = sa.select(RoomFeature).where(RoomFeature.id.in_(list(ids))).order_by(RoomFeature.name)
    return list(db.session.scalars(rows))
