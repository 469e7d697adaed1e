"""The whole policy of an installation as one value: what `load` takes from the policy folder."""

from dataclasses import dataclass

from serambi.rules.catalogue import Fee, Purpose, Service
from serambi.rules.holidays import PublicHoliday
from serambi.rules.offices import OfficeProfile, Region
from serambi.rules.policyfile.together import FiledInstrument
from serambi.rules.risk import Assessment


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in the folder, parsed and checked. Sequences keep the order of their file; files go by name."""

    regions: tuple[Region, ...]
    offices: tuple[OfficeProfile, ...]
    instruments: tuple[FiledInstrument, ...]
    assessments: tuple[Assessment, ...]
    public_holidays: tuple[PublicHoliday, ...]
    purposes: tuple[Purpose, ...]
    fees: tuple[Fee, ...]
    services: tuple[Service, ...]
