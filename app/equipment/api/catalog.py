"""The manufacturers and models that agents keep."""

from flask import g

from app.core.paging import Page
from app.equipment import queries, services
from app.equipment.models import EquipmentModel, Manufacturer
from app.equipment.schemas import (
    ManufacturerChange,
    ManufacturerEdit,
    ManufacturerOut,
    ModelChange,
    ModelEdit,
    ModelFilters,
    ModelOut,
)
from app.web.api import Api, Listed, ListQuery, endpoint, expose


class ModelsQuery(ModelFilters, ListQuery):
    """Which models."""

    sort: str = "name"


class ManufacturersQuery(ListQuery):
    """Which manufacturers."""

    sort: str = "name"


class ManufacturersApi(Api):
    """Who makes our devices."""

    resource_name = "admin/manufacturers"
    class_permission_name = "EquipmentModel"

    @expose("")
    @endpoint(query=ManufacturersQuery, answer=Listed[ManufacturerOut])
    def index(self, query: ManufacturersQuery) -> Page:
        """All of them, by name."""
        return queries.manufacturers(query.paging())

    @expose("", methods=["POST"])
    @endpoint(body=ManufacturerChange, answer=ManufacturerOut, status=201, idempotent=True,
              location=lambda row: f"/api/v1/admin/manufacturers/{row.id}")  # fmt: skip
    def add(self, change: ManufacturerChange) -> Manufacturer:
        """Add a manufacturer."""
        return services.keep_manufacturer(None, change, actor=g.user)

    @expose("/<int:manufacturer_id>")
    @endpoint(answer=ManufacturerOut)
    def show(self, manufacturer_id: int) -> Manufacturer:
        """One manufacturer."""
        return queries.manufacturer(manufacturer_id)

    @expose("/<int:manufacturer_id>", methods=["PATCH"])
    @endpoint(body=ManufacturerEdit, answer=ManufacturerOut, current="show")
    def change(self, change: ManufacturerEdit, manufacturer_id: int) -> Manufacturer:
        """Change what is sent."""
        return services.keep_manufacturer(queries.manufacturer(manufacturer_id), change, actor=g.user)

    @expose("/<int:manufacturer_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, manufacturer_id: int) -> None:
        """Remove a manufacturer without models."""
        services.drop_manufacturer(queries.manufacturer(manufacturer_id), actor=g.user)


class ModelsApi(Api):
    """The products that we have devices of."""

    resource_name = "admin/models"
    class_permission_name = "EquipmentModel"

    @expose("")
    @endpoint(query=ModelsQuery, answer=Listed[ModelOut])
    def index(self, query: ModelsQuery) -> Page:
        """The models that fit, by name."""
        return queries.models(query, query.paging())

    @expose("", methods=["POST"])
    @endpoint(body=ModelChange, answer=ModelOut, status=201, idempotent=True,
              location=lambda row: f"/api/v1/admin/models/{row.id}")  # fmt: skip
    def add(self, change: ModelChange) -> EquipmentModel:
        """Add a model."""
        return services.keep_model(None, change, actor=g.user)

    @expose("/<int:model_id>")
    @endpoint(answer=ModelOut)
    def show(self, model_id: int) -> EquipmentModel:
        """One model."""
        return queries.model(model_id)

    @expose("/<int:model_id>", methods=["PATCH"])
    @endpoint(body=ModelEdit, answer=ModelOut, current="show")
    def change(self, change: ModelEdit, model_id: int) -> EquipmentModel:
        """Change what is sent."""
        return services.keep_model(queries.model(model_id), change, actor=g.user)

    @expose("/<int:model_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, model_id: int) -> None:
        """Remove a model of which there is no device."""
        services.drop_model(queries.model(model_id), actor=g.user)
