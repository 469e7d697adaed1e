"""What contradicts itself or the record waits; the rule alone, without any database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.paper.lines import AtCounter, Outcome, PaperLine
from serambi.rules.paper.merging import Expected, InHall, LineFacts, OtherLine, class_of, why_not_merge
from serambi.rules.queueing import Stage, VisitClass
from serambi.rules.refusal import Refusal

DAY = date(2020, 9, 10)
CODE, OTHER = "2222-2222-2222", "3333-3333-3333"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 9, 10, hour, minute, tzinfo=UTC) - timedelta(hours=7)


SERVED = tuple(
    AtCounter(stage, str(place), at(8, 10 * place), at(8, 10 * place + 5)) for place, stage in enumerate(Stage)
)
LINE = PaperLine(501, "B", "", at(7, 55), "", "", 0, None, SERVED, at(8, 2), Outcome.FINISHED, at(9))
EXPECTED = Expected(CODE, DAY, at(8), "passport-new", "passport", "confirmed", "", False, False)
FACTS = LineFacts(
    on=DAY,
    zone="Asia/Jakarta",
    now=at(16),
    is_kept=True,
    kept_for=CODE,
    in_hall=None,
    is_code_known=True,
    numbers_of_code=1,
    expected=EXPECTED,
    others=(),
)
WALK_IN = replace(LINE, letter="W", kind="lost", service="passport", received_at=None)
NOBODY = replace(FACTS, kept_for="", is_code_known=False, numbers_of_code=0, expected=None)
IN_HALL = InHall("B-005", "passport", Stage.DOCUMENTS, True, at(7, 40), False)
GONE_ON = replace(LINE, number=5, letter="", arrived_at=None)
CONTINUES = replace(FACTS, is_kept=False, in_hall=IN_HALL, expected=replace(EXPECTED, state="arrived", ticket="B-005"))


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (LINE, FACTS),
        (replace(LINE, code=CODE), FACTS),
        (replace(LINE, number=None, code=CODE), FACTS),
        (
            replace(
                LINE,
                number=None,
                code=CODE,
                outcome=Outcome.NO_SHOW,
                arrived_at=None,
                at_counters=(),
                received_at=None,
                left_at=None,
            ),
            replace(FACTS, numbers_of_code=2),
        ),
        (LINE, replace(FACTS, expected=replace(EXPECTED, state="missed"))),
        (WALK_IN, NOBODY),
        (replace(WALK_IN, letter="P", kind="elderly"), NOBODY),
        (GONE_ON, CONTINUES),
        (
            replace(GONE_ON, at_counters=(), outcome=Outcome.ADMITTED, received_at=None),
            replace(CONTINUES, in_hall=replace(IN_HALL, is_in_line=False)),
        ),
        (replace(GONE_ON, at_counters=SERVED[1:]), replace(CONTINUES, in_hall=replace(IN_HALL, stage=Stage.INTERVIEW))),
        (replace(LINE, outcome=Outcome.INCOMPLETE, at_counters=SERVED[:1], received_at=None), FACTS),
        (replace(LINE, outcome=Outcome.ADMITTED, at_counters=(), received_at=None, left_at=None), FACTS),
    ],
)
def test_what_fits_can_be_merged(line, facts):
    assert why_not_merge(line, facts) is None


def _served(place: int, **changes: object) -> tuple[AtCounter, ...]:
    return tuple(replace(each, **changes) if at == place else each for at, each in enumerate(SERVED))


@pytest.mark.parametrize(
    ("line", "facts", "refusal"),
    [
        (
            replace(LINE, left_at=at(7, 50), at_counters=(), received_at=None),
            FACTS,
            Refusal("paper.times_crossed", "left", {"before": "arrived", "after": "left"}),
        ),
        (
            replace(LINE, received_at=at(7, 50)),
            FACTS,
            Refusal("paper.times_crossed", "received", {"before": "arrived", "after": "received"}),
        ),
        (
            replace(LINE, at_counters=_served(1, ended_at=at(8, 9))),
            FACTS,
            Refusal("paper.times_crossed", "interview", {"before": "interview", "after": "interview"}),
        ),
        (
            replace(LINE, at_counters=_served(1, called_at=at(8, 1))),
            FACTS,
            Refusal("paper.times_crossed", "interview", {"before": "documents", "after": "interview"}),
        ),
        (LINE, replace(FACTS, now=at(8, 30)), Refusal("paper.outside_day", "left", {"field": "left"})),
        (
            LINE,
            replace(FACTS, on=DAY + timedelta(days=1)),
            Refusal("paper.outside_day", "arrived", {"field": "arrived"}),
        ),
        (
            replace(LINE, received_at=at(8) - timedelta(days=1)),
            FACTS,
            Refusal("paper.outside_day", "received", {"field": "received"}),
        ),
        (replace(LINE, outcome=Outcome.NO_SHOW), FACTS, Refusal("paper.came_after_all", "outcome")),
        (replace(LINE, arrived_at=None), FACTS, Refusal("paper.nobody_came", "arrived")),
        (LINE, replace(NOBODY, is_kept=False), Refusal("paper.number_unknown", "ticket")),
        (
            LINE,
            replace(FACTS, is_kept=False, in_hall=IN_HALL),
            Refusal("paper.number_not_kept", "ticket", {"ticket": "B-005"}),
        ),
        (
            replace(LINE, number=None, code=CODE),
            replace(FACTS, numbers_of_code=2),
            Refusal("paper.number_needed", "ticket"),
        ),
        (
            replace(LINE, number=None, code=CODE),
            replace(FACTS, numbers_of_code=0),
            Refusal("paper.number_needed", "ticket"),
        ),
        (replace(LINE, number=None, code=OTHER), NOBODY, Refusal("paper.booking_unknown", "code")),
        (replace(LINE, code=OTHER), FACTS, Refusal("paper.other_booking", "code", {"code": CODE})),
        (replace(LINE, kind="lost"), FACTS, Refusal("paper.kind_and_booking", "kind")),
        (
            replace(LINE, service="permit"),
            FACTS,
            Refusal("paper.other_service", "service", {"service": "passport-new"}),
        ),
        (
            LINE,
            replace(FACTS, expected=replace(EXPECTED, on=date(2020, 9, 11))),
            Refusal("paper.other_day", "code", {"on": "2020-09-11"}),
        ),
        (LINE, replace(FACTS, expected=replace(EXPECTED, on=None)), Refusal("paper.other_day", "code", {"on": ""})),
        (replace(WALK_IN, kind=""), NOBODY, Refusal("paper.kind_needed", "kind")),
        (replace(WALK_IN, service=""), NOBODY, Refusal("paper.service_needed", "service")),
        (replace(LINE, letter="P"), FACTS, Refusal("paper.ticket_class", "ticket", {"letter": "B"})),
        (replace(WALK_IN, letter="P"), NOBODY, Refusal("paper.ticket_class", "ticket", {"letter": "W"})),
        *[
            (
                LINE,
                replace(FACTS, others=(OtherLine("502", same),)),
                Refusal(f"paper.same_{same}", field, {"number": "502"}),
            )
            for same, field in (("ticket", "ticket"), ("booking", "code"), ("person", None))
        ],
        *[
            (
                LINE,
                replace(FACTS, expected=replace(EXPECTED, state=state, ticket="B-001")),
                Refusal("paper.served_online", "code", {"ticket": "B-001"}),
            )
            for state in ("arrived", "visited")
        ],
        *[
            (
                LINE,
                replace(FACTS, expected=replace(EXPECTED, state=state)),
                Refusal("paper.booking_not_live", "code", {"state": state}),
            )
            for state in ("cancelled", "offered", "invited", "postponed")
        ],
        (
            LINE,
            replace(FACTS, expected=replace(EXPECTED, state="missed", is_booked_again=True)),
            Refusal("paper.booked_again", "code"),
        ),
        *[
            (
                GONE_ON,
                replace(CONTINUES, in_hall=replace(IN_HALL, **change)),
                Refusal("paper.hall_went_on", "ticket", {"ticket": "B-005"}),
            )
            for change in ({"has_left": True}, {"is_in_line": False}, {"last_at": at(8, 1)})
        ],
        (replace(LINE, at_counters=SERVED[1:]), FACTS, Refusal("paper.stage_missing", "documents")),
        (replace(LINE, at_counters=_served(0, ended_at=None)), FACTS, Refusal("paper.stage_missing", "documents")),
        (replace(LINE, at_counters=SERVED[:2]), FACTS, Refusal("paper.not_finished", "outcome")),
        (replace(LINE, at_counters=_served(2, ended_at=None)), FACTS, Refusal("paper.not_finished", "outcome")),
        (
            replace(LINE, outcome=Outcome.INCOMPLETE, at_counters=()),
            FACTS,
            Refusal("paper.nowhere_incomplete", "outcome"),
        ),
        (replace(WALK_IN, received_at=at(8, 2)), NOBODY, Refusal("paper.file_without_booking", "received")),
        (
            LINE,
            replace(FACTS, expected=replace(EXPECTED, has_case=True)),
            Refusal("paper.file_open_already", "received"),
        ),
    ],
)
def test_what_contradicts_itself_or_the_record_waits(line, facts, refusal):
    assert why_not_merge(line, facts) == refusal


@given(st.lists(st.integers(0, 6 * 60), min_size=8, max_size=8))
def test_a_line_is_merged_only_when_its_times_lie_in_order(minutes):
    times = [at(7) + timedelta(minutes=each) for each in minutes]
    stages = tuple(
        AtCounter(stage, "1", called, ended)
        for stage, called, ended in zip(Stage, times[1:7:2], times[2:7:2], strict=True)
    )
    line = replace(LINE, arrived_at=times[0], at_counters=stages, received_at=None, left_at=times[7])

    refusal = why_not_merge(line, FACTS)

    assert (refusal is None) == (times == sorted(times))
    assert refusal is None or refusal.code == "paper.times_crossed"


@pytest.mark.parametrize(
    ("kind", "has_booking", "visit_class"),
    [
        ("", True, VisitClass.BOOKED),
        ("elderly", False, VisitClass.PRIORITY),
        ("lost", False, VisitClass.WALK_IN),
        ("urgent", False, VisitClass.WALK_IN),
    ],
)
def test_class_of(kind, has_booking, visit_class):
    assert class_of(replace(LINE, kind=kind), has_booking=has_booking) == visit_class
