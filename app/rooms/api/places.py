"""The sites, buildings, floors and features that staff keep: one way of reading and writing for all four."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import g
from pydantic import Field

from app.core.paging import Page
from app.rooms import queries, services
from app.rooms.models import Building, Floor, RoomFeature, Site
from app.rooms.schemas import (
    BuildingChange,
    BuildingEdit,
    BuildingOut,
    FeatureChange,
    FeatureEdit,
    FeatureOut,
    FloorChange,
    FloorEdit,
    FloorOut,
    SiteChange,
    SiteEdit,
    SiteOut,
)
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class PlacesQuery(ListQuery):
    """Which of them."""

    sort: str = "name"


class BuildingsQuery(PlacesQuery):
    """Which buildings."""

    site: Several[int] = Field(default_factory=list)


class FloorsQuery(PlacesQuery):
    """Which floors."""

    building: Several[int] = Field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """What tells the four resources apart."""

    plural: str
    model: Any
    change: Any
    edit: Any
    shown: Any
    keep: Callable[..., Any]
    query: Any = PlacesQuery
    narrows: dict[str, str] = field(default_factory=dict)  # filter -> column


def resource(name: str, kind: Kind) -> type[Api]:
    """The REST resource of one kind of place."""
    place = f"/api/v1/admin/{kind.plural}"

    class Places(Api):
        resource_name = f"admin/{kind.plural}"
        class_permission_name = "Room"

        @expose("")
        @endpoint(query=kind.query, answer=Listed[kind.shown])
        def index(self, query: Any) -> Page:
            """All of them."""
            narrowed = {column: getattr(query, key) for key, column in kind.narrows.items()}
            return queries.places(kind.model, query.paging(), **narrowed)

        @expose("", methods=["POST"])
        @endpoint(body=kind.change, answer=kind.shown, status=201, idempotent=True,
                  location=lambda row: f"{place}/{row.id}")  # fmt: skip
        def add(self, change: Any) -> Any:
            """Add one."""
            return kind.keep(None, change, actor=g.user)

        @expose("/<int:place_id>")
        @endpoint(answer=kind.shown)
        def show(self, place_id: int) -> Any:
            """One of them."""
            return queries.place(kind.model, place_id)

        @expose("/<int:place_id>", methods=["PATCH"])
        @endpoint(body=kind.edit, answer=kind.shown, current="show")
        def change(self, change: Any, place_id: int) -> Any:
            """Change what is sent."""
            return kind.keep(queries.place(kind.model, place_id), change, actor=g.user)

        @expose("/<int:place_id>", methods=["DELETE"])
        @endpoint(status=204, current="show")
        def remove(self, place_id: int) -> None:
            """Remove one that nothing stands on."""
            services.drop_place(queries.place(kind.model, place_id), actor=g.user)

    Places.__name__ = Places.__qualname__ = name
    return Places


SitesApi = resource("SitesApi", Kind("sites", Site, SiteChange, SiteEdit, SiteOut, services.keep_site))
BuildingsApi = resource(
    "BuildingsApi",
    Kind("buildings", Building, BuildingChange, BuildingEdit, BuildingOut, services.keep_building, BuildingsQuery,
         {"site": "site_id"}),
)  # fmt: skip
FloorsApi = resource(
    "FloorsApi",
    Kind("floors", Floor, FloorChange, FloorEdit, FloorOut, services.keep_floor, FloorsQuery,
         {"building": "building_id"}),
)  # fmt: skip
RoomFeaturesApi = resource(
    "RoomFeaturesApi",
    Kind("room-features", RoomFeature, FeatureChange, FeatureEdit, FeatureOut, services.keep_feature),
)  # fmt: skip
