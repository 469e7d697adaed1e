"""A question about a decline as people write it, on the command line, in an address and to the API."""

from decimal import Decimal, InvalidOperation

from serambi.records.queries.decline import DeclineAsked, DeclineFound
from serambi.rules.baseline import BaselineKind, read_baseline
from serambi.rules.claim import ClaimCheck, check_changes, why_not_claim
from serambi.rules.decline import Weighting, percent
from serambi.rules.figures import COMPARED, Measure
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import read_span, span_text

MOST_CHARACTERS = 12
FURTHEST_PERCENT = 1_000_000


def asked_decline(
    office: str,
    *,
    period: str,
    baseline: str = BaselineKind.LAST_YEAR,
    measure: str = Measure.APPLIED,
    weighting: str = Weighting.WORKING_DAYS,
    group: str | None = None,
) -> DeclineAsked:
    """Raises Refused: `period.unreadable`, `baseline.unreadable`, `measure.not_compared`, `weighting.unknown`."""
    span, base = read_span(period), read_baseline(baseline)
    if span is None:
        raise Refused(Refusal("period.unreadable", "period"))
    if base is None:
        raise Refused(Refusal("baseline.unreadable", "baseline"))
    if measure not in COMPARED:
        raise Refused(Refusal("measure.not_compared", "measure"))
    if weighting not in tuple(Weighting):
        raise Refused(Refusal("weighting.unknown", "weighting"))
    return DeclineAsked(office, span, base, Measure(measure), Weighting(weighting), group or None)


def parameters_of(found: DeclineFound) -> dict[str, str]:
    """What makes the page of an answer permanent: every part of the question, and the period as it was cut."""
    asked = found.asked
    return {
        "period": span_text(found.period.span),
        "baseline": str(asked.baseline),
        "measure": str(asked.measure),
        "weighting": str(asked.weighting),
        "group": found.group,
    }


def read_percent(text: str, field: str = "claimed") -> Decimal:
    """A printed percentage: "-166,3 %", "−90". Raises Refused: `number.unreadable`."""
    plain = text.strip().rstrip("%").strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    try:
        number = Decimal(plain) if plain.isascii() and len(plain) <= MOST_CHARACTERS else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > FURTHEST_PERCENT:
        raise Refused(Refusal("number.unreadable", field))
    return number


def judged(found: DeclineFound, claimed: Decimal) -> ClaimCheck:
    """A claim about an answer, read with each weighting. Raises Refused: `decline.impossible` (facts `claimed`,
    `recomputed`)."""
    check = check_changes(changes=found.changes, claimed=claimed)
    refusal = why_not_claim(claimed)
    if refusal is not None:
        facts = {**refusal.facts, "recomputed": f"{percent(found.decline.change)}"}
        raise Refused(Refusal(refusal.code, refusal.field, facts))
    return check
