"""Is this a request that Google Calendar knows? Asked of the description that comes with Google's own client."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

KINDS = {"string": str, "boolean": bool, "object": dict, "array": list, "integer": int, "number": (int, float)}


class BadRequest(Exception):
    """Google would answer 400; the message says why."""


@cache
def description() -> dict[str, Any]:
    """The description of Google Calendar's third version."""
    import googleapiclient

    file = Path(googleapiclient.__file__).parent / "discovery_cache/documents/calendar.v3.json"
    return json.loads(file.read_text(encoding="utf-8"))


@cache
def _methods() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    found: list[dict[str, Any]] = []

    def gather(resources: dict[str, Any]) -> None:
        for resource in resources.values():
            found.extend(resource.get("methods", {}).values())
            gather(resource.get("resources", {}))

    gather(description()["resources"])
    return [(m["httpMethod"], re.compile("/calendar/v3/" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", m["path"])), m) for m in found]  # fmt: skip  # noqa: E501


def understood(verb: str, path: str, query: dict[str, str], body: Any) -> tuple[str, dict[str, str]]:
    """The name of the method and what the path says; `BadRequest` for anything that the description does not know."""
    for method_verb, pattern, method in _methods():
        match = pattern.fullmatch(path)
        if verb == method_verb and match:
            _check_query(method, match.groupdict(), query)
            _check_body(method, body)
            return method["id"].removeprefix("calendar."), {name: unquote(v) for name, v in match.groupdict().items()}
    raise BadRequest(f"no method {verb} {path}")


def _check_query(method: dict[str, Any], in_path: dict[str, str], query: dict[str, str]) -> None:
    known = description()["parameters"] | method.get("parameters", {})
    for name, value in query.items():
        if name not in known:
            raise BadRequest(f"unknown parameter {name}")
        rule = known[name]
        if rule["type"] == "integer" and not re.fullmatch(r"-?\d+", value):
            raise BadRequest(f"{name}: {value!r} is no integer")
        if rule["type"] == "boolean" and value not in {"true", "false"}:
            raise BadRequest(f"{name}: {value!r} is no boolean")
        if value not in rule.get("enum", [value]):
            raise BadRequest(f"{name}: {value!r} is not one of {rule['enum']}")
    for name, rule in method.get("parameters", {}).items():
        if rule.get("required") and name not in query and name not in in_path:
            raise BadRequest(f"{name} is missing")


def _check_body(method: dict[str, Any], body: Any) -> None:
    if "request" not in method:
        if body:
            raise BadRequest("a body where none belongs")
        return
    if body is None:
        raise BadRequest("the body is missing")
    _check(body, {"$ref": method["request"]["$ref"]}, method["request"]["$ref"])


def _check(value: Any, rule: dict[str, Any], place: str) -> None:
    rule = description()["schemas"][rule["$ref"]] if "$ref" in rule else rule
    kind = KINDS[rule["type"]] if rule["type"] != "any" else object
    if not isinstance(value, kind) or (isinstance(value, bool) and rule["type"] != "boolean"):
        raise BadRequest(f"{place}: {value!r} is no {rule['type']}")
    if rule["type"] == "array":
        for number, part in enumerate(value):
            _check(part, rule["items"], f"{place}[{number}]")
    if rule["type"] == "object":
        for name, part in value.items():
            inner = rule.get("properties", {}).get(name) or rule.get("additionalProperties")
            if inner is None:
                raise BadRequest(f"{place}: unknown member {name}")
            _check(part, inner, f"{place}.{name}")
    if rule.get("format") == "date-time":
        datetime.fromisoformat(value)
    if rule.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise BadRequest(f"{place}: {value!r} is no date")
