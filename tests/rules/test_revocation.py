"""Revocation ends, undoing erases."""

from datetime import UTC, date, datetime
from decimal import Decimal

from serambi.rules.instrument import Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.revocation import standing
from tests.rules.orders import KNOWN, LATER, clause, instrument

QUOTA = clause(Topic.QUOTA_SHARE, Decimal("0.5"))
A = instrument("A", QUOTA)
B = instrument("B", QUOTA, in_force=DayPeriod(date(2020, 6, 15)), revokes=("A",))
C = instrument("C", QUOTA, in_force=DayPeriod(date(2020, 7, 1)), revokes=("B",))


def periods(*instruments, known_at=LATER):
    return {each.instrument.number: each.in_force for each in standing(instruments, known_at)}


def test_standing_revoked_instrument_ends_on_the_first_day_of_the_revoker():
    assert periods(A, B) == {
        "A": DayPeriod(date(2020, 1, 1), date(2020, 6, 15)),
        "B": DayPeriod(date(2020, 6, 15)),
    }


def test_standing_what_a_revoked_one_had_revoked_stays_revoked():
    assert periods(C, B, A)["A"] == DayPeriod(date(2020, 1, 1), date(2020, 6, 15))


def test_standing_undone_revoker_revokes_nothing():
    undone = instrument(
        "B", QUOTA, in_force=DayPeriod(date(2020, 6, 15)), revokes=("A",), undone_at=datetime(2020, 6, 20, tzinfo=UTC)
    )

    assert periods(A, undone) == {"A": DayPeriod(date(2020, 1, 1))}
    assert periods(A, undone, known_at=datetime(2020, 6, 19, tzinfo=UTC)).keys() == {"A", "B"}


def test_standing_revoker_ended_before_it_began_revokes_nothing():
    never = instrument("D", QUOTA, in_force=DayPeriod(date(2020, 6, 1)), revokes=("B",))

    assert periods(A, B, never) == {"A": DayPeriod(date(2020, 1, 1)), "D": DayPeriod(date(2020, 6, 1))}


def test_standing_lower_rank_cannot_revoke():
    mayor = instrument("M", QUOTA, rank=Rank.MAYOR, issuer="Wali Kota", revokes=("A",))

    assert periods(A, mayor)["A"] == DayPeriod(date(2020, 1, 1))


def test_standing_same_issuer_can_revoke_its_own():
    own = instrument("N", QUOTA, in_force=DayPeriod(date(2020, 3, 1)), revokes=("A",))

    assert periods(A, own)["A"] == DayPeriod(date(2020, 1, 1), date(2020, 3, 1))


def test_standing_leaves_out_what_is_not_yet_known():
    assert periods(A, known_at=datetime(2019, 12, 31, tzinfo=UTC)) == {}
    assert periods(A, known_at=KNOWN).keys() == {"A"}
