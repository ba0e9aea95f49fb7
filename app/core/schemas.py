"""The base of every schema: what comes in from forms, REST and files, and what goes out."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from flask_babel import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from app.core.db import MAX_ID

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(text: str) -> str:
    """Refuse what a database cannot keep: NUL and lone surrogates."""
    if UNSTORABLE.search(text):
        raise ValueError(_("This contains characters that cannot be stored."))
    return text


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _id(value: Any) -> Any:
    if isinstance(value, bool):  # pydantic would read true as 1
        raise ValueError(_("Enter a whole number."))  # noqa: TRY004  pydantic wants it so
    return value


Text = Annotated[str, AfterValidator(_storable)]
Moment = Annotated[AwareDatetime, PlainSerializer(_rfc3339, when_used="json")]
Id = Annotated[int, BeforeValidator(_id), Field(gt=0, le=MAX_ID)]


class Schema(BaseModel):
    """Unknown members are refused; names are snake_case here and camelCase in JSON."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, alias_generator=to_camel, populate_by_name=True, from_attributes=True
    )
