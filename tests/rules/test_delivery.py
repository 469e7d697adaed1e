"""What a mail server's answer means, when a message is tried again, and when it is too late for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.delivery import (
    CUT_OFF,
    KIND_NEEDS_STATE,
    NOT_REACHED,
    MessageStanding,
    NextStep,
    TooLate,
    Verdict,
    reminder_at,
    verdict_of,
    what_next,
    why_not_send,
)
from tests.factories import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (250, Verdict.DELIVERED),
        (251, Verdict.DELIVERED),
        (421, Verdict.TRY_AGAIN),
        (451, Verdict.TRY_AGAIN),
        (452, Verdict.TRY_AGAIN),
        (530, Verdict.TRY_AGAIN),
        (535, Verdict.TRY_AGAIN),
        (550, Verdict.GIVEN_UP),
        (553, Verdict.GIVEN_UP),
        (554, Verdict.GIVEN_UP),
        (354, Verdict.TRY_AGAIN),
        (NOT_REACHED, Verdict.TRY_AGAIN),
        (CUT_OFF, Verdict.UNKNOWN),
    ],
)
def test_verdict_of_a_reply(code, verdict):
    assert verdict_of(code) is verdict


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (40, 60)])
def test_what_next_waits_longer_each_time_then_hourly(tries, minutes):
    step = what_next(451, tries=tries, now=NOW, not_after=None)

    assert step == NextStep(Verdict.TRY_AGAIN, NOW + timedelta(minutes=minutes))


def test_what_next_gives_up_after_three_days():
    now, tries = NOW, 1
    while (step := what_next(NOT_REACHED, tries=tries, now=now, not_after=None)).next_try_at is not None:
        now, tries = step.next_try_at, tries + 1

    assert step == NextStep(Verdict.GIVEN_UP)
    assert timedelta(hours=71) < now - NOW <= timedelta(hours=72)


@pytest.mark.parametrize(
    ("code", "expected"), [(250, Verdict.DELIVERED), (550, Verdict.GIVEN_UP), (CUT_OFF, Verdict.UNKNOWN)]
)
def test_what_next_is_final_without_another_try(code, expected):
    assert what_next(code, tries=1, now=NOW, not_after=NOW + DAY) == NextStep(expected)


@given(
    code=st.integers(-1, 599),
    tries=st.integers(1, 300),
    left=st.none() | st.timedeltas(timedelta(), timedelta(days=9)),
)
def test_what_next_never_tries_at_or_after_the_visit(code, tries, left):
    not_after = None if left is None else NOW + left

    step = what_next(code, tries=tries, now=NOW, not_after=not_after)

    assert (step.next_try_at is not None) == (step.verdict is Verdict.TRY_AGAIN)
    if step.next_try_at is not None:
        assert NOW < step.next_try_at <= NOW + timedelta(hours=1)
        assert not_after is None or step.next_try_at < not_after


@given(tries=st.integers(1, 300))
def test_what_next_a_later_try_never_waits_shorter(tries):
    sooner, later = (what_next(451, tries=n, now=NOW, not_after=None).next_try_at for n in (tries, tries + 1))

    assert later is None or (sooner is not None and sooner <= later)


def standing(kind: str = "confirmed", **changes: object) -> MessageStanding:
    values = {"kind": kind, "slot": "s1", "booking_state": KIND_NEEDS_STATE[kind], "booking_slot": "s1"} | changes
    return MessageStanding(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(kind for kind, state in KIND_NEEDS_STATE.items() if state))
def test_why_not_send_of_every_kind_follows_the_booking(kind):
    other = next(state for state in KIND_NEEDS_STATE.values() if state not in (None, KIND_NEEDS_STATE[kind]))

    assert why_not_send(standing(kind), NOW) is None
    assert why_not_send(standing(kind, booking_state=other), NOW) is TooLate.SETTLED
    assert why_not_send(standing(kind, booking_slot="s2"), NOW) is TooLate.SETTLED
    assert why_not_send(standing(kind, slot=None, booking_slot="s2"), NOW) is None


@pytest.mark.parametrize("kind", ["ready", "promise_moved", "stay_changed"])
def test_why_not_send_of_a_case_or_a_stay_follows_that_and_no_booking(kind):
    assert why_not_send(standing(kind, slot=None, booking_state="arrived"), NOW) is None
    assert why_not_send(standing(kind, slot=None, is_outdated=True), NOW) is TooLate.SETTLED


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"not_after": NOW + timedelta(seconds=1)}, None),
        ({"not_after": NOW}, TooLate.LATE),
        ({"answer_until": NOW + timedelta(seconds=1)}, None),
        ({"answer_until": NOW}, TooLate.SETTLED),
        ({"not_after": NOW, "booking_state": "cancelled"}, TooLate.SETTLED),
    ],
)
def test_why_not_send_after_its_time(changes, why):
    assert why_not_send(standing("offer", **({"booking_state": "offered"} | changes)), NOW) is why


def test_why_not_send_a_kind_nobody_knows():
    assert why_not_send(MessageStanding("greeting", None, "confirmed", None), NOW) is TooLate.SETTLED


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        ("Asia/Jakarta", datetime(2020, 9, 14, 2, 30, tzinfo=UTC), datetime(2020, 9, 13, 2, 0, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2020, 9, 14, 2, 30, tzinfo=UTC), datetime(2020, 9, 13, 1, 0, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2020, 9, 13, 22, 30, tzinfo=UTC), datetime(2020, 9, 13, 0, 0, tzinfo=UTC)),
    ],
)
def test_reminder_at_nine_at_the_office_the_day_before(zone, start, expected):
    assert reminder_at(start, zone, NOW) == expected
    assert reminder_at(start, zone, expected) is None
