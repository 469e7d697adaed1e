"""Collecting a finished document: until when, and by whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from serambi.rules.refusal import Refusal

COLLECT_WITHIN_DAYS = 30
"""Not collected within 30 days or one month, it is cancelled (kompas 2022/08/21; Permenkumham 18/2022)."""


class CollectorKind(StrEnum):
    APPLICANT = "applicant"
    PROXY = "proxy"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the document: a proxy is on the same family card, or holds a stamped power of attorney."""

    kind: CollectorKind
    is_on_family_card: bool = False
    has_power_of_attorney: bool = False


def collect_until(ready_on: date) -> date:
    """The last day of collection."""
    return ready_on + timedelta(days=COLLECT_WITHIN_DAYS)


def why_not_hand_over(collector: Collector) -> Refusal | None:
    """Refusal code `collector.no_authority` for a proxy without one, None when the document may be handed over."""
    if collector.kind is not CollectorKind.PROXY or collector.is_on_family_card or collector.has_power_of_attorney:
        return None
    return Refusal("collector.no_authority", "collector")
