"""Lists: the query that every list takes, filters of several values, and the page that it answers."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import AliasChoices, BeforeValidator, Field

from app.core.paging import MOST_PER_PAGE, Paging
from app.core.schemas import Schema

T = TypeVar("T")


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Several = Annotated[list[T], BeforeValidator(_split), Field(max_length=100)]


class ListQuery(Schema):
    """Which part of a list; a subclass adds the filters of its resource and a default for `sort`."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=MOST_PER_PAGE)] = 25
    cursor: Annotated[str, Field(max_length=1000)] | None = None
    sort: Annotated[str, Field(max_length=40)] = "-id"

    def paging(self) -> Paging:
        """The part as the queries take it."""
        return Paging(self.sort, self.page_size, self.page, self.cursor)


class Listed(Schema, Generic[T]):
    """A page of a list, from `core.paging.Page`."""

    items: list[T]
    page: int = Field(validation_alias=AliasChoices("number", "page"))
    page_size: int = Field(validation_alias=AliasChoices("size", "pageSize"))
    total: int
    total_is_exact: bool
    next_cursor: str | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[type[Any], ...]) -> str:
        """TicketOutPage, in the OpenAPI document."""
        return f"{params[0].__name__}Page"
