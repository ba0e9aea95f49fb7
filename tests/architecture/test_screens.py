"""Every Flask-AppBuilder screen says which columns it shows: left alone, it would show the password's hash."""

from collections.abc import Iterator

from flask import Flask
from flask_appbuilder import ModelRestApi, ModelView
from flask_appbuilder.baseviews import BaseCRUDView

COLUMNS = {
    "list": ("list_columns", "search_columns", "order_columns"),
    "show": ("show_columns", "show_fieldsets"),
    "add": ("add_columns", "add_fieldsets"),
    "edit": ("edit_columns", "edit_fieldsets"),
}


def unnamed(view: type) -> Iterator[str]:
    """The pages of a screen whose columns no class of ours sets."""
    ours = {name for each in view.__mro__ if each.__module__.startswith(("app.", __name__)) for name in vars(each)}
    for page, lists in COLUMNS.items():
        if page in (view.include_route_methods or COLUMNS):
            needed = set(lists) if page == "list" else {next((name for name in lists if name in ours), lists[0])}
            yield from sorted(needed - ours)


class BareView(ModelView):
    """As the generator's tutorial shows it."""

    list_columns = ("name",)


class NamedView(ModelView):
    """As this house wants it."""

    list_columns = show_columns = add_columns = edit_columns = search_columns = order_columns = ("name",)


def test_a_bare_view_is_found():
    assert set(unnamed(BareView)) == {"search_columns", "order_columns", "show_columns", "add_columns", "edit_columns"}
    assert not list(unnamed(NamedView))


def test_every_screen_names_its_columns(app: Flask):
    views = [type(view) for view in app.appbuilder.baseviews if isinstance(view, BaseCRUDView)]
    found = {view.__name__: list(unnamed(view)) for view in views}
    assert not {name: missing for name, missing in found.items() if missing}


def test_no_api_is_generated(app: Flask):
    assert not [view for view in app.appbuilder.baseviews if isinstance(view, ModelRestApi)]


def test_every_screen_is_on_the_desk(app: Flask):
    screens = [view for view in app.appbuilder.baseviews if isinstance(view, BaseCRUDView)]
    assert not [type(view).__name__ for view in screens if not str(view.route_base).startswith("/staff/")]
