"""What pydantic found, as plain sentences at the field they belong to."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from pydantic import ValidationError
from pydantic.alias_generators import to_camel, to_snake

MOST_SHOWN = 50
WHOLE = {"int_type", "int_parsing", "int_from_float", "int_parsing_size"}
TEXTS = {"string_type", "string_sub_type", "string_unicode"}
CHOICES = {"enum", "literal_error"}
FLAGS = {"bool_type", "bool_parsing"}
NUMBERS = {"float_type", "float_parsing", "decimal_type", "decimal_parsing", "finite_number"}


def camel_path(path: str) -> str:
    """A field as JSON names it: change.assigned_to -> change.assignedTo."""
    return ".".join(part if part.isdigit() else to_camel(part) if "_" in part else part for part in path.split("."))


def snake_path(path: str) -> str:
    """A field as Python names it."""
    return ".".join(to_snake(part) for part in path.split("."))


def sentences(error: ValidationError) -> dict[str, list[str]]:
    """The sentences by field, named as in JSON; what concerns the whole stands under the empty name."""
    found: dict[str, list[str]] = {}
    for problem in error.errors(include_url=False)[:MOST_SHOWN]:
        path = ".".join(str(part)[:100] for part in problem["loc"])
        text = _sentence(problem["type"], problem.get("ctx", {}), problem["msg"])
        if text not in found.setdefault(path, []):
            found[path].append(text)
    return found


def _sentence(kind: str, context: Mapping[str, Any], fallback: str) -> str:
    if kind in {"too_short", "too_long"} and context.get("field_type") == "Value":
        kind = f"string_{kind}"  # a length that is checked after a function of ours; only texts have both here
    if kind == "missing" or (kind == "string_too_short" and context["min_length"] == 1):
        return _("This is needed.")
    if kind == "value_error":
        return str(context["error"])
    return _about_text(kind, context) or _about_values(kind, context) or _about_bounds(kind, context) or fallback


def _about_text(kind: str, context: Mapping[str, Any]) -> str | None:
    if kind == "string_too_short":
        least = context["min_length"]
        return ngettext("Use at least %(num)s character.", "Use at least %(num)s characters.", least)
    if kind == "string_too_long":
        most = context["max_length"]
        return ngettext("Use at most %(num)s character.", "Use at most %(num)s characters.", most)
    if kind == "string_pattern_mismatch":
        return _("This is not written as expected.")
    return _("Enter text.") if kind in TEXTS else None


def _about_values(kind: str, context: Mapping[str, Any]) -> str | None:
    if kind == "extra_forbidden":
        return _("This is not known here.")
    if kind in CHOICES:
        return _("Choose one of these: %(choices)s.", choices=str(context["expected"]).replace(" or ", ", "))
    if kind in WHOLE:
        return _("Enter a whole number.")
    if kind in NUMBERS:
        return _("Enter a number.")
    if kind in FLAGS:
        return _("Say true or false.")
    if kind.startswith(("datetime", "timezone")):
        return _("Enter a date and time, such as 2026-03-02T09:00:00Z.")
    return _("Enter a date, such as 2026-03-02.") if kind.startswith("date") else None


def _about_bounds(kind: str, context: Mapping[str, Any]) -> str | None:
    if kind in {"greater_than", "greater_than_equal"}:
        return _("Enter a larger number.")
    if kind in {"less_than", "less_than_equal"}:
        return _("Enter a smaller number.")
    if kind == "too_long":
        return _("At most %(most)s entries fit here.", most=context["max_length"])
    if kind == "too_short":
        return _("At least %(least)s entries are needed here.", least=context["min_length"])
    if kind in {"list_type", "tuple_type", "set_type"}:
        return _("Send a list.")
    if kind == "none_required":
        return _("We cannot find this.")
    return _("Send an object.") if kind in {"dict_type", "model_type", "model_attributes_type"} else None
