"""Orders and risk maps as they come in: raw text, or JSON that holds it."""

import json
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from ninja.errors import HttpError, ValidationError
from pydantic import ValidationError as ShapeError

from serambi.counters.api.schemas.orders import OrderAsked
from serambi.counters.common.enacting import one_line_ending
from serambi.counters.common.risk_map import read_risk_csv, read_risk_lines
from serambi.rules.risk import Assessment

TOML, CSV = "application/toml", "text/csv"
JSON_LINES = ("application/x-ndjson", "application/jsonl")
FILE = "order.toml"
RISK_FILE = "risk"
UNREADABLE = 400


class OrderText(NamedTuple):
    """An order in its own words, and the name of its file for faults."""

    text: str
    file: str


def order_text(request: HttpRequest) -> OrderText:
    """Raises HttpError and the framework's ValidationError for a body of another shape."""
    if request.content_type == TOML:
        return OrderText(_text(request), FILE)
    try:
        asked = OrderAsked.model_validate(json.loads(_text(request)))
    except ShapeError as error:
        raise ValidationError([{**each, "loc": ("body", "asked", *each["loc"])} for each in error.errors()]) from error
    except (ValueError, RecursionError) as error:
        raise HttpError(UNREADABLE, "JSON") from error
    return OrderText(one_line_ending(asked.text), asked.file or FILE)


def risk_map(request: HttpRequest, now: datetime) -> tuple[Assessment, ...]:
    """Raises PolicyFaults for what is wrong in it, HttpError for what is no text."""
    text = _text(request)
    if request.content_type in JSON_LINES:
        return read_risk_lines(text, RISK_FILE, now=now)
    return read_risk_csv(text, RISK_FILE, now=now)


def _text(request: HttpRequest) -> str:
    try:
        text = request.body.decode()
    except UnicodeDecodeError as error:
        raise HttpError(UNREADABLE, "UTF-8") from error
    if "\0" in text:
        # A database keeps no such sign.
        raise HttpError(UNREADABLE, "NUL")
    return one_line_ending(text)
