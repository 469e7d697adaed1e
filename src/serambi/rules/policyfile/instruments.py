"""Reads an instrument from its TOML file."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from serambi.rules.instrument import Instrument, Rank, why_not_enact
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.clauses import read_areas, read_clause
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.fields import Fields, open_fields
from serambi.rules.policyfile.places import Places

CONFIDENCES = ("VERIFIED", "RECALLED", "EXAMPLE")
JAKARTA = timezone(timedelta(hours=7))
"""An order counts as known from the start of its day in the capital, unless the file says otherwise."""

INSTRUMENT_KEYS = (
    "number",
    "short_name",
    "title",
    "issuer",
    "rank",
    "signed_on",
    "known_at",
    "from",
    "until",
    "areas",
    "revokes",
    "source",
    "confidence",
    "note",
    "clause",
)


def parse_instrument(text: str, file: str, places: Places, *, recorded_at: datetime | None = None) -> Instrument:
    """Read an instrument as read_instrument does, and refuse it when its issuer may not order what it says.

    Raises PolicyFaults with every fault of the file, each at its line.
    """
    instrument = read_instrument(text, file, places, recorded_at=recorded_at)
    faults: list[Fault] = []
    _refuse_incompetent(open_fields(text, file, faults), instrument)
    if faults:
        raise PolicyFaults(faults)
    return instrument


def read_instrument(text: str, file: str, places: Places, *, recorded_at: datetime | None = None) -> Instrument:
    """Read an instrument, whoever its issuer is.

    `recorded_at` (aware) is when it is recorded now; None takes the file's `known_at`, and without one the
    start of the day of signing in Jakarta. A live system gives it, so that a file cannot date its own
    knowledge back.

    Raises PolicyFaults with every fault of the file, each at its line.
    """
    faults: list[Fault] = []
    fields = open_fields(text, file, faults)
    fields.refuse_unknown(INSTRUMENT_KEYS)
    instrument = _instrument(fields, places, recorded_at)
    if faults or instrument is None:
        raise PolicyFaults(faults)
    return instrument


def _instrument(fields: Fields, places: Places, recorded_at: datetime | None) -> Instrument | None:
    rank = fields.required_text("rank")
    if rank and rank not in set(Rank):
        fields.refuse("rank", f"unknown rank {rank}")
    signed_on = fields.required("signed_on", date)
    in_force = read_period(fields)
    known_at = _known_at(fields, signed_on)
    areas = read_areas(fields, places)
    if "areas" not in fields.table:
        fields.refuse(None, "areas is missing")
    elif not fields.table["areas"]:
        fields.refuse("areas", "areas is empty")
    clauses = [read_clause(table, areas, places) for table in fields.tables("clause")]
    if not clauses and not fields.table.get("revokes"):
        fields.refuse(None, "the instrument has no clause and revokes nothing")
    fields.optional("note", str)
    number, short_name = fields.required_text("number"), fields.required_text("short_name")
    title, issuer = fields.required_text("title"), fields.required_text("issuer")
    revokes, source = fields.texts("revokes"), fields.required_text("source")
    confidence = read_confidence(fields)
    if fields.faults or signed_on is None or in_force is None or known_at is None:
        return None
    return Instrument(
        number=number,
        short_name=short_name,
        title=title,
        issuer=issuer,
        rank=Rank(rank),
        signed_on=signed_on,
        in_force=in_force,
        areas=areas,
        clauses=tuple(clause for clause in clauses if clause is not None),
        known_at=(recorded_at or known_at).astimezone(UTC),
        revokes=revokes,
        source=source,
        confidence=confidence,
    )


def read_period(fields: Fields) -> DayPeriod | None:
    """The half-open period of `from` and `until` (optional); None after a fault."""
    from_on, until_on = fields.required("from", date), fields.optional("until", date)
    if from_on is None:
        return None
    if until_on is not None and until_on <= from_on:
        fields.refuse("until", f"the period ends on {until_on}, not after its first day {from_on}")
        return None
    return DayPeriod(from_on, until_on)


def read_confidence(fields: Fields) -> str:
    confidence = fields.required_text("confidence")
    if confidence and confidence not in CONFIDENCES:
        fields.refuse("confidence", f"confidence must be one of {', '.join(CONFIDENCES)}, not {confidence}")
    return confidence


def _known_at(fields: Fields, signed_on: date | None) -> datetime | None:
    if "known_at" not in fields.table:
        return None if signed_on is None else datetime.combine(signed_on, time(0), JAKARTA)
    known_at = fields.optional("known_at", datetime)
    if known_at is not None and known_at.tzinfo is None:
        fields.refuse("known_at", "known_at must be a date and time with offset")
        return None
    return known_at


def _refuse_incompetent(fields: Fields, instrument: Instrument) -> None:
    refusal = why_not_enact(instrument)
    if refusal is None:
        return
    if "area" in refusal.facts:
        fields.refuse("areas", f"{refusal.code}: {instrument.rank} may not speak for {refusal.facts['area']}")
        return
    clause = fields.tables("clause")[int(refusal.facts["clause"]) - 1]
    clause.refuse("topic", f"{refusal.code}: {instrument.rank} may not decide {refusal.facts['topic']}")
