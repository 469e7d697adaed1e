"""Draws as the public sees them: windows with counts, a result without names, and one's own request by its secret."""

import json

import pytest

from serambi.procedures.leave_draw import leave_draw
from serambi.records.models import Booking, DrawRequest, DrawWindow
from serambi.records.queries.draws import (
    DrawCounts,
    DrawRequestRow,
    DrawWindowRow,
    collecting_window,
    draw_result,
    draw_windows,
    own_draw_request,
    undrawn_windows,
)
from tests.draws import (
    AFTER,
    CLOSES_AT,
    CODE,
    DURING,
    MONDAY,
    NEXT_DAY,
    NINE,
    TEN,
    enter,
    make_draw,
    open_window,
    save_slots,
    window,
)
from tests.factories import NOW, applicant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def collecting():
    save_slots()
    open_window()


def result() -> dict[str, object]:
    return json.loads("".join(draw_result(office="serang", window=CODE)))


def test_draw_windows_while_collecting_shows_the_hash_and_never_the_seed():
    enter(applicant(), applicant())
    gone = enter()
    leave_draw(code=gone.code, key="l", now=DURING, by="test")
    facts = window()

    (row,) = draw_windows(office="serang")

    assert row == DrawWindowRow(
        code=CODE,
        office="serang",
        group="passport",
        opens_at=NOW,
        closes_at=CLOSES_AT,
        from_on=facts.from_on,
        until_on=facts.until_on,
        seed_hash=DrawWindow.objects.get().seed_hash,
        seed="",
        drawn_at=None,
        places=0,
        taking_part=DrawCounts(1, 2),
        won=DrawCounts(0, 0),
    )


def test_draw_windows_after_the_draw_shows_the_seed_and_what_was_given(django_assert_num_queries):
    for _ in range(5):
        enter()
    make_draw()

    with django_assert_num_queries(2):
        (row,) = draw_windows(office="serang")

    assert (row.seed, row.drawn_at, row.places) == (DrawWindow.objects.get().seed, AFTER, 4)
    assert (row.taking_part, row.won) == (DrawCounts(5, 5), DrawCounts(3, 3))
    assert draw_windows(office="atlantis") == ()


def test_collecting_window_is_the_one_that_takes_requests_now():
    before = NOW.replace(hour=0, minute=0)

    found = {now: collecting_window(office="serang", group="passport", now=now) for now in (before, NOW, CLOSES_AT)}

    assert {now: row and row.code for now, row in found.items()} == {before: None, NOW: CODE, CLOSES_AT: None}
    assert collecting_window(office="serang", group="permit", now=NOW) is None


def test_undrawn_windows_are_those_still_to_be_drawn():
    assert undrawn_windows() == undrawn_windows(office="serang") == (CODE,)
    assert undrawn_windows(office="atlantis") == ()
    make_draw()
    assert undrawn_windows() == ()


def test_draw_result_is_public_only_when_drawn_and_at_its_office():
    assert draw_result(office="serang", window=CODE) is None
    make_draw()
    assert draw_result(office="atlantis", window=CODE) is None
    assert result()["requests"] == []


def test_draw_result_holds_each_request_without_a_name():
    ani = applicant(name="Ani Wulandari", email="ani@example.org", phone="+6281234567890")
    won = enter(ani, wishes=(NINE, str(MONDAY)), urgency="medical")
    lost = enter(*(applicant() for _ in range(5)), wishes=(NEXT_DAY,))
    gone = enter()
    leave_draw(code=gone.code, key="l", now=DURING, by="test")
    make_draw()

    found = result()

    ranks = dict(DrawRequest.objects.values_list("code", "rank"))
    assert found.pop("requests") == sorted(
        [
            {
                **{"code": won.code, "rank": ranks[won.code], "people": 1, "urgent": True, "left": False},
                **{"wishes": [NINE, "2020-09-14"], "slot": NINE},
            },
            {
                **{"code": lost.code, "rank": ranks[lost.code], "people": 5, "urgent": False, "left": False},
                **{"wishes": [NEXT_DAY], "slot": ""},
            },
            {
                **{"code": gone.code, "rank": "", "people": 1, "urgent": False, "left": True},
                **{"wishes": ["2020-09-14"], "slot": ""},
            },
        ],
        key=lambda request: request["rank"],
    )
    row = DrawWindow.objects.get()
    assert found == {
        "window": CODE,
        "office": "serang",
        "group": "passport",
        "opens_at": NOW.isoformat(),
        "closes_at": CLOSES_AT.isoformat(),
        "drawn_at": AFTER.isoformat(),
        "seed_hash": row.seed_hash,
        "seed": row.seed,
        "places": [
            {"slot": NINE, "on": "2020-09-14", "places": 2},
            {"slot": TEN, "on": "2020-09-14", "places": 1},
            {"slot": NEXT_DAY, "on": "2020-09-15", "places": 1},
        ],
    }
    text = "".join(draw_result(office="serang", window=CODE))
    secrets = {ani.name, ani.email, ani.phone, ani.identity.number, won.secret, Booking.objects.first().code}
    assert [secret for secret in secrets if secret in text] == []


def test_own_draw_request_opens_by_its_secret_alone():
    receipt = enter(applicant(), applicant(), wishes=(NINE,))
    other = enter()

    before = own_draw_request(code=receipt.code.lower(), secret=receipt.secret)
    make_draw()
    after = own_draw_request(code=receipt.code, secret=receipt.secret)

    shared = {"code": receipt.code, "window": CODE, "service": "passport-new", "people": 2, "is_urgent": False}
    assert before == DrawRequestRow(
        **shared, wishes=(NINE,), may_wait=True, state="entered", rank="", slot=None, start_at=None, bookings=()
    )
    row = DrawRequest.objects.get(code=receipt.code)
    codes = tuple(sorted(Booking.objects.filter(party=row.key).values_list("code", flat=True)))
    assert len(codes) == 2
    assert after == DrawRequestRow(
        **shared,
        wishes=(NINE,),
        may_wait=True,
        state=row.state,
        rank=row.rank,
        slot=row.slot and row.slot.code,
        start_at=row.slot and row.slot.start_at,
        bookings=codes,
    )
    assert own_draw_request(code=receipt.code, secret=other.secret) is None
    assert own_draw_request(code="2345", secret=receipt.secret) is None
