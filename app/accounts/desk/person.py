"""A person's page, and what an administrator does there."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.accounts.models import User
from app.core.errors import DomainError
from app.web.admin import DeskPage
from app.web.forms import SchemaForm


class PersonDesk(DeskPage):
    """Invitations, resets, sessions, leaving and coming back."""

    route_base = "/staff/people/<int:person_id>"
    class_permission_name = "Person"
    method_permission_name = dict.fromkeys(("invite", "send_reset", "sign_out", "deactivate", "reactivate"), "write")

    @expose("/invite", methods=["POST"])
    @has_access
    def invite(self, person_id: int) -> Response:
        """Send the invitation again."""
        return self._done(person_id, services.invite_again, _("A new invitation is on its way."))

    @expose("/reset-password", methods=["POST"])
    @has_access
    def send_reset(self, person_id: int) -> Response:
        """Send a link to a new password."""
        return self._done(person_id, services.send_reset, _("A link to a new password is on its way."))

    @expose("/sign-out", methods=["POST"])
    @has_access
    def sign_out(self, person_id: int) -> Response:
        """Sign all devices of the person out."""
        return self._done(person_id, services.end_sessions, _("All devices are signed out."))

    @expose("/reactivate", methods=["POST"])
    @has_access
    def reactivate(self, person_id: int) -> Response:
        """Let the person back in."""
        return self._done(person_id, services.reactivate_person, _("The account is active again."))

    @expose("/deactivate", methods=["GET", "POST"])
    @has_access
    def deactivate(self, person_id: int) -> Any:
        """Show what hangs on the person; hand it over and end the account in one step."""
        person, form, refusal = queries.person(person_id), SchemaForm(), None
        if form.validate_on_submit():
            try:
                services.deactivate_person(
                    person,
                    actor=g.user,
                    successor=_successor(request.form.get("successor", "")),
                    devices_are_back="devices_are_back" in request.form,
                )
            except DomainError as error:
                refusal = error.message
            else:
                flash(_("%(name)s is deactivated and signed out everywhere.", name=person.name), "success")
                return redirect(url_for("PersonView.show", pk=person_id))
        others = [agent for agent in queries.agents() if agent.id != person.id]
        return self.render_template(
            "staff/people/deactivate.html",
            title=_("Deactivate"),
            person=person,
            form=form,
            refusal=refusal,
            agents=others,
        )

    def _done(self, person_id: int, service: Any, text: str) -> Response:
        try:
            service(queries.person(person_id), actor=g.user)
        except DomainError as error:
            flash(error.message, "danger")
        else:
            flash(text, "success")
        return redirect(url_for("PersonView.show", pk=person_id))


def _successor(text: str) -> User | None:
    return queries.person(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
