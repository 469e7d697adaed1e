"""The page that works a printed decline out again: the sentence, its data, and the check of a printed percentage."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import span_words
from serambi.counters.common.decline_asking import asked_decline, judged, parameters_of, read_percent
from serambi.counters.common.decline_words import (
    baseline_text,
    claim_text,
    interval_text,
    points_text,
    rate_text,
    sentence,
    unit_text,
)
from serambi.counters.common.words import number_text, signed_percent_text
from serambi.records.queries.decline import DeclineFound, StretchRow, public_decline
from serambi.rules.claim import check_claim, why_not_base, why_not_claim
from serambi.rules.decline import percent
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class DataLine:
    """One stretch behind the answer."""

    role: str
    span: str
    count: str
    working_days: str
    quota: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the working: what, and what it comes to."""

    what: str
    result: str


@dataclass(frozen=True, slots=True)
class DeclinePage:
    sentence: str
    data: tuple[DataLine, ...]
    steps: tuple[StepLine, ...]
    address: dict[str, str]
    claim: str
    is_example: bool


def decline_page(office: str, asked: dict[str, str], now: datetime) -> DeclinePage:
    """Raises Refused as asked_decline, public_decline and judged."""
    question = {name: asked[name] for name in ("period", "baseline", "measure", "weighting", "group") if asked[name]}
    found = public_decline(asked=asked_decline(office, **question), now=now)
    claim = claim_text(judged(found, read_percent(asked["claimed"]))) if asked["claimed"] else ""
    lines = [_line(_("Masa"), found.period), *(_line(_("Dasar"), row) for row in found.base)]
    return DeclinePage(sentence(found), tuple(lines), _steps(found), parameters_of(found), claim, found.is_example)


def checked_numbers(value: str, base: str, claimed: str) -> str:
    """What a printed percentage comes to from the two numbers printed beside it. Raises Refused: `number.unreadable`,
    `claim.no_base`, `decline.impossible`."""
    read = {name: read_percent(text, name) for name, text in (("printed", value), ("printed_base", base))}
    percentage = read_percent(claimed, "printed_claim")
    no_base = why_not_base(read["printed"], read["printed_base"])
    if no_base is not None:
        raise Refused(Refusal(no_base.code, "printed_base"))
    check = check_claim(value=read["printed"], base=read["printed_base"], claimed=percentage)
    refusal = why_not_claim(percentage)
    if refusal is not None:
        facts = {**refusal.facts, "recomputed": f"{check.readings[0].recomputed}"}
        raise Refused(Refusal(refusal.code, "printed_claim", facts))
    return claim_text(check)


def _line(role: str, row: StretchRow) -> DataLine:
    return DataLine(
        role, span_words(row.span), number_text(row.count), number_text(row.working_days), number_text(row.quota)
    )


def _steps(found: DeclineFound) -> tuple[StepLine, ...]:
    decline, unit = found.decline, unit_text(found)
    per = _("%(rate)s orang per %(unit)s")
    steps = [
        StepLine(_("Ukuran"), words.word(words.MEASURES, found.asked.measure)),
        StepLine(_("Dasar"), baseline_text(found)),
        StepLine(_("Pada masa itu"), per % {"rate": rate_text(decline.value.rate), "unit": unit}),
        StepLine(_("Pada masa dasar"), per % {"rate": rate_text(decline.base.rate), "unit": unit}),
        StepLine(_("Perubahan"), signed_percent_text(percent(decline.change))),
        StepLine(_("Selang kepercayaan 95%"), interval_text(decline)),
    ]
    if decline.split is not None:
        steps.append(StepLine(_("Karena kuota berubah"), points_text(decline.split.quota_cut)))
        steps.append(StepLine(_("Karena pemakaian kuota berubah"), points_text(decline.split.unused_quota)))
    return tuple(steps)
