"""The list of people, adding and editing them; a person's own page is in desk."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext as _l

from app.accounts import exporting, queries, services
from app.accounts.admin import words  # noqa: F401  how roles are said
from app.accounts.admin.table import ExtraRolesField, PeopleTable
from app.accounts.models import SYSTEM, BaseRole, User
from app.accounts.person_page import person_page
from app.accounts.schemas import DeskPersonChange, PersonDraft
from app.web.admin import MemberField, ScreenForm, ServiceModelView, Where

NAMES = {"first_name": "name", "base_role": "role", "extra_roles": "extra_role_ids"}


class PersonView(ServiceModelView):
    """Everybody who has an account; administrators add and change."""

    datamodel = PeopleTable(User)
    route_base = "/staff/people"
    class_permission_name = "Person"
    schema, change_schema = PersonDraft, DeskPersonChange
    include_route_methods = (ServiceModelView.include_route_methods | {"export"}) - {"delete"}  # people are deactivated
    import_endpoint = "PeopleImportDesk.index"
    base_filters = [["id", Where, lambda: [User.username != SYSTEM]]]

    list_title, add_title, edit_title = _l("People"), _l("Add a person"), _l("Edit person")
    intro = _l("Everybody who can sign in. Who is added gets a mail with a link to choose a password.")
    empty_title, empty_text = _l("Nobody here"), _l("Nobody fits this filter.")
    add_label, icon = _l("Add a person"), "users"

    list_columns = ["first_name", "email", "base_role", "standing", "department", "last_login"]
    show_columns = ["first_name", "email", "phone", "department", "last_login", "created_at"]
    add_columns = ["first_name", "email", "base_role", "department", "phone"]
    edit_columns = ["first_name", "email", "base_role", "extra_roles", "department", "phone"]
    search_columns = ["first_name", "email", "department", "roles", "active"]
    order_columns = ["first_name", "email", "department", "last_login"]
    base_order = ("first_name", "asc")
    label_columns = {
        "first_name": _l("Name"),
        "email": _l("E-mail address"),
        "base_role": _l("Role"),
        "standing": _l("State"),
        "department": _l("Department"),
        "phone": _l("Phone"),
        "last_login": _l("Last sign-in"),
        "roles": _l("Role"),
        "extra_roles": _l("Further roles"),
        "active": _l("Active"),
    }
    description_columns = {
        "email": _l("They sign in with it, and all mails go there."),
        "base_role": _l("Another role signs the person out everywhere."),
    }
    add_form_extra_fields = {
        "base_role": MemberField(label_columns["base_role"], kind=BaseRole, default=BaseRole.employee),
    }
    edit_form_extra_fields = {
        "base_role": MemberField(
            label_columns["base_role"], kind=BaseRole, description=description_columns["base_role"]
        ),
        "extra_roles": ExtraRolesField(
            label_columns["extra_roles"], description=_l("What they permit comes on top of the role.")
        ),
    }

    def values_of(self, form: ScreenForm) -> dict[str, Any]:
        """What was entered, by the schema's names."""
        return {NAMES.get(field.name, field.name): field.data for field in form if field.name != "csrf_token"}

    def create(self, data: PersonDraft, actor: User) -> User:
        return services.add_person(data, actor=actor)

    def change(self, item: User, data: DeskPersonChange, actor: User) -> User:
        return services.change_person(item, data, actor=actor)

    def exported(self, question: Any) -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
        return exporting.HEADER, exporting.people_as_rows(question)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """The person's own page."""
        return person_page(self, queries.person(pk))
