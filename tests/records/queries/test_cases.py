"""Cases through their doors."""

from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.open_case import open_case
from serambi.records.models import Booking, Case
from serambi.records.queries.cases import case_of_applicant, case_of_office, unfinished_files, work_list
from serambi.rules.states import CaseEvent, CaseStage
from serambi.rules.verdict import Verdict
from tests.factories import NOW, applicant, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

BORN = date(1990, 5, 17)
TODAY = date(2020, 9, 10)
THURSDAY = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)


@pytest.fixture
def numbers() -> list[str]:
    """Three cases, the first two interviewed a day apart."""
    slot = save_slot(save_office())
    book_visits(requests=[request(slot.code, applicant()) for _ in range(3)], now=NOW, by="test")
    made = [
        open_case(code=code, verdict=Verdict((), (), ()), now=THURSDAY, by="desk").number
        for code in Booking.objects.order_by("id").values_list("code", flat=True)
    ]
    for number, later in zip(made[:2], (1, 0), strict=True):
        for event in (CaseEvent.VERIFY, CaseEvent.INTERVIEW):
            advance_case(number=number, event=event, now=THURSDAY + timedelta(days=later), by="officer")
    return made


def test_case_of_applicant_opens_by_birth_date_alone(numbers):
    made = case_of_applicant(number=numbers[0], born_on=BORN, now=THURSDAY)

    assert made is not None
    assert (made.number, made.stage, made.is_overdue) == (numbers[0], CaseStage.INTERVIEWED, False)
    assert [step.event for step in made.steps] == ["received", "verify", "interview"]
    assert case_of_applicant(number=numbers[0], born_on=date(1990, 5, 18), now=THURSDAY) is None
    assert case_of_applicant(number="0" * 16, born_on=BORN, now=THURSDAY) is None


def test_case_of_office_is_for_its_own_staff(numbers):
    assert case_of_office(number=numbers[0], office="serang", now=THURSDAY) is not None
    assert case_of_office(number=numbers[0], office=None, now=THURSDAY) is not None
    assert case_of_office(number=numbers[0], office="cilegon", now=THURSDAY) is None


def test_work_list_has_the_least_time_left_first(numbers):
    rows = work_list(office="serang", today=date(2020, 9, 17))

    assert [row.number for row in rows] == [numbers[1], numbers[0], numbers[2]]
    assert [row.is_overdue for row in rows] == [True, False, False]
    assert [row.number for row in work_list(office="serang", today=TODAY, stages=(CaseStage.RECEIVED,))] == numbers[2:]


def test_a_case_with_an_unpaid_slip_waits_for_its_applicant_and_is_not_overdue(numbers):
    Case.objects.filter(number=numbers[1]).update(billing_code="1" * 15)
    later = THURSDAY + timedelta(days=7)

    row = case_of_office(number=numbers[1], office="serang", now=later)
    before = case_of_office(number=numbers[1], office="serang", now=THURSDAY)

    rows = work_list(office="serang", today=date(2020, 9, 17))
    assert [(each.is_overdue, each.waits_for_payment) for each in rows] == [
        (False, True),
        (False, False),
        (False, False),
    ]
    assert (row.is_overdue, row.waits_for_payment, row.days_left) == (False, True, None)
    assert (before.waits_for_payment, before.days_left) == (True, 4)


def test_a_document_that_is_ready_is_never_overdue(numbers):
    Case.objects.filter(number=numbers[1]).update(stage="ready", ready_on=date(2020, 9, 18))

    row = case_of_office(number=numbers[1], office="serang", now=THURSDAY + timedelta(days=10))

    assert row.is_overdue is False
    assert {each.number: each.is_overdue for each in work_list(office="serang", today=date(2020, 9, 20))} == {
        numbers[1]: False,
        numbers[0]: True,
        numbers[2]: False,
    }


def test_work_list_goes_on_after_any_case_to_those_without_a_day(numbers):
    def after(number: str, most: int = 100) -> list[str]:
        return [row.number for row in work_list(office="serang", today=TODAY, after=number, most=most)]

    assert after("") == after("0" * 16) == [numbers[1], numbers[0], numbers[2]]
    assert after(numbers[1]) == [numbers[0], numbers[2]]
    assert (after(numbers[1], 1), after(numbers[0]), after(numbers[2])) == ([numbers[0]], [numbers[2]], [])


def test_unfinished_files_counts_what_the_back_office_still_has(numbers):
    assert unfinished_files(office="serang") == {"passport": 2}
    assert unfinished_files(office="cilegon") == {}
