"""Writes an order as TOML from a few answers: what the console's guided form puts together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from serambi.rules.instrument import Advice, Rank
from serambi.rules.territory import Area

DELETE = "\x7f"  # the one sign that JSON leaves as it is and TOML does not take


class OrderKind(StrEnum):
    """The orders that come up most."""

    CLOSE = "close"
    URGENT_ONLY = "urgent_only"
    QUOTA_SHARE = "quota_share"
    LAST_SERVICE_AT = "last_service_at"


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order before it is written down.

    `until_on` is the day after the last, None without end; `share` (0..1) belongs to QUOTA_SHARE and `last_at` (local)
    to LAST_SERVICE_AT; `advice` None when the public is told nothing of its own.
    """

    number: str
    title: str
    issuer: str
    rank: Rank
    signed_on: date
    from_on: date
    until_on: date | None
    area: Area
    kind: OrderKind
    share: Decimal | None = None
    last_at: time | None = None
    advice: Advice | None = None
    source: str = ""


def write_order(draft: OrderDraft) -> str:
    """The order as a TOML text that read_instrument takes.

    Example: the clause of `OrderKind.CLOSE` is `topic = "open"`, `value = false`.
    """
    lines = [
        _line("number", draft.number),
        _line("short_name", draft.number),
        _line("title", draft.title),
        _line("issuer", draft.issuer),
        _line("rank", str(draft.rank)),
        f"signed_on = {draft.signed_on}",
        f"from = {draft.from_on}",
        *([f"until = {draft.until_on}"] if draft.until_on else []),
        f"areas = [{_text(str(draft.area))}]",
        _line("source", draft.source or draft.number),
        _line("confidence", "VERIFIED"),
        *_clause(*_ruling(draft)),
    ]
    if draft.advice is not None:
        advice = f"{{ id = {_text(draft.advice.id)}, en = {_text(draft.advice.en)} }}"
        lines += _clause("advice", advice)
    return "\n".join(lines) + "\n"


def _ruling(draft: OrderDraft) -> tuple[str, str]:
    topics: Mapping[OrderKind, tuple[str, str]] = {
        OrderKind.CLOSE: ("open", "false"),
        OrderKind.URGENT_ONLY: ("mode", '"urgent_only"'),
        OrderKind.QUOTA_SHARE: ("quota_share", f"{draft.share:f}" if draft.share is not None else ""),
        OrderKind.LAST_SERVICE_AT: ("last_service_at", f"{draft.last_at:%H:%M:%S}" if draft.last_at else ""),
    }
    return topics[draft.kind]


def _clause(topic: str, value: str) -> list[str]:
    return ["", "[[clause]]", _line("topic", topic), f"value = {value}"]


def _line(key: str, value: str) -> str:
    return f"{key} = {_text(value)}"


def _text(value: str) -> str:
    return json.dumps(value.replace(DELETE, ""), ensure_ascii=False)
