"""The OpenAPI 3.1 document, written from the same schemas that validate the requests."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from app.web.api import Api
from app.web.api.calls import Call

REF = "#/components/schemas/{model}"
PATH_PART = re.compile(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>[^<>]+)>")
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "error", "requestId"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "error": {"type": "string"}, "requestId": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}  # fmt: skip
REFUSALS = {"400": "Malformed", "401": "Not signed in", "403": "Not permitted", "404": "Missing or hidden",
            "409": "Conflict", "412": "Stale If-Match", "413": "Too large", "415": "Not JSON", "422": "Invalid",
            "429": "Too many requests", "503": "Unavailable"}  # fmt: skip


def document(app: Flask) -> dict[str, Any]:
    """All calls of all resources, and their schemas."""
    calls = sorted(_calls(app), key=lambda entry: entry[1:3])
    references, components = _schemas([entry[3] for entry in calls])
    paths: dict[str, dict[str, Any]] = {}
    for api, path, method, call in calls:
        address = PATH_PART.sub(lambda part: "{" + _camel(part["name"]) + "}", path)
        paths.setdefault(address, {})[method.lower()] = _operation(api, path, method, call, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "IT Helpdesk Pro", "version": "1", "description": "Everything the pages do, for programs."},
        "servers": [{"url": app.config["PUBLIC_URL"]}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": PROBLEM},
            "responses": {name: _problem(text) for name, text in REFUSALS.items()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _calls(app: Flask) -> Iterator[tuple[Api, str, str, Call]]:
    for api in app.extensions["appbuilder"].baseviews:
        if isinstance(api, Api):
            for _name, method in api.methods():
                for path, verbs in method._urls:  # noqa: SLF001  where FAB's expose keeps them
                    yield from ((api, f"{api.route_base}{path}", verb, method.call) for verb in verbs)


def _schemas(calls: list[Call]) -> tuple[dict[tuple[Any, JsonSchemaMode], Any], dict[str, Any]]:
    """The JSON schema of everything taken and answered; shared parts stand in the components once."""
    inputs = {(call.body, "validation"): TypeAdapter(call.body) for call in calls if call.body}
    queries = {(call.query, "validation"): TypeAdapter(call.query) for call in calls if call.query}
    answers = {(repr(call.answer), "serialization"): call.adapter for call in calls if call.adapter}
    wanted = [(key, key[1], adapter) for key, adapter in (inputs | queries | answers).items()]
    found, definitions = TypeAdapter.json_schemas(wanted, by_alias=True, ref_template=REF)  # type: ignore[arg-type]
    return {key: schema for (key, _mode), schema in found.items()}, definitions.get("$defs", {})  # type: ignore[misc]


def _operation(api: Api, path: str, method: str, call: Call, references: dict[Any, Any]) -> dict[str, Any]:
    words = (inspect.getdoc(call.function) or "").split("\n", 1)
    operation: dict[str, Any] = {
        "operationId": f"{api.resource_name}.{call.function.__name__}".replace("/", "."),
        "tags": [str(api.resource_name)],
        "summary": words[0],
        "parameters": [*_in_path(path), *_in_query(call, references), *_in_headers(call, method)],
        "responses": _responses(call, references),
    }
    if call.body:
        schema = references[call.body, "validation"]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if call.raw:
        bytes_of_it = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": True, "content": {call.raw: bytes_of_it}}
    if call.public:
        operation["security"] = []
    return operation


def _in_path(path: str) -> list[dict[str, Any]]:
    kinds, text = {"int": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}}, {"type": "string"}
    return [
        {"name": _camel(part["name"]), "in": "path", "required": True, "schema": kinds.get(part["kind"], text)}
        for part in PATH_PART.finditer(path)
    ]


def _in_query(call: Call, references: dict[Any, Any]) -> list[dict[str, Any]]:
    if call.query is None:
        return []
    members = call.query.model_json_schema(by_alias=True, ref_template=REF)["properties"]
    how = {"in": "query", "style": "form", "explode": False}  # several values are separated by commas
    return [{"name": name, **how, "schema": schema} for name, schema in members.items()]


def _in_headers(call: Call, method: str) -> list[dict[str, Any]]:
    names = []
    if call.idempotent:
        names.append("Idempotency-Key")
    if call.current:
        names.append("If-Match")
    if method == "GET":
        names.append("If-None-Match")
    return [{"name": name, "in": "header", "schema": {"type": "string"}} for name in names]


def _responses(call: Call, references: dict[Any, Any]) -> dict[str, Any]:
    status = 204 if call.adapter is None and call.status == 200 else call.status
    good: dict[str, Any] = {"description": "Done"}
    if call.adapter:
        good["content"] = {"application/json": {"schema": references[repr(call.answer), "serialization"]}}
    refusals = {code: {"$ref": f"#/components/responses/{code}"} for code in REFUSALS}
    return {str(status): good, **refusals}


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model="Problem")}
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
