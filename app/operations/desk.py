"""The page of the company's settings."""

from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import settings
from app.core.errors import DomainError, Stale
from app.operations import services
from app.operations.forms import SECTIONS, LogoForm, SettingsForm
from app.web.admin import DeskPage


class SettingsDesk(DeskPage):
    """What an administrator sets at run time, a section a page."""

    route_base = "/staff/settings"
    default_view = "index"
    class_permission_name = "Settings"
    method_permission_name = {
        "index": "read",
        "section": "read",
        "save": "write",
        "change_logo": "write",
        "remove_logo": "write",
    }

    @expose("")
    @has_access
    def index(self) -> Response:
        """Lead to the first section."""
        return redirect(url_for(".section", name="company"))

    @expose("/<name>")
    @has_access
    def section(self, name: str) -> Any:
        """One group of settings."""
        return self._page(name, self._form(name))

    @expose("/<name>", methods=["POST"])
    @has_access
    def save(self, name: str) -> Any:
        """Put the values of a group in force."""
        form = self._form(name)
        if (wanted := form.wanted()) is None:
            return self._page(name, form)
        try:
            settings.save(wanted, actor=g.user, seen=request.form.get("seen"))
        except Stale as stale:
            form.refuse(stale)
            return self._page(name, form)
        flash(_("Saved."), "success")
        return redirect(url_for(".section", name=name))

    @expose("/company/logo", methods=["POST"])
    @has_access
    def change_logo(self) -> Any:
        """Take in a new logo."""
        form = LogoForm()
        if form.validate_on_submit() and (picture := request.files.get("picture")):
            try:
                services.change_logo(picture.stream, actor=g.user)
            except DomainError as error:
                form.refuse(error)
            else:
                flash(_("Saved."), "success")
                return redirect(url_for(".section", name="company"))
        return self._page("company", self._form("company", is_sent=False), form)

    @expose("/company/logo/remove", methods=["POST"])
    @has_access
    def remove_logo(self) -> Response:
        """Show the product's own mark again."""
        services.remove_logo(actor=g.user)
        flash(_("The logo was removed."), "success")
        return redirect(url_for(".section", name="company"))

    @staticmethod
    def _form(name: str, *, is_sent: bool = True) -> SettingsForm:
        return (SECTIONS.get(name) or abort(404)).opened(is_sent=is_sent)

    def _page(self, name: str, form: SettingsForm, logo: LogoForm | None = None) -> Any:
        return self.render_template(
            "staff/operations/settings.html",
            title=form.title,
            form=form,
            name=name,
            sections=SECTIONS,
            logo=logo or LogoForm(formdata=None),
        )
