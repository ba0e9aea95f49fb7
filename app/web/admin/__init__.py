"""The kit of the screens that Flask-AppBuilder generates."""

from app.web.admin.catalog import CatalogView, KeptView
from app.web.admin.checks import BareView, refuse_bare_views
from app.web.admin.door import DeskDoor, DeskPage
from app.web.admin.fields import ChoiceField, MemberField, RelationField
from app.web.admin.filters import TableFilter, Where
from app.web.admin.forms import ScreenForm
from app.web.admin.interface import TableInterface
from app.web.admin.views import ServiceModelView
from app.web.admin.words import Word, say, word

__all__ = [
    "BareView",
    "CatalogView",
    "ChoiceField",
    "DeskDoor",
    "DeskPage",
    "KeptView",
    "MemberField",
    "RelationField",
    "ScreenForm",
    "ServiceModelView",
    "TableFilter",
    "TableInterface",
    "Where",
    "Word",
    "refuse_bare_views",
    "say",
    "word",
]
