"""A team is isolated: only its counters close, on its days; whom they would have served has exactly one due."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError

from serambi.procedures.end_isolation import end_isolation
from serambi.procedures.isolate_team import isolate_team
from serambi.procedures.keep_rota import keep_rota
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.preview_isolation import preview_isolation
from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.foresee import ChangedDay
from serambi.records.models import Booking, LedgerRow, Message, Obligation, RotaDay, Slot, TeamIsolation
from serambi.records.queries.capacity import capacity_of
from serambi.records.queries.offers import last_due
from serambi.records.queries.rota import IsolationRow, isolations_of
from serambi.rules.capacity import Bound
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.rota.manning import Isolation
from serambi.rules.rota.staff import Rota
from tests.factories import NOW, THE_DAY, group_means, means, save_office
from tests.procedures.orders import UNTIL, consistent
from tests.procedures.rotas import MONDAY, TEAMS, TUESDAY, WEDNESDAY, fill_passport, keep

pytestmark = pytest.mark.django_db(transaction=True)

FRIDAY = date(2020, 9, 18)
NOTHING = CarriedOut(1, 0, 0, {}, 0)


@pytest.fixture
def serang(transactional_db):
    """Two groups at two offices, planned for twelve days; Serang has a rota from Monday to Thursday."""
    both = means(groups=(group_means(), group_means(code="permit", normal_quota=20, counters=2)))
    for code in ("serang", "cilegon"):
        save_office(code, means=both)
        plan_slots(office=code, from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    keep(days=4)


def isolate(team: str = "paspor-1", from_on: date = MONDAY, until_on: date = WEDNESDAY) -> CarriedOut:
    return isolate_team(office="serang", team=team, from_on=from_on, until_on=until_on, now=NOW, by="kepala")


def end(code: str, now: datetime = NOW) -> CarriedOut:
    return end_isolation(office="serang", code=code, now=now, by="kepala")


def places() -> dict[tuple[str, str, date], int]:
    """Places by office, group and day."""
    counted: Counter[tuple[str, str, date]] = Counter()
    rows = Slot.objects.values_list("office_day__office__code", "group", "office_day__on", "planned_places")
    for office, group, on, planned in rows:
        counted[office, group, on] += planned
    return dict(counted)


def changed(before: dict[tuple[str, str, date], int]) -> dict[tuple[str, str, date], int]:
    return {key: now for key, now in places().items() if before[key] != now}


def written() -> list[object]:
    models = (Booking, Slot, Obligation, Message, TeamIsolation, RotaDay, LedgerRow)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_isolating_a_team_lowers_only_its_capacity(serang):
    before = places()

    done = isolate()

    assert (before["serang", "passport", MONDAY], before["serang", "permit", MONDAY]) == (100, 20)
    assert changed(before) == {("serang", "passport", MONDAY): 60, ("serang", "passport", TUESDAY): 60}
    assert done == CarriedOut(1, 0, done.slots_written, {}, 0)
    consistent()


def test_the_counters_bind_and_the_capacity_names_the_team_and_its_days(serang):
    isolate()

    days = [capacity_of(office="serang", on=on, known_at=NOW) for on in (MONDAY, WEDNESDAY)]

    first, later = (day.slots[0].bounds[Bound.COUNTERS] for day in days)
    assert {slot.binding for slot in days[0].slots if slot.group == "passport"} == {Bound.COUNTERS}
    assert (first.places, first.facts["staffed"], first.facts["manned"]) == (4, 2, 2)
    assert first.isolated == (Isolation("paspor-1", DayPeriod(MONDAY, WEDNESDAY)),)
    assert (later.places, later.isolated) == (8, ())
    assert all(not slot.bounds[Bound.COUNTERS].isolated for slot in days[0].slots if slot.group == "permit")


def test_everybody_displaced_has_exactly_one_due_and_hears_why(serang):
    codes = fill_passport(MONDAY)

    done = isolate()

    displaced = list(Obligation.objects.values_list("booking__code", flat=True))
    isolation = TeamIsolation.objects.get()
    assert (len(codes), done.obligations) == (90, {"offer": 40})
    assert Counter(displaced) == dict.fromkeys(displaced, 1)
    assert Booking.objects.filter(code__in=codes, state="confirmed", slot__office_day__on=MONDAY).count() == 50
    assert set(Booking.objects.filter(code__in=displaced).values_list("state", flat=True)) == {"offered"}
    assert set(Obligation.objects.values_list("cause", flat=True)) == {f"isolated {isolation.code}"}
    assert Message.objects.filter(kind="offer").count() == 40
    due = last_due(code=displaced[0])
    assert due is not None and (due.is_of_isolation, due.order, due.is_of_gate) == (True, None, False)
    facts = LedgerRow.objects.get(action="team.isolated", subject=isolation.code, by="kepala").facts
    assert (facts["team"], facts["obligations"]) == ("paspor-1", {"offer": 40})
    consistent()


def test_ended_early_gives_the_places_back(serang):
    fill_passport(MONDAY)
    before, booked = places(), list(Booking.objects.order_by("id").values_list("id", "state", "slot"))
    isolate()
    (row,) = isolations_of(office="serang")

    done = end(row.code)

    assert (done.obligations, done.restored) == ({}, row.displaced)
    assert changed(before) == {}
    assert list(Booking.objects.order_by("id").values_list("id", "state", "slot")) == booked
    assert set(Obligation.objects.values_list("outcome", flat=True)) == {"restored"}
    assert Message.objects.filter(kind="restored").count() == row.displaced
    assert capacity_of(office="serang", on=MONDAY, known_at=NOW).slots[0].bounds[Bound.COUNTERS].isolated == ()
    consistent()


def test_ended_on_its_second_day_leaves_the_first_as_it_was(serang):
    before = places()
    isolate()
    (row,) = isolations_of(office="serang")

    end(row.code, now=datetime(2020, 9, 15, 0, 0, tzinfo=UTC))

    assert changed(before) == {("serang", "passport", MONDAY): 60}
    ended = IsolationRow(row.code, "paspor-1", MONDAY, TUESDAY, is_ended=True, displaced=0)
    assert isolations_of(office="serang") == (ended,)


def test_twice_is_as_once(serang):
    fill_passport(MONDAY)
    isolate()
    once = written()

    assert isolate() == NOTHING
    assert written() == once

    (row,) = isolations_of(office="serang")
    end(row.code)
    once = written()
    assert end(row.code) == NOTHING
    assert keep(days=4).slots_written == 0
    assert written()[:-1] == once[:-1]


def test_two_isolations_of_a_team_hold_until_both_are_over(serang):
    before = places()
    isolate()
    isolate(until_on=TUESDAY)
    long, short = isolations_of(office="serang")[::-1]

    end(long.code)

    assert changed(before) == {("serang", "passport", MONDAY): 60}
    end(short.code)
    assert changed(before) == {}


def test_a_day_without_a_rota_goes_by_the_settings(serang):
    before = places()

    isolate(from_on=THE_DAY, until_on=FRIDAY + timedelta(days=9))

    assert {on for _, _, on in changed(before)} == {MONDAY, TUESDAY, WEDNESDAY, date(2020, 9, 17)}
    assert "manned" not in capacity_of(office="serang", on=FRIDAY, known_at=NOW).slots[0].bounds[Bound.COUNTERS].facts


def test_a_day_planned_later_knows_of_the_isolation(serang):
    Slot.objects.filter(office_day__on__gte=MONDAY).delete()
    isolate()

    plan_slots(office="serang", from_on=MONDAY, until_on=UNTIL, now=NOW, by="test")

    assert [places()["serang", "passport", on] for on in (MONDAY, WEDNESDAY)] == [60, 100]


def test_a_team_of_the_back_office_closes_no_counter(serang):
    before = places()

    assert isolate("arsip") == NOTHING
    assert changed(before) == {}
    assert TeamIsolation.objects.get().team == "arsip"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"team": "paspor-9"}, Refusal("isolation.team_unknown", "team", {"team": "paspor-9"})),
        ({"until_on": MONDAY}, Refusal("period.empty", "until")),
        ({"from_on": date(2020, 9, 1), "until_on": THE_DAY}, Refusal("isolation.past", "until")),
        ({"until_on": date(2020, 11, 14)}, Refusal("period.too_long", "until", {"most": 60})),
    ],
)
def test_isolate_refuses_and_writes_nothing(serang, changes, refusal):
    before = written()

    with pytest.raises(Refused) as refused:
        isolate(**changes)

    assert refused.value.refusal == refusal
    assert written() == before


def test_what_is_not_there_is_refused(serang):
    refusals = []
    for work in (
        lambda: end("2222-2222-2222"),
        lambda: end_isolation(office="nowhere", code="x", now=NOW, by="kepala"),
        lambda: keep_rota(office="serang", rota=Rota((), {}, ()), teams=TEAMS, now=NOW, by="kepala"),
    ):
        with pytest.raises(Refused) as refused:
            work()
        refusals.append(refused.value.refusal.code)

    assert refusals == ["isolation.unknown", "office.unknown", "period.empty"]


def test_an_isolation_of_another_office_is_unknown_here(serang):
    isolate()

    with pytest.raises(Refused) as refused:
        end_isolation(office="cilegon", code=TeamIsolation.objects.get().code, now=NOW, by="kepala")

    assert refused.value.refusal.code == "isolation.unknown"


def test_preview_says_what_isolating_does_and_writes_nothing(serang):
    fill_passport(MONDAY)
    fill_passport(TUESDAY, email=None)
    before = written()

    foreseen = preview_isolation(office="serang", team="paspor-1", from_on=MONDAY, until_on=WEDNESDAY, now=NOW)

    assert written() == before
    assert foreseen.days == (ChangedDay(MONDAY, 120, 80), ChangedDay(TUESDAY, 120, 80))
    assert (foreseen.people, foreseen.first_day) == ({"passport": sum(foreseen.dues.values())}, MONDAY)
    assert foreseen.before == foreseen.after
    assert isolate().obligations == foreseen.dues
    assert preview_isolation(office="serang", team="paspor-1", from_on=MONDAY, until_on=WEDNESDAY, now=NOW) is None


def test_a_rota_with_fewer_counters_lowers_its_days_alone(serang):
    fill_passport(MONDAY)
    before = places()

    done = keep("paspor-1", "izin-1", "arsip")

    assert changed(before) == {("serang", "passport", MONDAY): 60}
    assert set(Obligation.objects.values_list("cause", flat=True)) == {f"rota {NOW:%Y-%m-%dT%H%M%S.%f}"}
    facts = LedgerRow.objects.filter(action="rota.kept").latest("id").facts
    assert (facts["days"], facts["obligations"]) == (1, done.obligations)
    consistent()


def test_a_kept_day_is_never_changed(serang):
    with pytest.raises(ProgrammingError, match="is append-only"):
        RotaDay.objects.update(on=FRIDAY)
