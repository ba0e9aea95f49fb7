"""People, for staff; only administrators change them."""

from flask import g

from app.accounts import queries, services
from app.accounts.models import User
from app.accounts.schemas import PersonChange, PersonDraft, PersonFilters, PersonOut
from app.core.paging import Page
from app.web.api import Api, Listed, ListQuery, endpoint, expose


class PeopleQuery(PersonFilters, ListQuery):
    """Which people."""

    sort: str = "name"


class PeopleApi(Api):
    """Everybody who has an account."""

    resource_name = "admin/users"
    class_permission_name = "Person"

    @expose("")
    @endpoint(query=PeopleQuery, answer=Listed[PersonOut])
    def index(self, query: PeopleQuery) -> Page:
        """The people who fit the filters."""
        return queries.people_page(query, query.paging())

    @expose("", methods=["POST"])
    @endpoint(
        body=PersonDraft,
        answer=PersonOut,
        status=201,
        idempotent=True,
        location=lambda person: f"/api/v1/admin/users/{person.id}",
    )
    def add(self, draft: PersonDraft) -> User:
        """Add somebody, who gets a mail with a link to set the password."""
        return services.add_person(draft, actor=g.user)

    @expose("/<int:person_id>")
    @endpoint(answer=PersonOut)
    def show(self, person_id: int) -> User:
        """One person."""
        return queries.person(person_id)

    @expose("/<int:person_id>", methods=["PATCH"])
    @endpoint(body=PersonChange, answer=PersonOut, current="show")
    def change(self, change: PersonChange, person_id: int) -> User:
        """Change what is sent; another role or being deactivated ends all sessions of the person."""
        return services.change_person(queries.person(person_id), change, actor=g.user)

    @expose("/<int:person_id>/reset-password", methods=["POST"])
    @endpoint(status=202)
    def send_reset(self, person_id: int) -> None:
        """Send the person a link to set a new password."""
        services.send_reset(queries.person(person_id), actor=g.user)
