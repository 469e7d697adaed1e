"""The whole policy of an installation as one value: what `load` takes from the policy folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from serambi.rules.catalogue import Fee, Purpose, Service, Text
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile, Region
from serambi.rules.risk import Assessment


@dataclass(frozen=True, slots=True)
class InstrumentFile:
    """An instrument with the text it was read from; `file` is relative to the policy folder."""

    instrument: Instrument
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in the folder, parsed and checked. `public_holidays` holds names by day."""

    instruments: tuple[InstrumentFile, ...]
    regions: tuple[Region, ...]
    offices: tuple[OfficeProfile, ...]
    assessments: tuple[Assessment, ...]
    public_holidays: Mapping[date, Text]
    services: tuple[Service, ...]
    fees: tuple[Fee, ...]
    purposes: tuple[Purpose, ...]
