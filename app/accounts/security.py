"""Flask-AppBuilder's security manager, reduced to what we let it do: permissions and the current person."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app, g, redirect, request, url_for
from flask_appbuilder.menu import MenuItem
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_jwt_extended import JWTManager
from flask_login import AnonymousUserMixin, LoginManager, current_user

from app.accounts import bearer, cookie, queries
from app.accounts.models import User

Permissions = frozenset[tuple[str, str]]

MOST_KNOWN = 500  # sets of roles, each at one version
WITHOUT_PERSON = ("files", "socket", "operations")  # blueprints that ask for a signed link, or a right of their own
WHILE_PASSWORD_IS_OLD = frozenset({"portal_accounts.new_password", "portal_accounts.sign_out", "portal_accounts.alive"})


class HelpdeskSM(SecurityManager):
    """Registers none of FAB's own security views and APIs: sign-in, people and roles are ours."""

    def __init__(self, appbuilder: Any) -> None:
        self._known: dict[tuple[int, ...], Permissions] = {}
        super().__init__(appbuilder)

    def register_views(self) -> None:
        """Register nothing: FAB's token API would stay open otherwise (our screens are listed in wiring)."""
        current_app.after_request(cookie.note_use)

    def create_login_manager(self, app: Flask) -> LoginManager:
        """Flask-Login keeps the key of a sessions row in the cookie, not the number of a person."""
        manager = super().create_login_manager(app)
        manager.session_protection = None  # it ties the cookie to an address, which changes on the road
        return manager

    def create_jwt_manager(self, app: Flask) -> JWTManager:
        """Access tokens live exactly as long as their sessions row, too."""
        return bearer.manager(app)

    def load_user(self, key: str) -> User | None:
        """The person whose browser carries this key, while its session lives: one query."""
        return cookie.person_of(key)

    @staticmethod
    def before_request() -> Any:
        """Say who is asking; whoever was given a password must choose an own one first."""
        g.user = _nobody() if _needs_no_person() else current_user._get_current_object()  # noqa: SLF001  no other way
        if getattr(g.user, "must_change_password", False) and request.endpoint not in WHILE_PASSWORD_IS_OLD:
            return redirect(url_for("portal_accounts.new_password"))
        return None

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Whether the current person has the permission; asks nothing of the database that is known already."""
        person = g.get("user")
        return bool(person and person.is_authenticated) and (permission_name, view_name) in self.permissions_of(person)

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """Nothing is: the public role stays empty."""
        return False

    def add_permissions_view(self, base_permissions: Any, view_menu: str) -> None:
        """Views that share a name share its permissions; Flask-AppBuilder would take away what the others added."""
        same = [view for view in self.appbuilder.baseviews if view.class_permission_name == view_menu]
        together = {name for view in same for name in view.base_permissions or ()}
        if self.appbuilder.menu.find(view_menu):  # a heading of the menu is called like the view
            together.add("menu_access")
        super().add_permissions_view(sorted(together), view_menu)

    def get_user_roles(self, user: Any) -> list[Any]:
        """The person's roles; groups are not used."""
        return list(user.roles) if user.is_authenticated else []

    def permissions_of(self, person: User) -> Permissions:
        """What the person's roles permit, remembered until any role changes anywhere."""
        key = (cookie.known_version(), *sorted(role.id for role in person.roles))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KNOWN:  # those of earlier versions are of no use any more
                self._known.clear()
            known = self._known[key] = queries.permissions_of_roles(key[1:])
        return known

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        """Names of the menu entries that the current person sees: those whose first page opens to them."""
        if not g.user.is_authenticated:
            return set()
        return set(_visible(self.appbuilder.menu.get_list(), self.permissions_of(g.user)))


def _visible(items: Iterable[MenuItem], permissions: Permissions) -> Iterable[str]:
    """An entry is seen when its first page opens, a heading with something below it, a bare link by `menu_access`."""
    for item in items:
        below = list(_visible(item.childs, permissions))
        if item.childs:
            yield from [item.name, *below] if below else []
        elif (
            (_opens(item.baseview), item.baseview.class_permission_name) in permissions
            if item.baseview
            else ("menu_access", item.name) in permissions
        ):
            yield item.name


def _opens(view: Any) -> str:
    """The permission that the view's first page asks for; a page for writers is no use to a reader."""
    return f"can_{view.get_method_permission(view.default_view)}"


def _needs_no_person() -> bool:
    """Static files and signed links come often and ask for nobody; REST never takes a cookie."""
    endpoint = request.endpoint or ""
    return endpoint.endswith("static") or endpoint.startswith(WITHOUT_PERSON) or request.path.startswith("/api/")


def _nobody() -> AnonymousUserMixin:
    return AnonymousUserMixin()
