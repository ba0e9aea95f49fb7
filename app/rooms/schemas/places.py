"""What is said about sites, buildings, floors and features, and what is shown of them."""

from typing import Annotated

from flask_babel import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field

from app.accounts.schemas import Zone
from app.core.schemas import Id, Schema, Text


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError(_("Use the two letters of a country, such as AT."))
    return text.upper()


def or_none(value: object) -> object:
    """An emptied text means none."""
    return value or None


Country = Annotated[Annotated[Text, AfterValidator(_country)] | None, BeforeValidator(or_none)]
Name = Annotated[Text, Field(min_length=1, max_length=120)]
FloorName = Annotated[Text, Field(min_length=1, max_length=80)]
FeatureName = Annotated[Text, Field(min_length=1, max_length=60)]
Icon = Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")]
Position = Annotated[int, Field(ge=-100, le=1000)]
Address = Annotated[Text, Field(max_length=500)]


class SiteChange(Schema):
    """What staff say about a site."""

    name: Name
    timezone: Zone
    country: Country = None
    address: Address = ""


class SiteEdit(Schema):
    """What is changed of a site; only what is sent counts, so the defaults are never used."""

    name: Name = ""
    timezone: Zone = ""
    country: Country = None
    address: Address = ""


class BuildingChange(Schema):
    """What staff say about a building."""

    name: Name
    site_id: Id


class BuildingEdit(Schema):
    """What is changed of a building; only what is sent counts, so the defaults are never used."""

    name: Name = ""
    site_id: Id = 1


class FloorChange(Schema):
    """What staff say about a floor."""

    name: FloorName
    building_id: Id
    position: Position = 0


class FloorEdit(Schema):
    """What is changed of a floor; only what is sent counts, so the defaults are never used."""

    name: FloorName = ""
    building_id: Id = 1
    position: Position = 0


class FeatureChange(Schema):
    """What staff say about something that rooms may have."""

    name: FeatureName
    icon: Icon = "circle-check"


class FeatureEdit(Schema):
    """What is changed of a feature; only what is sent counts, so the defaults are never used."""

    name: FeatureName = ""
    icon: Icon = "circle-check"


class PlaceRef(Schema):
    """A site, building, floor, feature or room, by id and name."""

    id: int
    name: str


class SiteOut(PlaceRef):
    """A site."""

    timezone: str
    country: str | None
    address: str


class BuildingOut(PlaceRef):
    """A building and where it stands."""

    site: PlaceRef


class FloorOut(PlaceRef):
    """A floor and its building."""

    position: int
    building: PlaceRef


class FeatureOut(PlaceRef):
    """Something that rooms may have."""

    icon: str
