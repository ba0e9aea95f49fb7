"""What orders knowledge: shelves, tags, and words that mean the same."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from app.knowledge import policies, services
from app.knowledge.models import KnowledgeCategory, SynonymGroup, Tag
from app.knowledge.schemas import CategoryChange, SynonymChange, TagChange
from app.web.admin import ChoiceField, KeptView, TableInterface

ICONS = {
    "book-open": _l("Open book"), "laptop": _l("Laptop"), "monitor": _l("Monitor"), "printer": _l("Printer"),
    "smartphone": _l("Phone"), "headphones": _l("Headphones"), "wifi": _l("Network"), "globe": _l("Globe"),
    "key-round": _l("Key"), "shield": _l("Shield"), "mail": _l("Mail"), "calendar": _l("Calendar"),
    "video": _l("Camera"), "app-window": _l("Program"), "cloud": _l("Cloud"), "folder": _l("Folder"),
    "users": _l("People"), "building-2": _l("Building"), "rocket": _l("Rocket"), "life-buoy": _l("Life belt"),
}  # fmt: skip


class LabelView(KeptView):
    """What the three screens share: whoever writes knowledge keeps its labels."""

    class_permission_name = "Knowledge"

    def may_change(self, item: Any) -> bool:
        return policies.can_write(g.user)


class KnowledgeCategoryView(LabelView):
    """The shelves on which items stand."""

    datamodel = TableInterface(KnowledgeCategory)
    route_base = "/staff/knowledge-categories"
    schema = CategoryChange
    keep = staticmethod(services.keep_category)
    drop = staticmethod(services.drop_category)

    list_title, add_title, edit_title = _l("Topics"), _l("New topic"), _l("Edit topic")
    intro = _l("Employees see them on the help page; each item stands in one.")
    empty_title, empty_text = _l("No topics yet"), _l("Make one before you write the first article.")
    add_label, icon = _l("New topic"), "folder"

    list_columns = ["name", "description", "icon", "slug"]
    show_columns = ["name", "description", "icon", "slug", "created_at"]
    add_columns = edit_columns = ["name", "description", "icon"]
    search_columns = ["name"]
    order_columns = ["name", "slug"]
    base_order = ("name", "asc")
    column_kinds = {"icon": "icon", "slug": "code"}
    label_columns = {"description": _l("What it is about"), "icon": _l("Picture"), "slug": _l("In the address")}
    add_form_extra_fields = edit_form_extra_fields = {
        "icon": ChoiceField(label_columns["icon"], offered=ICONS, default="book-open")
    }


class TagView(LabelView):
    """Words that items share across topics."""

    datamodel = TableInterface(Tag)
    route_base = "/staff/knowledge-tags"
    schema = TagChange
    keep = staticmethod(services.keep_tag)
    drop = staticmethod(services.drop_tag)

    list_title, add_title, edit_title = _l("Tags"), _l("New tag"), _l("Edit tag")
    intro = _l("A tag joins items of several topics, such as “Home office”.")
    empty_title, empty_text = _l("No tags yet"), _l("They are not needed; topics and search come first.")
    add_label, icon = _l("New tag"), "tags"

    list_columns = ["name", "slug", "created_at"]
    show_columns = ["name", "slug", "created_at"]
    add_columns = edit_columns = ["name"]
    search_columns = ["name"]
    order_columns = ["name", "created_at"]
    base_order = ("name", "asc")
    column_kinds = {"slug": "code"}
    label_columns = {"slug": _l("In the address")}


class SynonymView(LabelView):
    """Words that mean the same to somebody who searches."""

    datamodel = TableInterface(SynonymGroup)
    route_base = "/staff/synonyms"
    schema = SynonymChange
    keep = staticmethod(services.keep_synonyms)
    drop = staticmethod(services.drop_synonyms)

    list_title, add_title, edit_title = _l("Synonyms"), _l("New synonyms"), _l("Edit synonyms")
    intro = _l("Whoever searches for one of these words finds the others too.")
    empty_title = _l("No synonyms yet")
    empty_text = _l("Look into “Searched, nothing found”: the words that people use stand there.")
    add_label, icon = _l("New synonyms"), "equal"

    list_columns = ["words", "created_at"]
    show_columns = ["words", "created_at"]
    add_columns = edit_columns = ["words"]
    search_columns = ["words"]
    order_columns = ["words", "created_at"]
    base_order = ("words", "asc")
    label_columns = {"words": _l("Words")}
    description_columns = {"words": _l("Separated by commas: notebook, laptop, portable computer")}
