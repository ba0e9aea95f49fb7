"""Sites, buildings, floors and features as staff keep them."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from app.rooms import policies, services
from app.rooms.forms import ZONES
from app.rooms.models import Building, Floor, RoomFeature, Site
from app.rooms.schemas import BuildingChange, FeatureChange, FloorChange, SiteChange
from app.web.admin import ChoiceField, KeptView, TableInterface

ICONS = {
    "tv": _l("Screen"), "projector": _l("Projector"), "video": _l("Camera"), "mic": _l("Microphone"),
    "phone": _l("Telephone"), "volume-2": _l("Loudspeaker"), "pencil-line": _l("Whiteboard"), "wifi": _l("Wi-Fi"),
    "plug": _l("Sockets"), "cable": _l("Cables"), "monitor": _l("Computer"), "accessibility": _l("Step-free"),
    "coffee": _l("Coffee"), "sun": _l("Daylight"), "headphones": _l("Quiet"), "circle-check": _l("Other"),
}  # fmt: skip


class PlaceView(KeptView):
    """What the four screens share: whoever keeps rooms keeps the places they are at."""

    class_permission_name = "Room"
    base_order = ("name", "asc")
    drop = staticmethod(services.drop_place)

    def may_change(self, item: Any) -> bool:
        return policies.can_keep(g.user)


class SiteView(PlaceView):
    """The places of the company."""

    datamodel = TableInterface(Site)
    route_base = "/staff/sites"
    schema = SiteChange
    keep = staticmethod(services.keep_site)

    list_title, add_title, edit_title = _l("Sites"), _l("New site"), _l("Edit site")
    intro = _l("A site has one time zone, and a country whose public holidays it keeps.")
    empty_title, empty_text = _l("No sites yet"), _l("Begin with the place where you are.")
    add_label, icon = _l("New site"), "map-pin"

    list_columns = ["name", "timezone", "country", "address"]
    show_columns = ["name", "timezone", "country", "address", "created_at"]
    add_columns = edit_columns = ["name", "timezone", "country", "address"]
    search_columns = ["name"]
    order_columns = ["name", "created_at"]
    label_columns = {"timezone": _l("Time zone"), "country": _l("Country"), "address": _l("Address")}
    description_columns = {"country": _l("Two letters, such as AT or DE.")}
    add_form_extra_fields = edit_form_extra_fields = {"timezone": ChoiceField(_l("Time zone"), offered=ZONES)}


class BuildingView(PlaceView):
    """The houses of the sites."""

    datamodel = TableInterface(Building)
    route_base = "/staff/buildings"
    schema = BuildingChange
    keep = staticmethod(services.keep_building)

    list_title, add_title, edit_title = _l("Buildings"), _l("New building"), _l("Edit building")
    intro = _l("A site has one building or several.")
    empty_title, empty_text = _l("No buildings yet"), _l("Make a site first, then its buildings.")
    add_label, icon = _l("New building"), "building-2"

    list_columns = ["name", "site"]
    show_columns = ["name", "site", "created_at"]
    add_columns = edit_columns = ["name", "site"]
    search_columns = ["name", "site"]
    order_columns = ["name", "created_at"]
    small_relations = frozenset({"site"})
    label_columns = {"site": _l("Site")}


class FloorView(PlaceView):
    """The floors of the buildings."""

    datamodel = TableInterface(Floor)
    route_base = "/staff/floors"
    schema = FloorChange
    keep = staticmethod(services.keep_floor)

    list_title, add_title, edit_title = _l("Floors"), _l("New floor"), _l("Edit floor")
    intro = _l("Rooms stand on floors; the number puts the floors of a building in order.")
    empty_title, empty_text = _l("No floors yet"), _l("Make a building first, then its floors.")
    add_label, icon = _l("New floor"), "layout-list"

    list_columns = ["name", "building", "position"]
    show_columns = ["name", "building", "position", "created_at"]
    add_columns = edit_columns = ["name", "building", "position"]
    search_columns = ["name", "building"]
    order_columns = ["name", "position", "created_at"]
    label_columns = {"building": _l("Building"), "position": _l("Order")}
    description_columns = {"position": _l("The ground floor is usually 0, the one above it 1.")}


class RoomFeatureView(PlaceView):
    """What rooms may have."""

    datamodel = TableInterface(RoomFeature)
    route_base = "/staff/room-features"
    schema = FeatureChange
    keep = staticmethod(services.keep_feature)

    list_title, add_title, edit_title = _l("Room features"), _l("New feature"), _l("Edit feature")
    intro = _l("What people look for when they need a room: a screen, a whiteboard, no steps.")
    empty_title, empty_text = _l("No features yet"), _l("Add what people ask for most.")
    add_label, icon = _l("New feature"), "list-checks"

    list_columns = ["name", "icon"]
    show_columns = ["name", "icon", "created_at"]
    add_columns = edit_columns = ["name", "icon"]
    search_columns = ["name"]
    order_columns = ["name", "created_at"]
    column_kinds = {"icon": "icon"}
    label_columns = {"icon": _l("Icon")}
    add_form_extra_fields = edit_form_extra_fields = {
        "icon": ChoiceField(_l("Icon"), offered=ICONS, default="circle-check")
    }
