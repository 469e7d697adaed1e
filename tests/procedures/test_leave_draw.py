"""Leaving a draw: once, before it is made; whoever left may enter again, and gets no place twice."""

import pytest

from serambi.procedures.leave_draw import leave_draw
from serambi.records.models import DrawPerson, DrawRequest, LedgerRow
from serambi.rules.refusal import Refusal, Refused
from tests.draws import AFTER, CODE, DURING, enter, make_draw, open_window, save_slots
from tests.factories import NOW, applicant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def collecting():
    save_slots()
    open_window()


def leave(code: str, key: str = "l", now=DURING) -> None:
    leave_draw(code=code, key=key, now=now, by="test")


def refusal_of(code: str, **changes) -> Refusal:
    with pytest.raises(Refused) as refused:
        leave(code, **changes)
    return refused.value.refusal


def test_leave_draw_takes_the_request_out_and_frees_its_people():
    ani = applicant()
    first = enter(ani)

    leave(first.code)
    leave(first.code)
    second = enter(ani)

    assert dict(DrawRequest.objects.values_list("code", "state")) == {first.code: "left", second.code: "entered"}
    assert DrawPerson.objects.filter(takes_part=True).get().request.code == second.code
    ledger = LedgerRow.objects.get(action="draw.left")
    assert (ledger.subject, ledger.office, ledger.facts) == (first.code, "serang", {"window": CODE})


def test_leave_draw_twice_with_another_key_is_refused():
    code = enter().code
    leave(code)

    assert refusal_of(code, key="other") == Refusal("draw.not_entered")


def test_leave_draw_refuses_what_it_does_not_know():
    assert refusal_of("2345-6789-ABCD") == Refusal("draw.not_found")


def test_leave_draw_refuses_before_the_opening_and_when_it_is_over():
    code = enter().code

    assert refusal_of(code, now=NOW.replace(hour=0, minute=0)) == Refusal("draw.not_open")
    assert refusal_of(code, now=AFTER) == Refusal("draw.over")
    make_draw()
    assert refusal_of(code) == Refusal("draw.over")
