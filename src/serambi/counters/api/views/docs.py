"""The API's description as a page: written on the server, so that it needs no script and nobody else's host."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI

from serambi.counters.api.problems import every_code
from serambi.counters.api.schemas.bookings import EXAMPLE

KEPT_SECONDS = 300


def docs(api: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """The view of an API's description."""

    @cache
    def content() -> dict[str, Any]:
        schema = api.get_openapi_schema()
        return {
            "info": schema["info"],
            "calls": list(_calls(schema["paths"])),
            "shapes": [_shape(name, shape) for name, shape in sorted(schema["components"]["schemas"].items())],
            "codes": every_code(),
            "example": json.dumps(EXAMPLE, indent=2),
        }

    def show_docs(request: HttpRequest) -> HttpResponse:
        root = request.build_absolute_uri("/api/v1")
        response = render(request, "api/docs.html", content() | {"root": root})
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return response

    return show_docs


def _calls(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            yield {
                "name": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "parameters": [_parameter(each) for each in operation.get("parameters", [])],
                "body": _content(operation.get("requestBody", {})),
                "answers": [
                    {"status": status, "description": answer["description"], "shape": _content(answer)}
                    for status, answer in sorted(operation["responses"].items())
                ],
            }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {**parameter, "kind": _kind(parameter["schema"])}


def _shape(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    required = shape.get("required", [])
    fields = [
        {"name": field, "kind": _kind(kept), "required": field in required}
        for field, kept in shape.get("properties", {}).items()
    ]
    return {"name": name, "description": shape.get("description", ""), "fields": fields}


def _content(part: dict[str, Any]) -> dict[str, Any] | None:
    return next((_kind(media["schema"]) for media in part.get("content", {}).values()), None)


def _kind(schema: dict[str, Any]) -> dict[str, Any]:
    """A type in words, with the name of the shape it links to."""
    if "$ref" in schema:
        return {"text": "", "shape": schema["$ref"].rsplit("/", 1)[-1]}
    if "anyOf" in schema:
        first, *others = [_kind(each) for each in schema["anyOf"]]
        return {**first, "after": "".join(f" or {other['text']}" for other in others)}
    if schema.get("type") == "array":
        return _prefixed("list of ", _kind(schema["items"]))
    if isinstance(schema.get("additionalProperties"), dict):
        return _prefixed("object of ", _kind(schema["additionalProperties"]))
    if "enum" in schema:
        return {"text": " | ".join(schema["enum"]), "shape": None}
    words = [schema.get("format") or schema.get("type", "any"), schema.get("pattern", "")]
    return {"text": " ".join(word for word in words if word), "shape": None}


def _prefixed(before: str, kind: dict[str, Any]) -> dict[str, Any]:
    return {**kind, "text": before + kind["text"]}
