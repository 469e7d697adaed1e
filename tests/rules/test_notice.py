"""How a notice stands, what of it has changed, and what keeps one from being published."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.catalogue import Text
from serambi.rules.instrument import Advice, Mode, Topic
from serambi.rules.notice import (
    SHOWN_AS_CURRENT,
    SITUATION,
    Figured,
    GroupHours,
    Holding,
    NoticeKind,
    NoticeState,
    Said,
    Standing,
    Words,
    changed_fields,
    comes_out,
    state_of,
    topics_of,
    why_not_correct,
    why_not_from,
    why_not_publish,
    why_not_speak,
)
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from tests.rules.orders import clause, instrument

DAY, NEXT = date(2020, 9, 10), date(2020, 9, 11)
NOW = datetime(2020, 9, 10, 3, tzinfo=UTC)
OPEN_END = Standing(False, DayPeriod(DAY))
WORDS = Words(Text("Judul", "Title"), Text("Isi", "Text"))
HOLDING = Holding(
    on=DAY,
    open=True,
    mode=Mode.ALL,
    staff_share=Decimal(1),
    quota_share=Decimal("0.5"),
    last_service_at=time(14),
    distance_m=None,
    max_temperature_c=None,
    walk_in=None,
    restrictions=(),
    advice=(),
    permit_deadlines=(),
    groups=(GroupHours("passport", time(7, 30), {0: time(16)}, 50),),
    address="Jalan Warung Jaud",
    by={"quota_share": ("SE 0946",)},
)
SAID = Said(HOLDING)


@pytest.mark.parametrize(
    ("standing", "changes", "state"),
    [
        (OPEN_END, {}, NoticeState.IN_FORCE),
        (OPEN_END, {"is_changed": True}, NoticeState.AMENDED),
        (OPEN_END, {"is_withdrawn": True}, NoticeState.WITHDRAWN),
        (OPEN_END, {"until_on": NEXT}, NoticeState.IN_FORCE),
        (OPEN_END, {"until_on": DAY}, NoticeState.ENDED),
        (Standing(False, DayPeriod(NEXT)), {}, NoticeState.COMING),
        (Standing(False, DayPeriod(NEXT)), {"is_changed": True}, NoticeState.AMENDED),
        (Standing(False, DayPeriod(date(2020, 9, 1), DAY)), {"is_changed": True}, NoticeState.ENDED),
        (Standing(False, DayPeriod(date(2020, 9, 1), NEXT)), {}, NoticeState.IN_FORCE),
        (Standing(False, None), {}, NoticeState.ENDED),
        (Standing(True, None), {}, NoticeState.UNDONE),
        (Standing(True, None), {"is_withdrawn": True}, NoticeState.WITHDRAWN),
    ],
)
def test_state_follows_what_the_notice_is_about(standing, changes, state):
    asked = {"is_withdrawn": False, "until_on": None, "is_changed": False, "on": DAY}

    assert state_of(standing, **(asked | changes)) is state


@given(
    is_undone=st.booleans(),
    starts=st.integers(-5, 5),
    days=st.integers(1, 5) | st.none(),
    shown=st.integers(-5, 5) | st.none(),
    is_withdrawn=st.booleans(),
    is_changed=st.booleans(),
)
def test_nothing_undone_over_or_withdrawn_is_ever_current(is_undone, starts, days, shown, is_withdrawn, is_changed):
    first = DAY + timedelta(days=starts)
    left = DayPeriod(first, None if days is None else first + timedelta(days=days))
    until_on = None if shown is None else DAY + timedelta(days=shown)

    state = state_of(
        Standing(is_undone, left), is_withdrawn=is_withdrawn, until_on=until_on, is_changed=is_changed, on=DAY
    )

    is_over = (left.until_on is not None and left.until_on <= DAY) or (until_on is not None and until_on <= DAY)
    assert (state in SHOWN_AS_CURRENT) == (not is_undone and not is_over and not is_withdrawn)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, ()),
        ({"on": NEXT}, ()),
        ({"by": {}}, ()),
        ({"quota_share": Decimal("0.25")}, ("quota_share",)),
        ({"advice": (Advice("Jaga jarak.", "Keep apart."),)}, ()),
    ],
)
def test_an_order_s_notice_changes_only_by_what_the_order_says(changes, fields):
    order = instrument("SE-1", clause(Topic.QUOTA_SHARE, Decimal("0.5")), clause(Topic.ADVICE, Advice("a", "b")))
    topics = topics_of(NoticeKind.ORDER, order)

    assert topics == ("quota_share",)
    assert changed_fields(topics, SAID, Said(replace(HOLDING, **changes))) == fields


def test_a_notice_about_figures_changes_with_the_figures_and_the_office():
    said = Said(HOLDING, Figured(180, Decimal(2200), Decimal("-90.0")))
    now = Said(replace(HOLDING, address="Jalan Baru", distance_m=Decimal(1)), None, NEXT)

    assert topics_of(NoticeKind.FIGURES, None) == SITUATION
    assert changed_fields(SITUATION, said, now) == ("address", "figured", "ends_on")


@pytest.mark.parametrize(("office", "head_of", "may"), [("serang", None, True), ("serang", "serang", True)])
def test_who_may_speak_for_an_office(office, head_of, may):
    assert (why_not_speak(office, head_of) is None) is may


def test_the_head_of_another_office_may_not():
    assert why_not_speak("serang", "bandung") == Refusal("notice.not_competent", "office", {"office": "serang"})


@pytest.mark.parametrize(
    ("words", "standing", "until_on", "refusal"),
    [
        (WORDS, OPEN_END, None, None),
        (replace(WORDS, title=Text("Judul", " ")), OPEN_END, None, Refusal("notice.unfinished", "title_en")),
        (replace(WORDS, body=Text("", "Text")), OPEN_END, None, Refusal("notice.unfinished", "body_id")),
        (WORDS, Standing(True, None), None, Refusal("notice.order_over")),
        (WORDS, Standing(False, DayPeriod(date(2020, 9, 1), DAY)), None, Refusal("notice.order_over")),
        (WORDS, OPEN_END, DAY, Refusal("notice.ends_before", "until_on")),
        (WORDS, OPEN_END, NEXT, None),
    ],
)
def test_what_keeps_words_from_being_published(words, standing, until_on, refusal):
    assert why_not_publish(words, standing, until_on=until_on, from_on=DAY) == refusal


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [
        (0, None),
        (-1, Refusal("notice.past", "from_at")),
        (60 * 24 * 92 - 1, None),
        (60 * 24 * 92, Refusal("notice.too_far", "from_at", {"most": 92})),
    ],
)
def test_when_a_notice_may_come_out(minutes, refusal):
    assert why_not_from(NOW + timedelta(minutes=minutes), NOW, 92) == refusal


@pytest.mark.parametrize(
    ("newest", "correction", "refusal"),
    [
        (None, None, None),
        (WORDS, None, Refusal("notice.unchanged")),
        (replace(WORDS, title=Text("Lain", "Other")), None, Refusal("notice.correction_missing", "correction_id")),
        (
            replace(WORDS, title=Text("Lain", "Other")),
            Text("Judul", " "),
            Refusal("notice.correction_missing", "correction_en"),
        ),
        (replace(WORDS, title=Text("Lain", "Other")), Text("Judul", "Title"), None),
    ],
)
def test_a_later_version_says_what_it_puts_right(newest, correction, refusal):
    assert why_not_correct(newest, WORDS, correction) == refusal


@dataclass(frozen=True)
class Version:
    number: int
    made_at: datetime
    from_at: datetime
    withdrawn_at: datetime | None = None


def version(number: int, made: int, out: int, withdrawn: int | None = None) -> Version:
    """Hours from a moment."""
    hour = [NOW + timedelta(hours=each) for each in (made, out)]
    return Version(number, *hour, None if withdrawn is None else NOW + timedelta(hours=withdrawn))


@pytest.mark.parametrize(
    ("versions", "read"),
    [
        ([version(1, 0, 0), version(2, 1, 1)], [1, 2]),
        ([version(1, 0, 5, withdrawn=3)], []),
        ([version(1, 0, 5, withdrawn=6)], [1]),
        ([version(1, 0, 0), version(2, 1, 9), version(3, 2, 2)], [1, 3]),
        ([version(1, 0, 0), version(2, 1, 9), version(3, 2, 2, withdrawn=4)], [1, 3]),
        ([version(1, 0, 7), version(2, 1, 9)], [2]),
        ([version(1, 0, 7), version(2, 1, 9, withdrawn=3)], [1]),
        ([version(1, 0, 7), version(2, 1, 9, withdrawn=8)], []),
        ([version(1, 0, 7), version(2, 8, 9)], [1, 2]),
    ],
)
def test_a_version_to_come_gives_way_to_a_newer_one(versions, read):
    assert [each.number for each in versions if comes_out(each, versions)] == read
