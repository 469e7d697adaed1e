"""The regime: who decides, who is overruled, and the laws that hold whatever instruments there are."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.instrument import Advice, Mode, PermitDeadline, Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.regime import Regime
from serambi.rules.risk import Zone
from serambi.rules.territory import Seat
from tests.rules.orders import (
    BANTEN,
    KOTA_SERANG,
    SERANG,
    SHARES,
    TIGHTENING,
    clause,
    instrument,
    instruments,
    order_books,
    regime,
    score,
)

SE_67 = instrument(
    "SE-67",
    *(
        clause(Topic.STAFF_CEILING_SHARE, Decimal(share), zones=frozenset({zone}))
        for zone, share in zip(Zone, ("0.25", "0.5", "0.75", "1"), strict=True)
    ),
)
SE_58 = instrument(
    "SE-58",
    clause(Topic.STAFF_CEILING_SHARE, Decimal(0), restrictions=frozenset({"psbb"})),
    clause(
        Topic.STAFF_FLOOR_SHARE,
        Decimal("0.25"),
        restrictions=frozenset({"psbb"}),
        sectors=frozenset({"direct-service"}),
    ),
)
PSBB = instrument(
    "PSBB",
    clause(Topic.RESTRICTION, "psbb"),
    rank=Rank.MAYOR,
    issuer="Wali Kota Serang",
    areas=(KOTA_SERANG,),
    in_force=DayPeriod(date(2020, 9, 10), date(2020, 9, 25)),
)
ORANGE = [score("2.05")]


def by_and_over(made: Regime, topic: str) -> tuple[str | None, list[str]]:
    decision = made.because[topic]
    decided_by = decision.decided_by.instrument.number if decision.decided_by else None
    return decided_by, [ruling.instrument.number for ruling in decision.overruled]


def test_regime_without_any_instrument_is_open_and_full():
    made = regime()

    assert (made.open, made.mode, made.staff_share, made.quota_share) == (True, Mode.ALL, 1, 1)
    assert (made.last_service_at, made.distance_m, made.max_temperature_c, made.walk_in) == (None,) * 4
    assert (made.advice, made.zone, made.restrictions) == ((), None, ())


def test_regime_zone_decides_before_the_restriction():
    made = regime(SE_67, SE_58, PSBB, on=date(2020, 9, 9), assessments=ORANGE)

    assert (made.zone, made.staff_share, made.restrictions) == (Zone.ORANGE, Decimal("0.5"), ())
    assert by_and_over(made, "staff_share") == ("SE-67", [])


def test_regime_floor_lifts_the_ceiling_of_the_restriction():
    made = regime(SE_67, SE_58, PSBB, on=date(2020, 9, 10), assessments=ORANGE)

    assert (made.staff_share, made.restrictions) == (Decimal("0.25"), ("psbb",))
    assert by_and_over(made, "staff_share") == ("SE-58", ["SE-58", "SE-67"])


def test_regime_floor_is_for_its_sector_only():
    archive = Seat("serang", "36.73")

    made = regime(SE_67, SE_58, PSBB, seat=archive, assessments=ORANGE)

    assert made.staff_share == 0


def test_regime_restriction_of_a_neighbour_does_not_count():
    kab_serang = Seat("serang", "36.04", SERANG.sectors)

    made = regime(SE_67, SE_58, PSBB, seat=kab_serang, assessments=[score("2.19", region="36.04")])

    assert (made.staff_share, made.restrictions) == (Decimal("0.5"), ())


@pytest.mark.parametrize("rank", sorted(set(Rank) - {Rank.DIRECTORATE}))
def test_regime_only_the_directorate_closes(rank):
    order = instrument("CLOSE", clause(Topic.OPEN, False), rank=rank)

    assert regime(order).open is True


def test_regime_directorate_closes_and_nobody_opens():
    close = instrument("CLOSE", clause(Topic.OPEN, False), rank=Rank.DIRECTORATE)
    reopen = instrument("OPEN", clause(Topic.OPEN, True), rank=Rank.DIRECTORATE)

    made = regime(close, reopen)

    assert made.open is False
    assert by_and_over(made, "open") == ("CLOSE", ["OPEN"])


@pytest.mark.parametrize(
    ("topic", "field", "loose", "strict"),
    [
        (Topic.MODE, "mode", Mode.ALL, Mode.URGENT_ONLY),
        (Topic.QUOTA_SHARE, "quota_share", Decimal("0.5"), Decimal("0.3")),
        (Topic.LAST_SERVICE_AT, "last_service_at", time(15), time(14)),
        (Topic.DISTANCE_M, "distance_m", Decimal(1), Decimal("1.5")),
        (Topic.MAX_TEMPERATURE_C, "max_temperature_c", Decimal("37.5"), Decimal("37.3")),
    ],
)
def test_regime_strictest_wins_for_each_topic(topic, field, loose, strict):
    made = regime(instrument("LOOSE", clause(topic, loose)), instrument("STRICT", clause(topic, strict)))

    assert getattr(made, field) == strict
    assert by_and_over(made, field) == ("STRICT", ["LOOSE"])


def test_regime_walk_in_kinds_are_those_all_allow():
    made = regime(
        instrument("A", clause(Topic.WALK_IN, frozenset({"lost", "damaged", "elderly"}))),
        instrument("B", clause(Topic.WALK_IN, frozenset({"lost", "sick"}))),
    )

    assert made.walk_in == {"lost"}


def test_regime_advice_adds_up():
    first, second = Advice("Tunda", "Postpone"), Advice("Jaga jarak", "Keep distance")

    made = regime(instrument("A", clause(Topic.ADVICE, first)), instrument("B", clause(Topic.ADVICE, second)))

    assert made.advice == (first, second)


def test_regime_deadline_of_the_newest_signed_counts():
    old = PermitDeadline("itkt", date(2020, 8, 20))
    new = PermitDeadline("itkt", date(2020, 9, 20))
    later = date(2020, 8, 18)

    made = regime(
        instrument("SE-4049", clause(Topic.PERMIT_DEADLINE, new), signed_on=later),
        instrument("SE-1102", clause(Topic.PERMIT_DEADLINE, old)),
    )

    assert made.permit_deadlines == (new,)
    assert by_and_over(made, "permit_deadlines") == ("SE-4049", ["SE-1102"])


def test_regime_clause_of_one_service_group_counts_for_it_alone():
    order = instrument("PERMITS", clause(Topic.QUOTA_SHARE, Decimal(0), service_groups=frozenset({"permit"})))

    assert [regime(order, service_group=group).quota_share for group in (None, "passport", "permit")] == [1, 1, 0]


def test_regime_as_known_on_a_day_leaves_out_what_came_later():
    known_at = datetime(2020, 9, 11, tzinfo=UTC)
    order = instrument("LATE", clause(Topic.QUOTA_SHARE, Decimal("0.2")), known_at=known_at)

    before = regime(order, known_at=datetime(2020, 9, 10, 23, 59, tzinfo=UTC))
    after = regime(order, known_at=known_at)

    assert (before.quota_share, after.quota_share) == (1, Decimal("0.2"))


def test_regime_own_assessment_comes_before_the_province():
    province, own = score("1.50", region="36"), score("2.05")

    assert regime(SE_67, assessments=[province]).zone is Zone.RED
    assert regime(SE_67, assessments=[province, own]).zone is Zone.ORANGE


def looseness(made: Regime) -> tuple[object, ...]:
    """Every value as something that can only shrink when it gets stricter."""
    return (
        made.open,
        made.mode is Mode.ALL,
        made.staff_share,
        made.quota_share,
        made.last_service_at or time.max,
        -(made.distance_m or 0),
        made.max_temperature_c or 100,
        made.walk_in,
    )


def is_no_looser(made: Regime, than: Regime) -> bool:
    *now, now_kinds = looseness(made)
    *before, before_kinds = looseness(than)
    kinds_ok = before_kinds is None or (now_kinds is not None and now_kinds <= before_kinds)
    return kinds_ok and all(left <= right for left, right in zip(now, before, strict=True))


DAYS = st.integers(1, 30).map(lambda day: date(2020, 9, day))
SCORES = st.sampled_from([None, "3.00", "2.05", "1.20"])


@given(order_books(), instruments(number="NEW"), DAYS, SCORES)
def test_law_adding_an_instrument_never_loosens(book, new, on, value):
    before = regime(*book, on=on, assessments=[score(value)])
    after = regime(*book, new, on=on, assessments=[score(value)])

    assert is_no_looser(after, before)


@given(order_books(), SHARES, DAYS)
def test_law_a_floor_lifts_no_higher_than_itself(book, share, on):
    floor = instrument("FLOOR", clause(Topic.STAFF_FLOOR_SHARE, share))

    before, after = regime(*book, on=on), regime(*book, floor, on=on)

    assert after.staff_share == max(before.staff_share, min(share, 1))


@given(order_books([*TIGHTENING, Topic.STAFF_FLOOR_SHARE]), st.data(), DAYS, SCORES)
def test_law_undoing_restores_the_regime_that_would_have_been(book, data, on, value):
    undone = data.draw(st.sampled_from(book))
    undone_at = datetime(2020, 12, 1, tzinfo=UTC)
    rest = [each for each in book if each.number != undone.number]
    with_undo = [*rest, replace(undone, undone_at=undone_at)]

    assert regime(*with_undo, on=on, assessments=[score(value)]) == regime(*rest, on=on, assessments=[score(value)])
    before = datetime(2020, 11, 30, tzinfo=UTC)
    as_it_was = regime(*with_undo, on=on, known_at=before)
    assert looseness(as_it_was) == looseness(regime(*book, on=on, known_at=before))


@given(order_books([*TIGHTENING, Topic.STAFF_FLOOR_SHARE]), st.randoms(), DAYS, SCORES)
def test_law_order_of_arrival_does_not_matter(book, random, on, value):
    shuffled = list(book)
    random.shuffle(shuffled)

    assert regime(*shuffled, on=on, assessments=[score(value)]) == regime(*book, on=on, assessments=[score(value)])


@given(order_books(), DAYS)
def test_law_a_stricter_zone_never_loosens(book, on):
    by_zone = [regime(*book, on=on, assessments=[score(value)]) for value in ("1.20", "2.05", "3.00", None)]

    for strict, loose in pairwise(by_zone):
        assert is_no_looser(strict, loose)


@given(order_books(), DAYS)
def test_law_every_value_names_an_instrument_that_says_it(book, on):
    made = regime(*book, on=on)

    for topic, decision in made.because.items():
        if topic in ("advice", "permit_deadlines"):
            assert tuple(ruling.value for ruling in decision.deciding) == decision.value
        if topic == "restrictions":
            assert {ruling.value for ruling in decision.deciding} == set(decision.value)
        if topic in ("advice", "restrictions", "walk_in", "permit_deadlines"):
            continue
        if decision.decided_by is not None:
            assert decision.decided_by.value == decision.value == getattr(made, topic)
            assert decision.decided_by.in_force.covers(on)
        assert all(ruling.value != decision.value for ruling in decision.overruled)


def test_regime_province_order_covers_the_city():
    order = instrument("GUB", clause(Topic.QUOTA_SHARE, Decimal("0.3")), rank=Rank.GOVERNOR, areas=(BANTEN,))

    assert regime(order).quota_share == Decimal("0.3")
