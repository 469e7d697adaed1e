"""The policy folder as it is shipped: complete, sourced, and saying of Serang in 2020 what is known."""

import csv
import re
from collections import Counter
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import holidays
import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.instrument import Instrument, Rank, Topic
from serambi.rules.offices import RegionKind
from serambi.rules.payment import why_not_bill
from serambi.rules.policyset import Policy

DESIGNED_SERVICES = {
    "passport-new",
    "passport-replacement",
    "passport-lost",
    "passport-damaged",
    "passport-child",
    "permit-visit-extension",
    "permit-limited-stay",
    "permit-permanent-stay",
    "permit-emergency",
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(POLICY_FOLDER)


def instruments_of(policy: Policy) -> list[Instrument]:
    return [filed.instrument for filed in policy.instruments]


def test_no_fee_that_comes_on_top_can_be_billed_alone(policy: Policy):
    on_top = {"PERCEPATAN", "BEBAN_HILANG", "BEBAN_RUSAK", "BEBAN_KAHAR", "MERP_2Y"}
    days = (date(2020, 9, 10), date(2025, 1, 2))
    fees = {day: {fee.code: fee for fee in policy.fees if fee.valid.covers(day)} for day in days}

    alone = {
        (service.code, code): why_not_bill((code,), service.fee_codes, fees[day])
        for service in policy.services
        for day in days
        for code in on_top.intersection(service.fee_codes)
    }

    assert len(alone) == 9
    assert {refusal.code if refusal else None for refusal in alone.values()} == {"fee.choice_missing"}


def test_regions_are_those_of_2020(policy: Policy):
    assert Counter(region.kind for region in policy.regions) == {
        RegionKind.PROVINCE: 34,
        RegionKind.REGENCY: 416,
        RegionKind.CITY: 98,
    }


def test_regions_of_papua_stand_under_their_code_of_2020(policy: Policy):
    codes = {region.code for region in policy.regions}

    assert {f"91.{n:02}" for n in range(1, 29)} | {"91.71"} == {c for c in codes if c.startswith("91.")}
    assert {f"92.{n:02}" for n in range(1, 13)} | {"92.71"} == {c for c in codes if c.startswith("92.")}


def test_regions_of_banten(policy: Policy):
    banten = {region.code: region.name for region in policy.regions if region.code.startswith("36.")}

    assert banten == {
        "36.01": "Kabupaten Pandeglang",
        "36.02": "Kabupaten Lebak",
        "36.03": "Kabupaten Tangerang",
        "36.04": "Kabupaten Serang",
        "36.71": "Kota Tangerang",
        "36.72": "Kota Cilegon",
        "36.73": "Kota Serang",
        "36.74": "Kota Tangerang Selatan",
    }


def test_offices_are_125_and_only_known_territories_are_named(policy: Policy):
    served = {office.code: office.served_regions for office in policy.offices if office.served_regions}

    assert len(policy.offices) == 125
    assert served == {
        "serang": ("36.73", "36.04", "36.01", "36.02"),
        "cilegon": ("36.72",),
        "tangerang": ("36.03", "36.71", "36.74"),
    }


def test_every_offices_means_say_that_they_are_an_example(policy: Policy):
    assert {office.means.is_example for office in policy.offices} == {True}


def test_offices_lie_in_the_zone_of_their_seat(policy: Policy):
    zones = {office.code: office.time_zone for office in policy.offices}

    found = [zones[code] for code in ("serang", "pontianak", "denpasar", "jayapura")]

    assert found == ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]


def test_file_of_an_instrument_is_named_by_its_number(policy: Policy):
    files = {path.stem for path in (POLICY_FOLDER / "instruments").glob("*.toml")}

    assert files == {re.sub(r"[^a-z0-9]+", "-", i.number.lower()).strip("-") for i in instruments_of(policy)}


def test_everything_carries_a_source(policy: Policy):
    documents = [document for service in policy.services for document in service.documents]
    sourced = [
        *instruments_of(policy),
        *policy.assessments,
        *policy.public_holidays,
        *policy.services,
        *documents,
        *policy.fees,
    ]

    assert [each for each in sourced if not each.source] == []


def test_catalogue_holds_the_designed_services(policy: Policy):
    bookable = {service.code: service.is_bookable for service in policy.services}

    assert set(bookable) >= DESIGNED_SERVICES
    assert [code for code, may_be_booked in bookable.items() if not may_be_booked] == ["permit-emergency"]


def test_promise_of_four_days_stands_for_no_lost_or_damaged_passport(policy: Policy):
    legal = {service.code: service.legal_days for service in policy.services if service.group == "passport"}

    assert legal == {
        "passport-new": 4,
        "passport-replacement": 4,
        "passport-child": 4,
        "passport-dual-citizen-child": 4,
        "passport-lost": None,
        "passport-damaged": None,
    }
    promised = {service.code: service.is_promised for service in policy.services}
    assert not promised["passport-lost"] and not promised["passport-damaged"]
    assert promised["passport-new"] and promised["permit-visit-extension"]


def test_purposes(policy: Policy):
    codes = [purpose.code for purpose in policy.purposes]

    assert codes == ["tourism", "umrah", "hajj", "work", "study", "medical", "family", "business", "duty"]


def test_public_holidays_of_2020_leave_out_the_election_that_a_decree_added(policy: Policy):
    days = " ".join(f"{holiday.on:%m-%d}" for holiday in policy.public_holidays if holiday.on.year == 2020)

    assert days == ("01-01 01-25 03-22 03-25 04-10 05-01 05-07 05-21 05-24 05-25 06-01 07-31 08-17 08-20 10-29 12-25")


def test_collective_leave_of_2020_was_decreed_seven_times(policy: Policy):
    decreed = {
        instrument.number: clause.value.days
        for instrument in instruments_of(policy)
        for clause in instrument.clauses
        if clause.topic is Topic.HOLIDAY and clause.value.year == 2020 and clause.value.kind == "collective_leave"
    }

    assert {number: len(days) for number, days in decreed.items()} == {
        "SKB-728-213-01-2019": 4,
        "SKB-174-01-01-2020": 8,
        "SKB-391-02-02-2020": 9,
        "SKB-440-03-03-2020": 8,
        "KEPPRES-17-2020": 8,
        "SKB-744-05-06-2020": 5,
        "KEPPRES-23-2020": 5,
    }
    assert date(2020, 12, 28) in decreed["KEPPRES-17-2020"]
    assert date(2020, 12, 28) not in decreed["KEPPRES-23-2020"]


def test_quota_is_what_binds_serang_on_10_september_2020(policy: Policy):
    serang = next(office for office in policy.offices if office.code == "serang")
    passport = next(group for group in serang.means.groups if group.code == "passport")
    share = Decimal("0.25")

    # By hand: 07.30-12.00 and 13.00-14.00 hold eleven slots of half an hour.
    slots = 9 + 2
    per_slot = -(-passport.normal_quota // 2 // slots)
    staffed = min(passport.counters, int(passport.counter_staff * share))
    counters = staffed * passport.slot_minutes // passport.service_minutes
    seats = serang.means.hall_seats[Decimal(1)] // len(serang.means.groups)
    hall = seats * passport.slot_minutes // serang.means.stay_minutes
    back_office = int(passport.back_office_per_day * share) * serang.means.promise_days

    assert (passport.opens_at, passport.breaks) == (time(7, 30), ((time(12), time(13)),))
    assert (per_slot, counters, hall, back_office) == (5, 8, 10, 120)


def test_the_heads_advice_of_10_september_2020(policy: Policy):
    (advice,) = [i for i in instruments_of(policy) if i.number == "IMBAUAN-KANIM-SERANG-2020-09-10"]

    assert (advice.rank, [str(area) for area in advice.areas]) == (Rank.OFFICE_HEAD, ["office:serang"])
    assert (advice.known_at, advice.in_force.from_on) == (datetime(2020, 9, 9, 17, tzinfo=UTC), date(2020, 9, 10))
    assert [clause.topic for clause in advice.clauses] == [Topic.ADVICE]


# Where the calendar that comes along differs from the package; what is on only one side, by day.
KNOWN_ONLY_IN_PACKAGE = {date(2020, 12, 9)}  # the regional election: Keppres 22/2020 gives it (policy/instruments)
KNOWN_ONLY_IN_POLICY: set[date] = set()


def test_public_holidays_are_those_of_the_package(policy: Policy):
    package = set(holidays.country_holidays("ID", years=range(2019, 2027), categories=("public",)))
    ours = {holiday.on for holiday in policy.public_holidays}

    assert (package - ours, ours - package) == (KNOWN_ONLY_IN_PACKAGE, KNOWN_ONLY_IN_POLICY)


def test_story_of_serang_covers_every_day_of_2020():
    story = Path(__file__).parents[1] / "stories" / "serang_2020.csv"

    with story.open(encoding="utf-8", newline="") as file:
        days = [date.fromisoformat(row["on"]) for row in csv.DictReader(file)]

    assert days == [date.fromordinal(n) for n in range(date(2020, 1, 1).toordinal(), date(2021, 1, 1).toordinal())]
