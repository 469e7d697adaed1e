"""Until when a foreigner may stay or return, with the instrument that says so."""

from dataclasses import dataclass
from datetime import date, datetime

from serambi.records.queries.orders import all_instruments
from serambi.rules.instrument import Instrument
from serambi.rules.permit import Stay, StayDeadline, stay_deadline


@dataclass(frozen=True, slots=True)
class StayRow:
    """`instrument` None: the permit's own last day counts."""

    deadline: StayDeadline
    instrument: Instrument | None


def deadline_of_stay(*, stay: Stay, on: date, known_at: datetime) -> StayRow:
    """The deadline of a stay on a day, as known at `known_at` (aware UTC)."""
    instruments = all_instruments()
    deadline = stay_deadline(stay, on, known_at, instruments)
    deciding = next((each for each in instruments if each.number == deadline.instrument), None)
    return StayRow(deadline, deciding)
