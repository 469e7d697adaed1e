"""Rule values kept as JSON: one adapter per type, both ways."""

from functools import lru_cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

Value = TypeVar("Value")


def to_json(value: object) -> Any:
    """A rules dataclass as JSON-ready data."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[Value], kept: Any) -> Value:
    """The rules dataclass that `to_json` wrote. Raises pydantic.ValidationError when it is not one."""
    return cast(Value, _adapter(kind).validate_python(kept))  # pydantic gives an instance of the type asked for


@lru_cache(maxsize=1024)
def from_json_text(kind: type[Value], kept: str) -> Value:
    """The same from JSON text, parsed once: offices and services hardly ever change, and every request needs one."""
    return cast(Value, _adapter(kind).validate_json(kept))  # pydantic gives an instance of the type asked for


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}  # building one takes milliseconds; types never change


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
