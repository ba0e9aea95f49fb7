"""What lists of devices are narrowed to: one vocabulary for the desk and REST."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.core.schemas import Id, Schema, Text
from app.equipment.models import DeviceKind, DeviceState


def _words(value: Any) -> Any:
    return [word for word in value.split(",") if word] if isinstance(value, str) else value


Several = BeforeValidator(_words)


class DeviceFilters(Schema):
    """Several values of one filter are alternatives."""

    state: Annotated[list[DeviceState], Several] = Field(default_factory=list)
    kind: Annotated[list[DeviceKind], Several] = Field(default_factory=list)
    model: Annotated[list[Id], Several] = Field(default_factory=list)
    room: Annotated[list[Id], Several] = Field(default_factory=list)
    holder: Annotated[list[Id], Several] = Field(default_factory=list)
    q: Annotated[Text, Field(max_length=200)] = ""


class ModelFilters(Schema):
    """Which models."""

    kind: Annotated[list[DeviceKind], Several] = Field(default_factory=list)
    manufacturer: Annotated[list[Id], Several] = Field(default_factory=list)
    q: Annotated[Text, Field(max_length=200)] = ""
