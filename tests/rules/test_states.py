"""The table of stages: every stage reachable by its steps alone, ends are ends, the drawing is up to date."""

from pathlib import Path

import pytest

from serambi.rules.refusal import Refusal
from serambi.rules.states import ENDS, TABLE, CaseEvent, CaseStage, after, drawing, events_from, why_not_advance

DRAWN = Path(__file__).parents[2] / "docs" / "states.md"


def test_every_stage_is_reached_from_received():
    reached, frontier = {CaseStage.RECEIVED}, [CaseStage.RECEIVED]
    while frontier:
        stage = frontier.pop()
        for event in events_from(stage):
            following = after(stage, event)
            if following not in reached:
                reached.add(following)
                frontier.append(following)

    assert reached == set(CaseStage)


@pytest.mark.parametrize("stage", sorted(ENDS))
def test_nothing_follows_an_end(stage):
    assert events_from(stage) == ()


@pytest.mark.parametrize("stage", sorted(set(CaseStage) - ENDS))
def test_something_follows_every_other_stage(stage):
    assert events_from(stage) != ()


def test_why_not_advance_knows_only_the_table():
    for stage in CaseStage:
        for event in CaseEvent:
            refusal = why_not_advance(stage, event)
            facts = {"stage": stage.value, "event": event.value}
            assert refusal == (None if (stage, event) in TABLE else Refusal("case.wrong_stage", None, facts))


def test_good_case_goes_straight_to_collection():
    stage = CaseStage.RECEIVED
    for event in ("verify", "interview", "pay", "adjudicate", "print", "check", "make_ready", "collect"):
        stage = after(stage, CaseEvent(event))

    assert stage is CaseStage.COLLECTED


def test_docs_show_the_table_as_it_is():
    assert drawing() in DRAWN.read_text()
