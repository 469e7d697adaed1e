"""The year 2020 of Kota Serang, day by day, from the real instruments against a table written by hand."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.policyset import Policy
from serambi.rules.regime import Regime, orders_for, regime_on
from serambi.rules.territory import Seat

TABLE = Path(__file__).with_name("serang_2020.csv")
IN_2026 = datetime(2026, 1, 1, tzinfo=UTC)
SECTORS = frozenset({"direct-service", "cannot-wait"})


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(POLICY_FOLDER)


def regime_of(policy: Policy, region: str, on: date, known_at: datetime = IN_2026) -> Regime:
    orders = orders_for(
        Seat("serang", region, SECTORS),
        known_at,
        instruments=[each.instrument for each in policy.instruments],
        assessments=policy.assessments,
    )
    return regime_on(orders, on)


def row_of(made: Regime) -> dict[str, str]:
    """A regime as one row of the table."""

    def by(topic: str) -> str:
        decided_by = made.because[topic].decided_by
        return decided_by.instrument.number if decided_by else ""

    return {
        "on": str(made.on),
        "open": str(made.open).lower(),
        "mode": str(made.mode),
        "staff_share": f"{made.staff_share:g}",
        "quota_share": f"{made.quota_share:g}",
        "open_by": by("open"),
        "mode_by": by("mode"),
        "staff_by": by("staff_share"),
        "quota_by": by("quota_share"),
    }


def test_every_day_of_2020_is_as_written(policy):
    with TABLE.open() as file:
        expected = list(csv.DictReader(file))

    made = [row_of(regime_of(policy, "36.73", date.fromisoformat(row["on"]))) for row in expected]

    assert made == expected
    assert len(expected) == 366


def test_the_day_of_the_story_names_every_instrument(policy):
    made = regime_of(policy, "36.73", date(2020, 9, 10))

    staff = made.because["staff_share"]
    assert (made.zone, made.restrictions, made.staff_share) == ("orange", ("psbb",), Decimal("0.25"))
    assert staff.decided_by.instrument.short_name == "SE 58"
    assert [r.instrument.short_name for r in staff.overruled if r.value != 0] == ["SE 67"]
    assert (made.quota_share, made.because["quota_share"].decided_by.instrument.short_name) == (
        Decimal("0.5"),
        "SE 0946",
    )
    assert f"{made.last_service_at:%H:%M}" == "14:00"
    assert made.open is True
    assert made.because["open"].decided_by is None


@pytest.mark.parametrize(
    ("region", "psbb_days"),
    [
        ("36.73", [(9, 10), (9, 30), (10, 31), (12, 19)]),
        ("36.02", [(10, 1), (10, 31), (12, 19)]),  # Lebak began on 1 Oct
        ("36.04", [(9, 21), (9, 30), (10, 31), (12, 19)]),
        ("36.01", [(9, 21), (9, 30), (10, 31), (12, 19)]),
    ],
)
def test_each_part_of_the_territory_starts_on_its_own_day(policy, region, psbb_days):
    asked = [(9, 9), (9, 10), (9, 21), (9, 30), (10, 1), (10, 31), (12, 19), (12, 20)]

    in_force = [day for day in asked if "psbb" in regime_of(policy, region, date(2020, *day)).restrictions]

    assert set(psbb_days) <= set(in_force)
    assert (12, 20) not in in_force
    assert min(in_force) == psbb_days[0]


def test_order_of_the_next_day_is_not_known_the_day_before(policy):
    known_at = datetime(2020, 9, 3, 10, tzinfo=UTC)

    assert regime_of(policy, "36.73", date(2020, 9, 10), known_at).staff_share == 1


def test_july_2021_closed_face_to_face_and_was_prolonged_three_times(policy):
    first_known = datetime(2021, 7, 5, 3, tzinfo=UTC)

    assert regime_of(policy, "36.73", date(2021, 7, 20), first_known).mode == "urgent_only"
    assert regime_of(policy, "36.73", date(2021, 7, 22), first_known).mode == "all"
    assert [regime_of(policy, "36.73", date(2021, m, d)).mode for m, d in ((7, 22), (8, 9), (8, 10))] == [
        "urgent_only",
        "urgent_only",
        "all",
    ]
