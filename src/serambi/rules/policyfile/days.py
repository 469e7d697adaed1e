"""Reads the tables of dated facts: public holidays and risk assessments."""

from collections.abc import Iterable
from datetime import UTC, datetime

from serambi.rules.catalogue import Text
from serambi.rules.holidays import PublicHoliday
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.instruments import CONFIDENCES
from serambi.rules.policyfile.tables import Row, read_rows, refuse_repetition
from serambi.rules.risk import YELLOW_UP_TO, Assessment

HOLIDAY_COLUMNS = ("date", "name_id", "name_en", "source")
ASSESSMENT_COLUMNS = ("region_code", "score", "assessed_on", "known_at", "source", "confidence")


def parse_public_holidays(text: str, file: str) -> tuple[PublicHoliday, ...]:
    """Read the public holidays, in the order of the file.

    Raises PolicyFaults with every fault; a day must not be there twice.
    """
    faults: list[Fault] = []
    rows = list(read_rows(text, file, HOLIDAY_COLUMNS, faults))
    holidays = [_holiday(row) for row in rows]
    refuse_repetition((row, row.text("date")) for row in rows)
    if faults:
        raise PolicyFaults(faults)
    return tuple(holiday for holiday in holidays if holiday is not None)


def parse_assessments(
    text: str, file: str, region_codes: Iterable[str], *, recorded_at: datetime | None = None
) -> tuple[Assessment, ...]:
    """Read a risk map, in the order of the file; an empty score means no cases (green).

    `recorded_at` (aware) is when it is recorded now; None takes the file's `known_at`.

    Raises PolicyFaults with every fault; a region must not be there twice for one day.
    """
    faults: list[Fault] = []
    known = frozenset(region_codes)
    rows = list(read_rows(text, file, ASSESSMENT_COLUMNS, faults))
    assessments = [_assessment(row, known, recorded_at) for row in rows]
    refuse_repetition((row, f"{row.text('region_code')} on {row.text('assessed_on')}") for row in rows)
    if faults:
        raise PolicyFaults(faults)
    return tuple(assessment for assessment in assessments if assessment is not None)


def _holiday(row: Row) -> PublicHoliday | None:
    on = row.required_day("date")
    name = Text(row.required("name_id"), row.required("name_en"))
    source = row.required("source")
    return PublicHoliday(on, name, source) if on else None


def _assessment(row: Row, known: frozenset[str], recorded_at: datetime | None) -> Assessment | None:
    region, score = row.required("region_code", known), row.number("score")
    if score is not None and not 0 <= score <= YELLOW_UP_TO:
        row.refuse(f"score must lie between 0 and {YELLOW_UP_TO}, not {score}")
    assessed_on, known_at = row.required_day("assessed_on"), row.instant("known_at")
    source = row.required("source")
    row.required("confidence", CONFIDENCES)
    if assessed_on is None or known_at is None:
        return None
    return Assessment(region, score, assessed_on, (recorded_at or known_at).astimezone(UTC), source)
