"""The day sheet: whom it names, the numbers it keeps, and the signature that proves it."""

from dataclasses import asdict
from datetime import date, time, timedelta

import pytest

from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.print_day_sheet import print_day_sheet
from serambi.records.models import DaySheetRow, HallDay, LedgerRow, PaperTicket
from serambi.records.queries.day_sheets import SheetCheck, SheetRow, check_print_line, sheets_of_day
from serambi.records.signing import is_signed
from serambi.rules.paper.numbers import Block
from serambi.rules.paper.sheet import SheetLine, contents_of, digest_of, read_print_line
from serambi.rules.refusal import Refusal, Refused
from tests.factories import THE_DAY, applicant, nik, save_office, save_slot
from tests.procedures.paper import MORNING, book, booking, numbers, print_sheet, save_hall
from tests.races.clients import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NEXT_DAYS = (date(2020, 9, 11), date(2020, 9, 14))


def admit(code: str):
    return admit_booked(
        office="serang", code=code, companions=0, temperature_c=None, gate="utama", now=MORNING, by="gate"
    )


def test_print_day_sheet_names_everybody_with_a_number_and_masked_identity():
    save_hall(slots=(time(8), time(8, 30)))
    (later,) = book(at="0830")
    (first,) = book(people=(applicant(7, "Budi", born_on=date(1950, 5, 17)),), urgency="medical")

    printed = print_sheet()

    day = printed.sheet.days[0]
    assert [line.code for line in day.lines] == [first, later]
    assert day.lines[0] == SheetLine(
        number=501,
        ticket="",
        code=first,
        start_at=booking(first).slot.start_at,
        service="passport-new",
        purpose="tourism",
        name="Budi",
        identity=f"{nik(7)[:6]}{'•' * 8}{nik(7)[-2:]}",
        is_vulnerable=True,
        urgency="medical",
    )
    assert (day.block, day.free_numbers) == (Block(501, 508), (503, 504, 505, 506, 507))
    assert [each.on for each in printed.sheet.days] == [THE_DAY, *NEXT_DAYS]
    kept = PaperTicket.objects.filter(on=THE_DAY).order_by("number").values_list("number", "booking__code")
    assert list(kept) == [(501, first), (502, later), *((number, None) for number in range(503, 508))]


def test_print_day_sheet_writes_down_the_print_and_that_names_were_read():
    save_hall()
    book(2)

    printed = print_sheet()

    rows = list(LedgerRow.objects.filter(by="penyelia").order_by("id").values_list("action", "subject", "facts"))
    subject = "day sheet 2020-09-10 1"
    kept = {"2020-09-10": [501, 508], "2020-09-11": [501, 506], "2020-09-14": [501, 506]}
    facts = {"replaces": None, "people": 2, "digest": printed.line.digest, "kept": kept}
    seen = {"reason": "day sheet", "sheet": subject}
    assert rows == [
        ("day_sheet.printed", subject, facts),
        *[("person.viewed", f"day {on}", seen) for on in (THE_DAY, *NEXT_DAYS)],
    ]


def test_print_day_sheet_again_replaces_the_one_before_and_keeps_other_numbers():
    save_hall()
    book(2)

    first, second = print_sheet(), print_sheet()

    assert (first.sheet.number, first.sheet.replaces) == (1, None)
    assert (second.sheet.number, second.sheet.replaces) == (2, 1)
    assert [(day.block, again.block) for day, again in zip(first.sheet.days, second.sheet.days, strict=True)] == [
        (Block(501, 508), Block(508, 515)),
        (Block(501, 506), Block(506, 511)),
        (Block(501, 506), Block(506, 511)),
    ]
    assert [row.number for row in sheets_of_day(office="serang", on=THE_DAY)] == [2, 1]
    assert sheets_of_day(office="serang", on=THE_DAY)[1].replaced_by == 2


def test_print_day_sheet_names_who_is_inside_already_with_their_ticket():
    save_hall()
    inside, coming = book(2)
    admit(inside)

    day = print_sheet().sheet.days[0]

    assert {line.code: (line.number, line.ticket) for line in day.lines} == {inside: (None, "B-001"), coming: (501, "")}


def test_the_hall_never_hands_out_a_number_that_a_sheet_keeps():
    save_hall()
    codes = book(4)
    admit(codes[0])
    HallDay.objects.update(next_ticket=500)
    print_sheet()

    tickets = [admit(code).ticket for code in codes[1:]]

    assert tickets == ["B-500", "B-509", "B-510"]
    numbers_kept = set(PaperTicket.objects.filter(on=THE_DAY).values_list("number", flat=True))
    assert numbers_kept == set(range(501, 509))


def test_print_day_sheet_by_eight_at_once_keeps_no_number_twice():
    save_hall()
    codes = book(6)
    tickets: list[str] = []

    def work(number: int) -> None:
        if number < 2:
            print_sheet()
        else:
            tickets.append(admit(codes[number - 2]).ticket)

    at_once(work, 8)

    assert sorted(DaySheetRow.objects.values_list("number", "replaces__number")) == [(1, None), (2, 1)]
    kept = list(PaperTicket.objects.filter(on=THE_DAY).values_list("number", flat=True))
    live = [int(ticket[2:]) for ticket in tickets]
    assert len({*kept, *live}) == len(kept) + len(live) == len(kept) + 6


def test_the_print_line_proves_the_sheet_and_nothing_else():
    save_hall()
    save_office("cilegon", seat_region="36.72")
    book()
    printed = print_sheet()
    line = read_print_line(printed.line.text.replace(" ", "\n").lower())

    assert line == printed.line
    row = SheetRow("serang", THE_DAY, 1, None, None, 1, MORNING, "penyelia")
    assert check_print_line(line=line, office="serang") == SheetCheck(True, row)
    assert check_print_line(line=line, office=None) == SheetCheck(True, row)
    assert check_print_line(line=line, office="cilegon") == SheetCheck(True, None)
    assert digest_of(contents_of(printed.sheet)) == line.digest


CHANGES = (
    {"office": "cilegon"},
    {"on": date(2020, 9, 11)},
    {"number": 2},
    {"digest": "A" * 52},
    {"key": "AAAAAAAA"},
    {"signature": "A" * 103},
)


def test_a_print_line_that_was_changed_is_not_signed():
    save_hall()
    line = print_sheet().line

    changed = [type(line)(**(asdict(line) | change)) for change in CHANGES]

    assert not any(is_signed(each.signed_text, key=each.key, signature=each.signature) for each in changed)
    assert [check_print_line(line=each, office=None) for each in changed] == [SheetCheck(False, None)] * len(CHANGES)


def test_a_signature_of_a_key_that_is_not_held_proves_nothing(settings):
    save_hall()
    line = print_sheet().line
    kept = settings.SIGNING_KEYS

    settings.SIGNING_KEYS = (bytes(32),)
    alone = check_print_line(line=line, office=None).is_signed
    settings.SIGNING_KEYS = (bytes(32), *kept)
    rotated = check_print_line(line=line, office=None).is_signed

    assert (alone, rotated) == (False, True)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"office": "nowhere"}, Refusal("office.unknown", "office")),
        ({"on": THE_DAY - timedelta(days=1)}, Refusal("sheet.day_over", "on")),
    ],
)
def test_print_day_sheet_of_no_office_or_a_day_past_is_refused(changes, refusal):
    save_hall()

    with pytest.raises(Refused) as refused:
        print_day_sheet(**({"office": "serang", "on": THE_DAY, "now": MORNING, "by": "penyelia"} | changes))

    assert refused.value.refusal == refusal
    assert DaySheetRow.objects.count() == 0


def test_print_day_sheet_lists_the_documents_of_each_service_once():
    office = save_hall()
    save_slot(office, 5, on=NEXT_DAYS[0])
    book(3)

    papers = print_sheet().sheet.days[0].papers

    assert [(each.service, each.purpose) for each in papers] == [("passport-new", "tourism")]
    assert len(numbers(print_sheet())) == 3
