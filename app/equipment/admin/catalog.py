"""What devices are of: manufacturers and models; and what people agree to who get one."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.equipment import policies, queries, services
from app.equipment.admin import words  # noqa: F401  the kinds' words
from app.equipment.models import EquipmentModel, HandOverTerms, Manufacturer
from app.equipment.schemas import ManufacturerChange, ModelChange, TermsDraft
from app.web.admin import KeptView, ServiceModelView, TableInterface


class KeptByAgents(KeptView):
    """What the two screens share: agents keep them."""

    class_permission_name = "EquipmentModel"

    def may_change(self, item: Any) -> bool:
        return policies.can_keep(g.user)


class ManufacturerView(KeptByAgents):
    """Who makes our devices."""

    datamodel = TableInterface(Manufacturer)
    route_base = "/staff/manufacturers"
    schema = ManufacturerChange
    keep = staticmethod(services.keep_manufacturer)
    drop = staticmethod(services.drop_manufacturer)

    list_title, add_title, edit_title = _l("Manufacturers"), _l("New manufacturer"), _l("Edit manufacturer")
    intro = _l("Who makes our devices, and how their support is reached.")
    empty_title, empty_text = _l("No manufacturers yet"), _l("Add one before the first model.")
    add_label, icon = _l("New manufacturer"), "building-2"

    list_columns = ["name", "website", "support_phone"]
    show_columns = ["name", "website", "support_phone", "created_at"]
    add_columns = edit_columns = ["name", "website", "support_phone"]
    search_columns = ["name"]
    order_columns = ["name", "created_at"]
    base_order = ("name", "asc")
    label_columns = {"website": _l("Website"), "support_phone": _l("Support phone")}


class ModelView(KeptByAgents):
    """The products that we have devices of."""

    datamodel = TableInterface(EquipmentModel)
    route_base = "/staff/equipment-models"
    schema = ModelChange
    keep = staticmethod(services.keep_model)
    drop = staticmethod(services.drop_model)
    show_template = "staff/equipment/model.html"

    list_title, add_title, edit_title = _l("Models"), _l("New model"), _l("Edit model")
    intro = _l("What we buy. Devices take warranty, worth and end of life from their model.")
    empty_title, empty_text = _l("No models yet"), _l("Add one before the first device.")
    add_label, icon = _l("New model"), "component"

    list_columns = ["name", "manufacturer", "kind", "warranty_months", "end_of_life_on", "is_active"]
    show_fieldsets = [
        (None, {"fields": ["name", "manufacturer", "kind", "is_active"]}),
        (_l("Warranty and worth"), {"fields": ["warranty_months", "depreciation_months", "floor_value"]}),
        (_l("End"), {"fields": ["end_of_life_on"]}),
    ]
    add_fieldsets = edit_fieldsets = [
        (None, {"fields": ["name", "manufacturer", "kind", "is_active"]}),
        (_l("Warranty and worth"), {"fields": ["warranty_months", "depreciation_months", "floor_value"]}),
        (_l("End"), {"fields": ["end_of_life_on"]}),
    ]
    search_columns = ["name", "manufacturer", "kind", "end_of_life_on", "is_active"]
    order_columns = ["name", "end_of_life_on"]
    base_order = ("name", "asc")
    label_columns = {
        "manufacturer": _l("Manufacturer"),
        "kind": _l("Kind"),
        "warranty_months": _l("Warranty, in months"),
        "depreciation_months": _l("Written off over, in months"),
        "floor_value": _l("Worth that remains"),
        "end_of_life_on": _l("End of life"),
    }
    description_columns = {
        "warranty_months": _l("Says when the warranty of a new device ends."),
        "depreciation_months": _l("In equal parts from the month of the purchase. Left empty, nothing is written off."),
        "end_of_life_on": _l("From this day on the manufacturer gives no more updates."),
        "is_active": _l("Switched off, it is no longer offered; devices keep it."),
    }

    def name_of(self, item: EquipmentModel) -> str:
        return item.name

    def _show(self, pk: Any) -> dict[str, Any]:
        shown = super()._show(pk)
        item = shown["show"].template_args["item"]
        return {**shown, "item": item, "figures": queries.model_figures(item)}


class HandOverTermsView(ServiceModelView):
    """Each wording of the terms; the newest is in force, the older ones are kept by those who agreed to them."""

    datamodel = TableInterface(HandOverTerms)
    route_base = "/staff/hand-over-terms"
    class_permission_name = "HandOverTerms"
    schema = TermsDraft
    include_route_methods = ServiceModelView.include_route_methods - {"edit", "delete"}

    list_title, add_title = _l("Terms of handing over"), _l("New terms")
    intro = _l("What somebody agrees to who accepts a device. The newest wording counts; receipts keep theirs.")
    empty_title, empty_text = _l("No terms yet"), _l("Without them, people only confirm that they got the device.")
    add_label, icon = _l("New terms"), "scroll-text"

    list_columns = ["id", "text", "author", "created_at"]
    show_columns = ["id", "text", "author", "created_at"]
    add_columns = ["text"]
    search_columns: list[str] = []
    order_columns = ["id", "created_at"]
    base_order = ("id", "desc")
    column_kinds = {"text": "long"}
    label_columns = {"id": _l("Version"), "text": _l("Text"), "author": _l("Worded by")}

    def create(self, data: TermsDraft, actor: User) -> HandOverTerms:
        return services.word_terms(data, actor=actor)
