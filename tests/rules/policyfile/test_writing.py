"""What the guided form writes is an order that the reader takes, with exactly what was asked."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.instrument import Advice, Mode, Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.instruments import read_instrument
from serambi.rules.policyfile.places import Places
from serambi.rules.policyfile.writing import OrderDraft, OrderKind, write_order
from serambi.rules.territory import NATION, Area, AreaKind

PLACES = Places(frozenset({"36"}), frozenset({"36.73"}), frozenset({"serang"}))
NOW = datetime(2020, 9, 10, tzinfo=UTC)


def draft(**changes: object) -> OrderDraft:
    values: dict[str, object] = {
        "number": "SE-1",
        "title": "Surat Edaran",
        "issuer": "Direktur Jenderal Imigrasi",
        "rank": Rank.DIRECTORATE,
        "signed_on": date(2020, 9, 10),
        "from_on": date(2020, 9, 14),
        "until_on": date(2020, 9, 21),
        "area": NATION,
        "kind": OrderKind.CLOSE,
    }
    return OrderDraft(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "topic", "value"),
    [
        ({"kind": OrderKind.CLOSE}, Topic.OPEN, False),
        ({"kind": OrderKind.URGENT_ONLY}, Topic.MODE, Mode.URGENT_ONLY),
        ({"kind": OrderKind.QUOTA_SHARE, "share": Decimal("0.5")}, Topic.QUOTA_SHARE, Decimal("0.5")),
        ({"kind": OrderKind.QUOTA_SHARE, "share": Decimal(0)}, Topic.QUOTA_SHARE, Decimal(0)),
        ({"kind": OrderKind.LAST_SERVICE_AT, "last_at": time(14)}, Topic.LAST_SERVICE_AT, time(14)),
    ],
)
@pytest.mark.parametrize("area", [NATION, Area(AreaKind.REGION, "36.73"), Area(AreaKind.OFFICE, "serang")])
def test_write_order_is_read_back(changes, topic, value, area):
    read = read_instrument(write_order(draft(area=area, **changes)), "order.toml", PLACES, recorded_at=NOW)

    assert (read.number, read.areas, read.in_force) == (
        "SE-1",
        (area,),
        DayPeriod(date(2020, 9, 14), date(2020, 9, 21)),
    )
    assert [(clause.topic, clause.value) for clause in read.clauses] == [(topic, value)]


def test_write_order_without_end_and_with_advice():
    advice = Advice("Datang hanya bila mendesak.", "Come only if it cannot wait.")

    read = read_instrument(write_order(draft(until_on=None, advice=advice)), "order.toml", PLACES, recorded_at=NOW)

    assert read.in_force.until_on is None
    assert [(clause.topic, clause.value) for clause in read.clauses][1:] == [(Topic.ADVICE, advice)]


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_write_order_takes_any_words(words):
    read = read_instrument(write_order(draft(title=f"x{words}")), "order.toml", PLACES, recorded_at=NOW)

    assert read.title == f"x{words}".replace("\x7f", "")
