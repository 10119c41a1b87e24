"""The description of the API (OpenAPI 3.1), made from its endpoints and shapes."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.web.machine.api import ENDPOINTS
from bot.web.machine.call import ROOT, Endpoint
from bot.web.machine.shapes import Problem

JSON, PROBLEM = "application/json", "application/problem+json"
_REF = "#/components/schemas/{model}"
_IN_PATH = {
    "id": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "council": {"type": "string", "pattern": "^[a-z]{2,40}$"},
    "day": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(-informeel)?$"},
}


def description(base: str, version: str) -> dict[str, Any]:
    """The whole description."""
    models: list[type[BaseModel]] = [*dict.fromkeys(endpoint.gives for endpoint in ENDPOINTS), Problem]
    named, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=_REF)
    refs = {model: named[model, "serialization"] for model in models}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "JBZ-briefings",
            "version": version,
            "summary": "What the Council of the EU decided, and what the Netherlands said, from letters to parliament",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": f"{base}{ROOT}"}],
        "paths": {endpoint.path: {"get": _operation(endpoint, refs)} for endpoint in ENDPOINTS},
        "components": {"schemas": schemas["$defs"]},
    }


def _operation(endpoint: Endpoint, refs: dict[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _IN_PATH[name]}
        for name in re.findall(r"{(\w+)}", endpoint.path)
    ]
    problem = {"content": {PROBLEM: {"schema": refs[Problem]}}}
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": parameters + _parameters(endpoint),
        "responses": {
            "200": {
                "description": endpoint.summary,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {JSON: {"schema": refs[endpoint.gives]}},
            },
            "304": {"description": "What you have is still so"},
            "400": {"description": "What was given cannot be"} | problem,
            "404": {"description": "There is no such thing"} | problem,
        },
    }


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    """What may stand behind the question mark. Absent says the same as null, which an address cannot hold."""
    schema = endpoint.given.model_json_schema()
    told = []
    for name, field in schema.get("properties", {}).items():
        options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
        inner = _inlined(options[0], schema.get("$defs", {}))
        inner = {key: value for key, value in inner.items() if key not in {"title", "default", "description"}}
        default = {"default": field["default"]} if field.get("default") is not None else {}
        text = field.get("description") or options[0].get("description")
        told.append(
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", ()),
                "schema": inner | default,
                **({"description": text} if text else {}),
            }
        )
    return told


def _inlined(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = definitions[schema["$ref"].rpartition("/")[2]]
    return found
