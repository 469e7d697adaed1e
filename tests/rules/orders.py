"""Instruments for tests of the rules: valid and boring unless told otherwise, and Hypothesis strategies of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from serambi.rules.instrument import Clause, Condition, Instrument, Mode, Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.regime import Regime, orders_for, regime_on
from serambi.rules.risk import Assessment, Zone
from serambi.rules.territory import NATION, Area, AreaKind, Seat

SERANG = Seat("serang", "36.73", frozenset({"direct-service", "cannot-wait"}))
KOTA_SERANG = Area(AreaKind.REGION, "36.73")
BANTEN = Area(AreaKind.PROVINCE, "36")
START = date(2020, 1, 1)
KNOWN = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2021, 1, 1, tzinfo=UTC)


def clause(topic: Topic, value: object, *, areas: Sequence[Area] = (), **condition: object) -> Clause:
    return Clause(1, topic, value, Condition(**condition), tuple(areas))  # type: ignore[arg-type]


def instrument(number: str = "SE-1", *clauses: Clause, **changes: object) -> Instrument:
    values: dict[str, object] = {
        "number": number,
        "short_name": number,
        "title": number,
        "issuer": "Menteri",
        "rank": Rank.MINISTRY,
        "signed_on": START,
        "in_force": DayPeriod(START),
        "areas": (NATION,),
        "clauses": clauses,
        "known_at": KNOWN,
    }
    return Instrument(**(values | changes))  # type: ignore[arg-type]


def score(value: str | None, on: date = START, region: str = "36.73", known_at: datetime = KNOWN) -> Assessment:
    return Assessment(region, None if value is None else Decimal(value), on, known_at, "test")


def regime(
    *instruments: Instrument,
    on: date = date(2020, 9, 10),
    seat: Seat = SERANG,
    known_at: datetime = LATER,
    assessments: Sequence[Assessment] = (),
    service_group: str | None = None,
) -> Regime:
    orders = orders_for(seat, known_at, instruments=instruments, assessments=assessments)
    return regime_on(orders, on, service_group=service_group)


SHARES = st.integers(0, 20).map(lambda twentieths: Decimal(twentieths) / 20)
RESTRICTION_NAMES = st.sampled_from(["psbb", "level-3", "level-4"])
VALUES = {
    Topic.OPEN: st.booleans(),
    Topic.MODE: st.sampled_from(Mode),
    Topic.STAFF_CEILING_SHARE: SHARES,
    Topic.STAFF_FLOOR_SHARE: SHARES,
    Topic.QUOTA_SHARE: SHARES,
    Topic.LAST_SERVICE_AT: st.integers(8, 16).map(time),
    Topic.DISTANCE_M: st.integers(1, 4).map(lambda halves: Decimal(halves) / 2),
    Topic.MAX_TEMPERATURE_C: st.integers(370, 380).map(lambda tenths: Decimal(tenths) / 10),
    Topic.WALK_IN: st.frozensets(st.sampled_from(["lost", "damaged", "elderly", "sick"])),
    Topic.RESTRICTION: RESTRICTION_NAMES,
}
TIGHTENING = sorted(set(VALUES) - {Topic.STAFF_FLOOR_SHARE})


@st.composite
def clauses(draw: st.DrawFn, topics: Sequence[Topic] = TIGHTENING) -> list[Clause]:
    """Some clauses. Those asking for a zone come as a table that never loosens as the zone gets stricter."""
    made: list[Clause] = []
    for topic in draw(st.lists(st.sampled_from(topics), min_size=1, max_size=4)):
        restrictions = frozenset() if topic is Topic.RESTRICTION else draw(st.frozensets(RESTRICTION_NAMES, max_size=1))
        if topic in (Topic.STAFF_CEILING_SHARE, Topic.QUOTA_SHARE) and draw(st.booleans()):
            by_zone = sorted(draw(st.lists(SHARES, min_size=4, max_size=4)))
            for zone, value in zip(Zone, by_zone, strict=True):
                made.append(clause(topic, value, zones=frozenset({zone}), restrictions=restrictions))
        else:
            made.append(clause(topic, draw(VALUES[topic]), restrictions=restrictions))
    return [Clause(number, c.topic, c.value, c.condition, c.areas) for number, c in enumerate(made, start=1)]


@st.composite
def instruments(
    draw: st.DrawFn, *, number: str = "SE", topics: Sequence[Topic] = TIGHTENING, revokes: Sequence[str] = ()
) -> Instrument:
    """An instrument of any rank over Serang, in force in some part of September 2020 or beyond."""
    from_on = date(2020, 9, 1) + timedelta(days=draw(st.integers(0, 20)))
    length = draw(st.none() | st.integers(1, 30))
    until_on = None if length is None else from_on + timedelta(days=length)
    return instrument(
        number,
        *draw(clauses(topics)),
        rank=draw(st.sampled_from(Rank)),
        issuer=draw(st.sampled_from(["Menteri", "Dirjen", "Gubernur", "Wali Kota"])),
        areas=(draw(st.sampled_from([NATION, BANTEN, KOTA_SERANG])),),
        in_force=DayPeriod(from_on, until_on),
        signed_on=from_on - timedelta(days=draw(st.integers(0, 5))),
        known_at=KNOWN + timedelta(days=draw(st.integers(0, 300))),
        revokes=tuple(revokes),
    )


@st.composite
def order_books(draw: st.DrawFn, topics: Sequence[Topic] = TIGHTENING, most: int = 6) -> list[Instrument]:
    """Several instruments, some of which revoke others."""
    numbers = [f"SE-{n}" for n in range(draw(st.integers(1, most)))]
    return [
        draw(instruments(number=n, topics=topics, revokes=draw(st.lists(st.sampled_from(numbers), max_size=1))))
        for n in numbers
    ]
