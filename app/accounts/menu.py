"""The menu of the desk."""

from typing import Any

from flask import current_app, g
from flask_appbuilder.menu import Menu
from flask_babel import get_locale

from app.accounts.security import Permissions

MOST_KNOWN = 500  # sets of permissions, each in a language


class DeskMenu(Menu):
    """Flask-AppBuilder's menu, made once for all who may see the same and read the same language.

    Flask-AppBuilder makes it anew for each page and asks about every entry once a level: a fifth of a page's time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[Permissions, str], list[Any]] = {}

    def get_data(self, menu: list[Any] | None = None) -> list[Any]:
        """The entries that the current person sees, in their language; `menu` are those of one heading."""
        if menu is not None or not g.user.is_authenticated:
            return super().get_data(menu)
        key = (current_app.appbuilder.sm.permissions_of(g.user), str(get_locale()))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = self._known[key] = super().get_data()
        return known
