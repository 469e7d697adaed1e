"""Load the policy folder: write what is new or changed, and nothing when all of it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import (
    AssessmentRow,
    FeeRow,
    InstrumentRow,
    Office,
    PublicHoliday,
    PurposeRow,
    Region,
    ServiceRow,
)
from serambi.rules.instrument import Instrument
from serambi.rules.policyfile.together import FiledInstrument
from serambi.rules.policyset import Policy
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind the policy holds, how many instruments and assessments were new, and the numbers of
    instruments that stay recorded with another text than their file has."""

    instruments: int
    new_instruments: int
    assessments: int
    new_assessments: int
    regions: int
    offices: int
    services: int
    fees: int
    kept: tuple[str, ...] = ()


def load_policy(*, policy: Policy, now: datetime, by: str, keeps_recorded: bool = False) -> Loaded:
    """Write a checked policy in one transaction.

    Instruments and assessments are records: those already there are left as they are, and a file that gives a
    recorded number another text is refused; with `keeps_recorded` it is left out and named in `kept`, so that an
    installation starts under a newer policy folder too. Regions, offices, services, fees, purposes and holidays are
    brought up to date. Doing it twice is safe. Raises Busy, OutcomeUnknown, and Refused: `instrument.already_recorded`
    (fact `number`; amend, revoke or undo it by another instrument instead).
    """
    with durable_transaction():
        new_instruments, kept = _record_instruments(policy.instruments)
        if kept and not keeps_recorded:
            number, file = next(iter(kept.items()))
            raise Refused(Refusal("instrument.already_recorded", None, {"number": number, "file": file}))
        new_assessments = _record_assessments(policy)
        _bring_up_to_date(policy)
        loaded = Loaded(
            instruments=len(policy.instruments),
            new_instruments=new_instruments,
            assessments=len(policy.assessments),
            new_assessments=new_assessments,
            regions=len(policy.regions),
            offices=len(policy.offices),
            services=len(policy.services),
            fees=len(policy.fees),
            kept=tuple(kept),
        )
        write_ledger("policy.loaded", "policy", now=now, by=by, facts=to_json(loaded))
    return loaded


def _record_instruments(files: Iterable[FiledInstrument]) -> tuple[int, dict[str, str]]:
    """Write those not yet recorded; gives how many, and by number the files that differ from what is recorded."""
    recorded = dict(InstrumentRow.objects.values_list("number", "text"))
    new, differing = [], {}
    for each in files:
        number = each.instrument.number
        if number not in recorded:
            new.append(_instrument_row(each.instrument, each.file, each.text))
        elif recorded[number] != each.text:
            differing[number] = each.file
    InstrumentRow.objects.bulk_create(new)
    return len(new), differing


def _instrument_row(instrument: Instrument, file: str, text: str) -> InstrumentRow:
    return InstrumentRow(
        number=instrument.number,
        file=file,
        text=text,
        signed_on=instrument.signed_on,
        from_on=instrument.in_force.from_on,
        until_on=instrument.in_force.until_on,
        known_at=instrument.known_at,
    )


def _record_assessments(policy: Policy) -> int:
    recorded = set(AssessmentRow.objects.values_list("region", "assessed_on", "known_at"))
    new = [a for a in policy.assessments if (a.region, a.assessed_on, a.known_at) not in recorded]
    AssessmentRow.objects.bulk_create(
        AssessmentRow(
            region=a.region,
            score=a.score,
            assessed_on=a.assessed_on,
            known_at=a.known_at,
            source=a.source,
        )
        for a in new
    )
    return len(new)


def _bring_up_to_date(policy: Policy) -> None:
    _upsert(Region, ["code"], [Region(code=r.code, name=r.name, kind=r.kind) for r in policy.regions])
    offices = [
        Office(code=o.code, name=o.name, seat_region=o.seat_region, time_zone=o.time_zone, profile=to_json(o))
        for o in policy.offices
    ]
    _upsert(Office, ["code"], offices)
    services = [
        ServiceRow(code=s.code, group=s.group, position=position, entry=to_json(s))
        for position, s in enumerate(policy.services)
    ]
    _upsert(ServiceRow, ["code"], services)
    purposes = [PurposeRow(code=p.code, position=i, entry=to_json(p)) for i, p in enumerate(policy.purposes)]
    _upsert(PurposeRow, ["code"], purposes)
    fees = [FeeRow(code=f.code, valid_from=f.valid.from_on, entry=to_json(f)) for f in policy.fees]
    _upsert(FeeRow, ["code", "valid_from"], fees)
    holidays = [PublicHoliday(on=h.on, name_id=h.name.id, name_en=h.name.en) for h in policy.public_holidays]
    _upsert(PublicHoliday, ["on"], holidays)


def _upsert(model: type[Model], key: list[str], rows: Sequence[Model]) -> None:
    written = [f.name for f in model._meta.concrete_fields if f.name not in key and not f.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=key, update_fields=written, batch_size=500
    )
