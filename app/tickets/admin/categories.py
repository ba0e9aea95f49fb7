"""Categories: what a ticket is about."""

from flask_babel import lazy_gettext as _l

from app.tickets.admin import words  # noqa: F401  the priorities' words
from app.tickets.models import Category
from app.tickets.schemas import CategoryChange
from app.web.admin import CatalogView, ChoiceField, TableInterface

ICONS = {
    "laptop": _l("Laptop"),
    "monitor": _l("Screen"),
    "printer": _l("Printer"),
    "smartphone": _l("Phone"),
    "app-window": _l("Program"),
    "mail": _l("Mail"),
    "key-round": _l("Key"),
    "lock": _l("Lock"),
    "wifi": _l("Wi-Fi"),
    "server": _l("Server"),
    "database": _l("Database"),
    "cloud": _l("Cloud"),
    "door-open": _l("Door"),
    "user-plus": _l("New person"),
    "package": _l("Parcel"),
    "shield": _l("Shield"),
    "graduation-cap": _l("Training"),
    "life-buoy": _l("Life buoy"),
}


class CategoryView(CatalogView):
    """The categories that an administrator keeps."""

    datamodel = TableInterface(Category)
    route_base = "/staff/categories"
    class_permission_name = "Category"
    schema = CategoryChange

    list_title, add_title, edit_title = _l("Categories"), _l("New category"), _l("Edit category")
    intro = _l("What a ticket is about. A category says which team starts with it and how urgent it usually is.")
    empty_title, empty_text = _l("No categories yet"), _l("Add what people ask about most.")
    add_label, icon = _l("New category"), "tags"

    list_columns = ["name", "question", "team", "default_priority", "is_active"]
    show_columns = ["name", "question", "icon", "team", "default_priority", "is_active", "created_at"]
    add_columns = edit_columns = ["name", "question", "icon", "team", "default_priority", "is_active"]
    search_columns = ["name", "team", "default_priority", "is_active"]
    order_columns = ["name", "is_active", "created_at"]
    base_order = ("name", "asc")
    small_relations = frozenset({"team"})
    column_kinds = {"icon": "icon"}
    label_columns = {
        "question": _l("Question"),
        "icon": _l("Icon"),
        "team": _l("Team"),
        "default_priority": _l("Usual priority"),
    }
    description_columns = {
        "question": _l("How an employee would put it, such as “Something you can touch does not work”."),
        "team": _l("The team in whose queue new tickets of this category wait."),
        "default_priority": _l("Used when nothing is said about how urgent it is."),
        "is_active": _l("Switched off, it is no longer offered; tickets keep it."),
    }
    add_form_extra_fields = edit_form_extra_fields = {
        "icon": ChoiceField(_l("Icon"), offered=ICONS, default="life-buoy"),
    }
