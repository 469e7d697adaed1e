"""Opens the policy folder and reads it whole: every file, or none of it with every fault."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from serambi.rules.catalogue import Fee, Purpose, Service
from serambi.rules.offices import OfficeProfile, Region, RegionKind
from serambi.rules.policyfile.catalogue import parse_fees, parse_purposes, parse_service
from serambi.rules.policyfile.days import parse_assessments, parse_public_holidays
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.instruments import parse_instrument
from serambi.rules.policyfile.means import OfficeFile, parse_office_file
from serambi.rules.policyfile.places import Places
from serambi.rules.policyfile.territory import OfficeLine, parse_offices, parse_regions
from serambi.rules.policyfile.together import FiledInstrument, check_numbers, check_together
from serambi.rules.policyset import Policy
from serambi.rules.risk import Assessment

Value = TypeVar("Value")


POLICY_FOLDER = Path(__file__).parents[2] / "policy"
"""The folder that comes with the package."""
ORDERS, RISK_MAPS, SERVICES = "instruments/*.toml", "risk/*.csv", "services/*.toml"
NUMBER = re.compile(r'^number\s*=\s*"([^"]*)"', re.MULTILINE)


def read_policy(folder: Path) -> Policy:
    """Read the policy folder.

    Raises PolicyFaults with every fault of every file; a file that is missing is a fault at its line 1. What builds
    on a table that could not be read is left out, since it would only repeat that table's faults.
    """
    return _Reader(folder).read()


class _Reader:
    """Reads file after file and keeps the faults, so that one bad file does not hide the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def read(self) -> Policy:
        regions = self._one("regions.csv", parse_regions)
        lines = self._offices_of(regions) if regions else self._only_there("offices.csv")
        purposes = self._one("purposes.toml", parse_purposes)
        fees = self._one("fees.csv", parse_fees)
        holidays = self._one("calendar/public_holidays.csv", parse_public_holidays)
        policy = Policy(
            regions=regions or (),
            offices=self._profiles(lines or ()),
            instruments=self._instruments(_places(regions, lines)) if regions and lines else self._only_there(ORDERS),
            assessments=self._assessments(regions) if regions else self._only_there(RISK_MAPS),
            public_holidays=holidays or (),
            purposes=purposes or (),
            fees=fees or (),
            services=self._services(purposes, fees) if purposes and fees else self._only_there(SERVICES),
        )
        if self.faults:
            raise PolicyFaults(self.faults)
        return policy

    def _one(self, file: str, parse: Callable[[str, str], Value]) -> Value | None:
        text = self._text(file)
        if text is None:
            return None
        try:
            return parse(text, file)
        except PolicyFaults as found:
            self.faults.extend(found.faults)
            return None

    def _each(self, pattern: str, parse: Callable[[str, str], Value]) -> dict[str, Value]:
        """The files of a pattern that could be read, by name; a pattern without any file is a fault."""
        files = self._files(pattern)
        if not files:
            self.faults.append(Fault(pattern, 1, _missing(pattern)))
        values = {file: self._one(file, parse) for file in files}
        return {file: value for file, value in values.items() if value is not None}

    def _only_there(self, pattern: str) -> tuple[()]:
        """See that there is such a file, where what it builds on could not be read."""
        if not self._files(pattern):
            self.faults.append(Fault(pattern, 1, _missing(pattern)))
        return ()

    def _files(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.glob(pattern))

    def _text(self, file: str) -> str | None:
        try:
            return (self.folder / file).read_text(encoding="utf-8")
        except FileNotFoundError:
            self.faults.append(Fault(file, 1, _missing(file)))
        except UnicodeDecodeError:
            self.faults.append(Fault(file, 1, "the file is not UTF-8 text"))
        return None

    def _offices_of(self, regions: Sequence[Region]) -> tuple[OfficeLine, ...] | None:
        by_code = {region.code: region for region in regions}
        return self._one("offices.csv", lambda text, file: parse_offices(text, file, by_code))

    def _profiles(self, lines: Sequence[OfficeLine]) -> tuple[OfficeProfile, ...]:
        """Each office with its own file, or else the example of its class."""
        own = {f"offices/{line.code}.toml": line for line in lines}
        read: dict[str, OfficeFile | None] = {}
        for file in self._files("offices/*.toml"):
            read[file] = self._one(file, parse_office_file)
            if lines and file not in own:
                self.faults.append(Fault(file, 1, "no such office in offices.csv"))
        for office_class in sorted({line.office_class for file, line in own.items() if file not in read}):
            read[_example_of(office_class)] = self._one(_example_of(office_class), parse_office_file)
        found = [(line, read.get(file, read.get(_example_of(line.office_class)))) for file, line in own.items()]
        return tuple(_profile(line, file) for line, file in found if file is not None)

    def _instruments(self, places: Places) -> tuple[FiledInstrument, ...]:
        filed = self._each(
            ORDERS,
            lambda text, file: FiledInstrument(parse_instrument(text, file, places), file, text),
        )
        unread = [file for file in self._files(ORDERS) if file not in filed]
        if unread:
            # Who overlaps whom cannot be told while a revocation may stand in a file that was not read.
            numbers = {number for file in unread for number in self._numbers_in(file)}
            self.faults.extend(check_numbers(tuple(filed.values()), unread=numbers))
        else:
            self.faults.extend(check_together(tuple(filed.values())))
        return tuple(filed.values())

    def _numbers_in(self, file: str) -> list[str]:
        """The number in an order's file that has faults; none where not even that can be read."""
        return NUMBER.findall((self.folder / file).read_text(encoding="utf-8", errors="replace"))

    def _assessments(self, regions: Iterable[Region]) -> tuple[Assessment, ...]:
        codes = [region.code for region in regions]
        maps = self._each(RISK_MAPS, lambda text, file: parse_assessments(text, file, codes))
        self._refuse_repetition(
            (file, f"{each.region} on {each.assessed_on}") for file, lines in maps.items() for each in lines
        )
        return tuple(each for lines in maps.values() for each in lines)

    def _services(self, purposes: Iterable[Purpose], fees: Iterable[Fee]) -> tuple[Service, ...]:
        purpose_codes, fee_codes = {purpose.code for purpose in purposes}, {fee.code for fee in fees}
        services = self._each(
            SERVICES,
            lambda text, file: parse_service(text, file, purposes=purpose_codes, fee_codes=fee_codes),
        )
        self._refuse_repetition((file, service.code) for file, service in services.items())
        self._refuse_repetition((file, f"position {service.position}") for file, service in services.items())
        return tuple(sorted(services.values(), key=lambda service: service.position))

    def _refuse_repetition(self, keys: Iterable[tuple[str, str]]) -> None:
        """Leave a fault where another file already had the key; within one file its own reader saw to it."""
        seen: dict[str, str] = {}
        for file, key in keys:
            if seen.setdefault(key, file) != file:
                self.faults.append(Fault(file, 1, f"{key} is already in {seen[key]}"))


def _missing(pattern: str) -> str:
    return "there is no such file" if "*" in pattern else "the file is missing"


def _places(regions: Iterable[Region], offices: Iterable[OfficeLine]) -> Places:
    provinces = frozenset(region.code for region in regions if region.kind is RegionKind.PROVINCE)
    return Places(
        provinces=provinces,
        regions=frozenset(region.code for region in regions) - provinces,
        offices=frozenset(office.code for office in offices),
    )


def _example_of(office_class: str) -> str:
    return f"offices/_example/{office_class.lower().replace(' ', '-')}.toml"


def _profile(line: OfficeLine, file: OfficeFile) -> OfficeProfile:
    return OfficeProfile(
        code=line.code,
        name=line.name,
        office_class=line.office_class,
        has_tpi=line.has_tpi,
        seat_region=line.seat_region,
        time_zone=line.time_zone,
        served_regions=line.served_regions,
        address=file.address,
        hours_note=file.hours_note,
        means=file.means,
        confidence=line.confidence,
        e_passport_since=line.e_passport_since,
        holds_draws=file.holds_draws,
        visit_day=file.visit_day,
    )
