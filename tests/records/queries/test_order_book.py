"""The book of orders: the state of each, what it did, and how far it got."""

from datetime import date, timedelta

import pytest

from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.queries.order_book import (
    Progress,
    causes_of,
    due_list,
    dues_by_office,
    dues_of_order,
    is_on_record,
    open_tasks_of,
    order_book,
    order_of_number,
    progress_of,
    signatures_of,
)
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, enact, fill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def serang(transactional_db):
    save_regions()
    office = save_office()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    return office


def states(on: date) -> dict[str, str]:
    return {row.instrument.number: str(row.state) for row in order_book(on=on, known_at=NOW + timedelta(hours=2))}


def test_order_book_says_where_each_order_stands(serang):
    enact(order_text("OLD", QUARTER, until="2020-09-12"))
    enact(order_text("COMING", QUARTER, **{"from": "2020-09-20"}))
    enact(order_text("SLIP", QUARTER))
    undo_instrument(number="SLIP", reason="keliru", now=NOW + timedelta(hours=1), by="direktur")
    enact(order_text("NEW", QUARTER, revokes='["OLD"]', **{"from": "2020-09-11"}))

    assert list(states(THE_DAY)) == ["COMING", "NEW", "OLD", "SLIP"]
    assert states(THE_DAY) == {"OLD": "in_force", "COMING": "coming", "SLIP": "undone", "NEW": "coming"}
    assert states(date(2020, 9, 11)) == {"OLD": "ended", "COMING": "coming", "SLIP": "undone", "NEW": "in_force"}
    assert order_of_number(number="NOBODY", on=THE_DAY, known_at=NOW) is None


def test_signatures_say_who_signed_and_who_undid_it_why(serang):
    text = order_text("SE-9", CLOSED, areas='["office:serang"]')
    for by in ("direktur", "sekretaris"):
        enact(text, by=by)
    assert is_on_record(number="SE-9", text=text)
    assert not is_on_record(number="SE-9", text=text + "#")
    undo_instrument(number="SE-9", reason="keliru", now=NOW, by="direktur")

    signed = signatures_of(number="SE-9")

    assert signed is not None
    assert (signed.text, signed.signers) == (text, ("direktur", "sekretaris"))
    assert (signed.undone_by, signed.undone_why) == ("direktur", "keliru")
    assert not is_on_record(number="SE-9", text=text)


def test_dues_of_an_order_are_counted_and_listed(serang, django_assert_num_queries):
    codes = fill(date(2020, 9, 14), 3) + fill(date(2020, 9, 14), 1, email=None)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))

    assert dues_of_order(number="SE-9", office="serang") == {("call", "open"): 1, ("offer", "open"): 3}
    assert dues_of_order(number="SE-9", office="elsewhere") == {}
    assert dues_by_office(number="SE-9") == {"serang": 4}
    with django_assert_num_queries(1):
        rows = due_list(number="SE-9", office="serang")
    assert sorted(row.code for row in rows) == sorted(codes)
    assert all(row.to_start_at is not None and row.deadline_at is not None for row in rows)


def test_progress_counts_the_shares_of_many_offices(serang):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")

    enact_instrument(text=order_text("SE-9", QUARTER), file="order.toml", now=NOW, by="direktur")

    assert progress_of(number="SE-9") == Progress(0, 7)
    assert len(open_tasks_of(causes=causes_of("SE-9"))) == 7
    assert progress_of(number="NOBODY").is_over
