"""How the people's screens read their table: roles come along, and can be filtered by."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from app.accounts import queries
from app.accounts.models import BaseRole, Role, User
from app.web.admin import RelationField, TableInterface
from app.web.admin.filters import TableFilter, TableFilters
from app.web.admin.words import choices


class HasRole(TableFilter):
    """The person has this base role."""

    name = _l("is")
    control = "choice"

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Name and word of each role."""
        return choices(BaseRole)

    def read(self, text: str) -> BaseRole:
        if text not in BaseRole.__members__:
            raise ValueError(text)
        return BaseRole[text]

    def apply(self, query: Any, value: BaseRole) -> Any:
        return query.where(User.roles.any(Role.name == value.value))


class PeopleFilters(TableFilters):
    """The usual filters, and one by role."""

    def convert(self, col_name: str) -> Any:
        return [HasRole(col_name, self.datamodel)] if col_name == "roles" else super().convert(col_name)


class PeopleTable(TableInterface):
    """People with their roles, in one query more."""

    filter_converter_class = PeopleFilters

    def hits(self, column: str, text: str, limit: int = 20) -> list[Any]:
        """As further roles, only those of an administrator's making are offered."""
        return list(queries.all_extra_roles()) if column == "roles" else super().hits(column, text, limit)

    def _loading(self, columns: Sequence[str]) -> list[Any]:
        roles = [selectinload(User.roles)] if self.obj is User else []  # relations are read by the same class
        return [*super()._loading(columns), *roles]


class ExtraRolesField(RelationField):
    """The roles that come on top of the base role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, datamodel=PeopleTable(User), column="roles", is_many=True, is_small=True, **kwargs)
