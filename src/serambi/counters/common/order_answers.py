"""What orders do, as JSON-ready objects: the API sends them, the command line prints the same ones."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from serambi.counters.common.answers import Answer, clause_value, instant
from serambi.procedures.assess_risk import Assessed
from serambi.procedures.enact_instrument import Enacted
from serambi.procedures.preview_instrument import Preview
from serambi.procedures.preview_risk import RiskForeseen
from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.foresee import OfficeForeseen
from serambi.records.queries.offers import OfferRow
from serambi.rules.emptied import Emptied
from serambi.rules.regime import Decision, Regime


@dataclass
class Totals:
    """What an order does over all the offices seen so far."""

    offices: int = 0
    offices_changed: int = 0
    days: int = 0
    slots: int = 0
    people: Counter[str] = field(default_factory=Counter)
    dues: Counter[str] = field(default_factory=Counter)
    unreachable: int = 0
    promises_moved: int = 0

    def add(self, foreseen: OfficeForeseen) -> None:
        self.offices += 1
        self.offices_changed += bool(foreseen.slots_changed)
        self.days += len(foreseen.days)
        self.slots += foreseen.slots_changed
        self.people.update(foreseen.people)
        self.dues.update(foreseen.dues)
        self.unreachable += foreseen.unreachable
        self.promises_moved += foreseen.promises_moved


def summed(offices: Iterable[OfficeForeseen], totals: Totals) -> Iterator[OfficeForeseen]:
    """The same offices, each added to the totals as it passes."""
    for foreseen in offices:
        totals.add(foreseen)
        yield foreseen


def changed_topics(before: Regime, after: Regime) -> Iterator[tuple[str, Decision, Decision]]:
    """The fields of a regime whose value or deciding clause an order changes, with both decisions."""
    for name, decision in after.because.items():
        was = before.because[name]
        if (was.value, _number(was)) != (decision.value, _number(decision)):
            yield name, was, decision


def preview_answer(preview: Preview) -> Answer:
    """Whom an order concerns, before any office was looked at."""
    return {
        "number": preview.instrument.number,
        "needs_second_signer": preview.needs_second_signer,
        "office_count": len(preview.offices),
        "closes": [_emptied(each) for each in preview.emptied],
    }


def foreseen_answer(foreseen: OfficeForeseen) -> Answer:
    """What an order would do at one office."""
    changes = changed_topics(foreseen.before, foreseen.after)
    return {
        "office": foreseen.office,
        "days": [
            {"on": str(day.on), "places_before": day.places_before, "places_after": day.places_after}
            for day in foreseen.days
        ],
        "slots_changed": foreseen.slots_changed,
        "people": dict(foreseen.people),
        "dues": dict(foreseen.dues),
        "unreachable": foreseen.unreachable,
        "promises_moved": foreseen.promises_moved,
        "first_day": str(foreseen.first_day),
        "regime": {name: {"before": _decision(was), "after": _decision(then)} for name, was, then in changes},
    }


def totals_answer(totals: Totals) -> Answer:
    return dataclasses.asdict(totals) | {"people": dict(totals.people), "dues": dict(totals.dues)}


def enacted_answer(enacted: Enacted) -> Answer:
    """What became of an order; `carried_out` is null while it waits for its second signer."""
    done = enacted.carried_out
    return {
        "number": enacted.number,
        "offices": enacted.offices,
        "state": "proposed" if done is None else "enacted",
        "carried_out": None if done is None else carried_out_answer(done),
    }


def undoing_proposed_answer(number: str) -> Answer:
    """An order on record whose undoing waits for its second signer."""
    return {"number": number, "state": "proposed"}


def carried_out_answer(done: CarriedOut) -> Answer:
    return dataclasses.asdict(done) | {"obligations": dict(done.obligations)}


def assessed_answer(assessed: Assessed) -> Answer:
    return {
        "lines": assessed.lines,
        "offices": list(assessed.offices),
        "carried_out": carried_out_answer(assessed.carried_out),
    }


def risk_foreseen_answer(foreseen: RiskForeseen) -> Answer:
    offices = {each.office: {"before": _name(each.before), "after": _name(each.after)} for each in foreseen.offices}
    return {"lines": foreseen.lines, "zones": offices}


def offer_answer(offer: OfferRow | None) -> Answer | None:
    """The place that is held until it is answered; null when none is."""
    if offer is None:
        return None
    return {
        "kind": offer.kind,
        "slot": offer.held_slot,
        "start_at": instant(offer.held_start_at) if offer.held_start_at else None,
        "deadline": instant(offer.deadline_at) if offer.deadline_at else None,
        "order": offer.order.number if offer.order else None,
    }


def _emptied(emptied: Emptied) -> Answer:
    """An office left without a place; `days` is null without end, `clause` where it is what the order revokes."""
    return {
        "office": emptied.office,
        "first_on": str(emptied.first_on),
        "days": emptied.days,
        "clause": emptied.taken_by.ordinal if emptied.taken_by else None,
        "receives_urgent": emptied.receives_urgent,
    }


def _decision(decision: Decision) -> Mapping[str, Any]:
    value = decision.value
    shown = [clause_value(each) for each in value] if isinstance(value, tuple) else None
    return {
        "value": None if value is None else clause_value(value) if shown is None else shown,
        "instrument": _number(decision),
    }


def _number(decision: Decision) -> str | None:
    return decision.decided_by.instrument.number if decision.decided_by else None


def _name(zone: object) -> str | None:
    return None if zone is None else str(zone)
