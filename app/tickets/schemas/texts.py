"""What every text about a ticket has in common: lengths, and plain words beside rich ones."""

from typing import Annotated

from flask_babel import gettext as _
from pydantic import Field

from app.core.richtext import as_text, sanitise
from app.core.schemas import Id, Schema, Text

BODY_LENGTH = 50_000
FILES_PER_MESSAGE = 10
Subject = Annotated[Text, Field(min_length=1, max_length=500)]
Body = Annotated[Text, Field(max_length=BODY_LENGTH)]
ITEMS_PER_TICKET = 50
ItemIds = Annotated[list[Id], Field(max_length=ITEMS_PER_TICKET)]
FileIds = Annotated[list[Id], Field(max_length=FILES_PER_MESSAGE)]


class RichText(Schema):
    """Plain text, or rich text that is sanitised and kept beside its plain form."""

    def _settle(self, plain: str, rich: str) -> None:
        html = getattr(self, rich)
        if html:
            html = sanitise(html)
            setattr(self, rich, html)
            setattr(self, plain, as_text(html)[:BODY_LENGTH])
        if not getattr(self, plain).strip():
            raise ValueError(_("Write something first."))
