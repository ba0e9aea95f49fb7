"""What a caller sent, as a checked schema."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError

from app.core.errors import Invalid, Malformed, WrongType
from app.web.sentences import sentences

S = TypeVar("S", bound=BaseModel)
MOST_DEEP = 32
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def body(schema: type[S]) -> S:
    """The JSON body; `Malformed` when it is none, `WrongType` when it says so, `Invalid` when it does not fit."""
    data = request.get_data()
    if not data:
        data = b"{}"  # a call whose members may all be left out needs no body
    elif request.mimetype != "application/json":
        raise WrongType(_("Send JSON, with the content type application/json."))
    else:
        _check(_parsed(data))
    try:
        return schema.model_validate_json(data, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Invalid(errors=sentences(error)) from error


def query(schema: type[S]) -> S:
    """The query of the address. `Malformed` for anything unknown, repeated or unfit."""
    given = request.args.to_dict(flat=False)
    if repeated := [name for name, values in given.items() if len(values) > 1]:
        once = _("Say this once; several values are separated by commas.")
        raise Malformed(errors={name[:100]: [once] for name in repeated})
    try:
        return schema.model_validate({name: values[0] for name, values in given.items()}, by_alias=True, by_name=False)
    except ValidationError as error:
        raise Malformed(errors=sentences(error)) from error


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, a number of 5,000 digits, nested without end
        raise Malformed(_("The body is not JSON.")) from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _check(value: Any) -> None:
    """`Malformed` when nested too deeply, `Invalid` when a text can stand in no row."""
    for depth, text in _texts(value):
        if depth > MOST_DEEP:
            raise Malformed(_("The body is nested too deeply."))
        if UNSTORABLE.search(text):
            raise Invalid(_("The body contains characters that cannot be stored."))


def _texts(value: Any) -> Iterator[tuple[int, str]]:
    """Every text, member names too, with its depth; an empty one stands for each list and object."""
    waiting = [(0, value)]
    while waiting:
        depth, here = waiting.pop()
        if isinstance(here, str):
            yield depth, here
        elif isinstance(here, dict | list):
            yield depth, ""
            waiting.extend((depth + 1, name) for name in here if isinstance(here, dict))
            waiting.extend((depth + 1, part) for part in (here.values() if isinstance(here, dict) else here))
