"""Merging a day on paper: the rows of a live day with the times of the paper, once; what contradicts itself waits."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from serambi.procedures.admit_visitor import admit_booked, admit_walk_in
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next
from serambi.procedures.enter_paper_lines import enter_paper_lines
from serambi.procedures.leave_hall import close_hall, leave_hall
from serambi.procedures.merge_paper_lines import Merged
from serambi.procedures.note_missed import note_missed
from serambi.procedures.open_case import open_case
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.procedures.serve_visitor import finish_stage, send_home_incomplete, start_serving
from serambi.procedures.settle_paper_line import correct_line, set_aside_line
from serambi.records.models import (
    Booking,
    Case,
    CaseStatus,
    DailyFigure,
    GateEvent,
    HallDay,
    LedgerRow,
    PaperLineRow,
    Slot,
    Visit,
    VisitStatus,
)
from serambi.rules.paper.lines import LineFault, PaperFaults
from serambi.rules.queueing import Stage
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import THE_DAY, applicant, request, save_slot
from tests.procedures.paper import (
    EVENING,
    PERSON,
    book,
    booking,
    enter,
    merge,
    numbers,
    print_sheet,
    save_hall,
    waiting_lines,
)

pytestmark = pytest.mark.django_db(transaction=True)

LINE = {"now": EVENING, "by": "penyelia", "office": "serang", "on": THE_DAY}


def at(clock: str) -> datetime:
    """ "0755" in Serang on the day."""
    return datetime(2020, 9, 10, int(clock[:2]), int(clock[2:]), tzinfo=UTC) - timedelta(hours=7)


def live(office: str, code: str, line: dict[str, str], gate: str = "kertas") -> None:
    """The same visit as a live day has it, by the procedures of gate, counters and desk."""
    named = {"office": office, "by": "ani"}
    companions = int(line.get("companions", 0))
    arrival = {"companions": companions, "temperature_c": None, "gate": gate, "now": at(line["arrived"])}
    ticket = admit_booked(code=code, **arrival, **named).ticket
    for stage in Stage:
        if stage.value not in line:
            break
        counter, _, times = line[stage.value].partition(" ")
        called, ended = times.split("-")
        assert ticket == call_next(counter=counter, stages=[stage], groups=["passport"], now=at(called), **named)
        start_serving(ticket=ticket, now=at(called), **named)
        if stage is Stage.DOCUMENTS and line.get("outcome") == "incomplete":
            send_home_incomplete(ticket=ticket, now=at(ended), **named)
            break
        finish_stage(ticket=ticket, now=at(ended), **named)
    if "received" in line:
        number = open_case(code=code, verdict=Verdict((), (), ()), now=at(line["received"]), by="ani").number
        advance_case(number=number, event=CaseEvent.VERIFY, now=at(line["received"]), by="ani")
        interviewed = line["interview"].split("-")[1]
        advance_case(number=number, event=CaseEvent.INTERVIEW, now=at(interviewed), by="ani")
    if "left" in line:
        leave_hall(ticket=ticket, gate=gate, now=at(line["left"]), **named)


def rows_of(office: str) -> dict[str, list[tuple]]:
    """Everything that a visit day writes for an office, without ids, codes and numbers."""
    of_case = ("service", "purpose", "stage", "stage_since_at", "is_open", "received_on", "interviewed_on", "paid_on")
    more = ("legal_on", "practice_on", "promised_on", "payable_until", "amount_idr", "finished_on", "ready_on")
    of_visit = ("visit_class", "kind", "group", "service", "companions", "temperature_c", "arrived_at", "due_at")
    and_more = ("stage", "stage_since_at", "state", "counter", "calls", "left_at")
    visit, case = {"visit__office__code": office}, {"case__office__code": office}
    status = ("event", "stage", "counter", "at", "by")
    return {
        "visits": _rows(Visit, {"office__code": office}, "arrived_at", *of_visit, *and_more),
        "statuses": _rows(VisitStatus, visit, "visit__arrived_at", *status),
        "gate": _rows(GateEvent, visit, "visit__arrived_at", "kind", "gate", "people", "reason", "at", "by"),
        "bookings": _rows(Booking, {"office__code": office}, "visit__arrived_at", "state", "is_live"),
        "history": _rows_of_bookings(office),
        "cases": _rows(Case, {"office__code": office}, "received_on", *of_case, *more),
        "case_steps": _rows(CaseStatus, case, "case__id", "event", "stage", "reason", "at", "by"),
        "slots": _rows(Slot, {"office_day__office__code": office}, "start_at", "taken", "places", "planned_places"),
        "hall": _rows(HallDay, {"office__code": office, "on": THE_DAY}, "on", "inside", "closed_at"),
    }


def _rows(model, where: dict, order: str, *fields: str) -> list[tuple]:
    return list(model.objects.filter(**where).order_by(order, "id").values_list(*fields))


def _rows_of_bookings(office: str) -> list[tuple]:
    rows = Booking.objects.filter(office__code=office).order_by("visit__arrived_at", "statuses__id")
    return list(
        rows.exclude(statuses__event="confirmed").values_list("statuses__event", "statuses__at", "statuses__by")
    )


DAY = (
    PERSON | {"received": "0812"},
    PERSON | {"arrived": "0757", "documents": "3 0806-0818", "outcome": "incomplete", "companions": "2"},
    {"arrived": "0759", "left": "0830"},
    {"arrived": "0840", "documents": "1 0850-0855"},
)


def test_a_merged_day_has_the_rows_of_a_live_day():
    lines = [{key: value for key, value in line.items() if key not in _after_incomplete(line)} for line in DAY]
    for office in ("serang", "cilegon"):
        save_hall(office)
        book(4, office=office)
    kept = numbers(print_sheet())
    paper = list(kept)
    for code, line in zip(Booking.objects.filter(office__code="cilegon").order_by("id"), lines, strict=True):
        live("cilegon", code.code, line)

    enter(*[line | {"ticket": kept[code]} for code, line in zip(paper, lines, strict=True)])
    done = merge()

    assert done == Merged(4, 0, 0)
    assert rows_of("serang") == rows_of("cilegon")
    tickets = Visit.objects.filter(office__code="serang").values_list("booking__code", "ticket")
    assert dict(tickets) == {code: f"B-{number}" for code, number in kept.items()}


def _after_incomplete(line: dict[str, str]) -> tuple[str, ...]:
    return ("interview", "payment") if line.get("outcome") == "incomplete" else ()


def test_walk_ins_get_the_numbers_of_blank_lines_and_the_rows_of_a_live_day():
    for office in ("serang", "cilegon"):
        save_hall(office)
    print_sheet()
    named = {"group": "passport", "companions": 0, "temperature_c": None, "gate": "kertas", "by": "ani"}
    for kind, arrived in (("elderly", "0810"), ("lost", "0811")):
        admit_walk_in(office="cilegon", kind=kind, now=at(arrived), **named)

    enter(
        {"ticket": "502", "kind": "elderly", "service": "passport", "arrived": "0810"},
        {"ticket": "W-503", "kind": "lost", "service": "passport-lost", "arrived": "8.11"},
    )

    assert merge() == Merged(2, 0, 0)
    assert rows_of("serang") == rows_of("cilegon")
    tickets = Visit.objects.filter(office__code="serang").order_by("ticket").values_list("ticket", flat=True)
    assert list(tickets) == ["P-502", "W-503"]


def test_entering_and_merging_twice_changes_nothing():
    save_hall()
    (code,) = book()
    (number,) = numbers(print_sheet()).values()
    line = PERSON | {"received": "0812"}

    first = enter(line | {"ticket": number})
    merge()
    before = rows_of("serang")
    ledger = LedgerRow.objects.exclude(action="paper.entered").count()
    again = enter(line | {"arrived": "7.55", "left": "08:50", "ticket": f"b {number}"}, by="budi")
    by_code = enter(line | {"code": code.lower(), "service": "passport", "outcome": "finished"}, by="citra")

    assert [(kept.new, kept.known) for kept in (first, again, by_code)] == [(1, 0), (0, 1), (0, 1)]
    assert first.codes == again.codes == by_code.codes
    assert merge() == Merged(0, 0, 0)
    assert rows_of("serang") == before
    assert LedgerRow.objects.exclude(action="paper.entered").count() == ledger


def test_a_merge_writes_one_ledger_row_for_the_visit_and_one_for_its_case():
    save_hall()
    (code,) = book()
    (number,) = numbers(print_sheet()).values()
    entered = enter(PERSON | {"received": "0812", "ticket": number}, by="budi")

    merge(by="citra")

    case = Case.objects.get()
    rows = LedgerRow.objects.filter(at=EVENING, by__in=("budi", "citra")).order_by("id")
    received = {"booking": code, "on_paper": True, "received": at("0812").isoformat(), "stage": "interviewed"}
    assert list(rows.values_list("action", "subject", "by", "facts")) == [
        ("paper.entered", "paper 2020-09-10", "budi", {"new": 1, "known": 0}),
        ("case.opened", case.number, "budi", received),
        ("paper.merged", code, "citra", {"line": entered.codes[0], "entered_by": "budi", "ticket": f"B-{number}"}),
    ]


def test_the_clock_of_a_case_starts_with_the_paper_not_with_the_merge():
    save_hall()
    (code,) = book()
    print_sheet()
    enter(PERSON | {"received": "0812", "code": code}, now=EVENING + timedelta(days=4))

    merge(now=EVENING + timedelta(days=4))

    case = Case.objects.get()
    assert (case.received_on, case.interviewed_on, case.legal_on) == (THE_DAY, THE_DAY, date(2020, 9, 16))
    assert list(CaseStatus.objects.order_by("id").values_list("event", "at")) == [
        ("received", at("0812")),
        ("verify", at("0812")),
        ("interview", at("0835")),
    ]


def test_a_day_that_was_counted_before_the_merge_is_counted_again():
    save_hall()
    (code,) = book()
    print_sheet()
    roll_up_figures(now=at("0700"), by="test")
    note_missed(office="serang", now=EVENING, by="clerk")
    later = EVENING + timedelta(days=9)
    for _ in range(2):
        roll_up_figures(now=later, by="test")
    before = counted_on(THE_DAY)
    enter(PERSON | {"code": code}, now=later)

    merge(now=later)

    assert THE_DAY in roll_up_figures(now=later + timedelta(minutes=10), by="test").earlier_days
    assert (before.get("no-show"), before.get("admitted")) == (1, None)
    after = counted_on(THE_DAY)
    assert (after.get("no-show"), after.get("admitted")) == (None, 1)


def counted_on(on: date) -> dict[str, int]:
    return dict(DailyFigure.objects.filter(on=on).values_list("measure", "count"))


def test_who_was_inside_before_the_network_was_lost_goes_on_with_the_live_ticket():
    save_hall()
    (code,) = book()
    ticket = admit_booked(
        office="serang", code=code, companions=1, temperature_c=None, gate="utama", now=at("0745"), by="gate"
    ).ticket
    print_sheet(now=at("0750"))

    enter({key: value for key, value in PERSON.items() if key != "arrived"} | {"ticket": ticket})

    assert merge() == Merged(1, 0, 0)
    visit = Visit.objects.get()
    assert (visit.ticket, visit.state, visit.calls, visit.left_at) == ("B-001", "done", 3, at("0850"))
    assert (booking(code).state, HallDay.objects.get(on=THE_DAY).inside) == ("visited", 0)
    assert list(GateEvent.objects.order_by("id").values_list("kind", "people", "gate")) == [
        ("in", 2, "utama"),
        ("out", 2, "kertas"),
    ]


def test_who_was_counted_as_missed_while_nobody_could_note_the_arrival_came_after_all():
    save_hall()
    (code,) = book()
    print_sheet()
    note_missed(office="serang", now=at("0901"), by="test")
    assert (booking(code).state, Slot.objects.get().taken) == ("missed", 0)

    enter(PERSON | {"code": code})

    assert merge() == Merged(1, 0, 0)
    assert (booking(code).state, booking(code).is_live, Slot.objects.get().taken) == ("visited", False, 1)


def test_who_did_not_come_is_missed_and_their_place_is_free():
    save_hall()
    came, missed = book(2)
    kept = numbers(print_sheet())

    enter(PERSON | {"code": came}, {"ticket": kept[missed], "outcome": "no_show"})

    assert merge() == Merged(2, 0, 0)
    assert (booking(missed).state, booking(missed).is_live, Slot.objects.get().taken) == ("missed", False, 1)
    assert Visit.objects.count() == 1


def test_after_the_hall_was_closed_it_stays_counted_empty_and_the_exit_is_missing():
    save_hall()
    (code,) = book()
    print_sheet()
    close_hall(office="serang", now=EVENING, by="gate")

    enter({"code": code, "arrived": "0755"})

    assert merge() == Merged(1, 0, 0)
    assert HallDay.objects.get(on=THE_DAY).inside == 0
    assert Visit.objects.get().left_at is None
    assert (booking(code).state, booking(code).is_live) == ("visited", False)


def test_people_on_paper_were_inside_whatever_the_limit():
    save_hall()
    codes = book(12)
    print_sheet()

    enter(*[{"code": code, "arrived": "0755", "companions": "1"} for code in codes])

    assert merge() == Merged(12, 0, 0)
    hall = HallDay.objects.get(on=THE_DAY)
    assert (hall.inside, hall.limit) == (24, 24)


BOOKED, BLANK = range(501, 510), range(510, 513)
"""Numbers kept for bookings, and for who comes without one."""
OPEN = {
    501: ({"left": "0754"}, "paper.times_crossed", {"before": "arrived", "after": "left"}),
    502: ({"arrived": "2020-09-11 0755"}, "paper.outside_day", {"field": "arrived"}),
    503: ({"arrived": "1601"}, "paper.outside_day", {"field": "arrived"}),
    504: ({"arrived": "", "left": "0850"}, "paper.nobody_came", {}),
    505: ({"ticket": "W-505"}, "paper.ticket_class", {"letter": "B"}),
    506: ({"service": "passport-lost"}, "paper.other_service", {"service": "passport-new"}),
    507: ({"interview": "2 0820-0835"}, "paper.stage_missing", {}),
    508: ({"documents": "1 0800-0810", "outcome": "finished"}, "paper.not_finished", {}),
    509: ({"kind": "lost"}, "paper.kind_and_booking", {}),
    510: ({"service": "passport"}, "paper.kind_needed", {}),
    511: ({"kind": "lost", "service": "passport", "received": "0810"}, "paper.file_without_booking", {}),
    512: ({"code": "2345-6789-ABC8"}, "paper.booking_unknown", {}),
    700: ({"kind": "lost", "service": "passport"}, "paper.number_unknown", {}),
}
"""By number: what stands on the line beside it and 0755, and why it waits."""


def test_a_line_that_cannot_be_believed_waits_with_its_reason_and_writes_nothing():
    save_hall(paper_block=len(BLANK))
    book(len(BOOKED))
    print_sheet()
    before = rows_of("serang")

    enter(*[{"ticket": str(number), "arrived": "0755"} | line for number, (line, _, _) in OPEN.items()])

    assert merge() == Merged(0, len(OPEN), 0)
    assert waiting_lines() == [(number, reason, facts) for number, (_, reason, facts) in OPEN.items()]
    assert rows_of("serang") == before


def test_what_becomes_of_lines_does_not_depend_on_who_entered_them_first():
    """Two that fit, two that contradict each other in a number, one in itself; entered forwards and backwards."""
    lines = (
        PERSON | {"ticket": "501"},
        PERSON | {"ticket": "502", "arrived": "0757"},
        PERSON | {"ticket": "502", "arrived": "0758"},
        PERSON | {"ticket": "503", "left": "0700"},
        {"ticket": "504", "arrived": "0756", "kind": "elderly", "service": "passport"},
    )
    found = {}

    for office, order in (("serang", lines), ("cilegon", lines[::-1])):
        save_hall(office)
        book(3, office=office)
        print_sheet(office)
        for line in order:
            enter(line, office=office)
        done = merge(office=office)
        rows = PaperLineRow.objects.filter(office__code=office).order_by("ticket_number", "fingerprint")
        found[office] = done, list(rows.values_list("ticket_number", "state", "reason", "visit__ticket"))

    assert [(number, state) for number, state, _, _ in found["serang"][1]] == [
        (501, "merged"),
        (502, "open"),
        (502, "open"),
        (503, "open"),
        (504, "merged"),
    ]
    assert found["serang"] == found["cilegon"]


def test_a_number_the_hall_gave_out_is_no_paper_number():
    save_hall()
    (code,) = book()
    print_sheet()
    admit_walk_in(
        office="serang",
        kind="elderly",
        group="passport",
        companions=0,
        temperature_c=None,
        gate="utama",
        now=at("0745"),
        by="gate",
    )

    enter({"ticket": "1", "code": code, "arrived": "0755"})

    assert merge() == Merged(0, 1, 0)
    assert waiting_lines() == [(1, "paper.number_not_kept", {"ticket": "P-001"})]


def test_a_booking_that_was_served_online_already_waits():
    save_hall()
    (code,) = book()
    (number,) = numbers(print_sheet()).values()
    live("serang", code, PERSON, gate="utama")
    before = rows_of("serang")

    enter(PERSON | {"ticket": number, "arrived": "0756"})

    assert merge() == Merged(0, 1, 0)
    assert waiting_lines() == [(int(number), "paper.served_online", {"ticket": "B-001"})]
    assert rows_of("serang") == before


def test_a_booking_that_was_cancelled_waits():
    save_hall()
    book()
    (number,) = numbers(print_sheet()).values()
    Booking.objects.update(state="cancelled", is_live=False)

    enter(PERSON | {"ticket": number})

    assert merge() == Merged(0, 1, 0)
    assert waiting_lines() == [(int(number), "paper.booking_not_live", {"state": "cancelled"})]


def test_a_missed_person_who_booked_again_waits():
    office = save_hall()
    person = applicant(1)
    (code,) = book(people=(person,))
    print_sheet()
    note_missed(office="serang", now=at("0901"), by="test")
    book_visits(requests=[request(save_slot(office).code, person)], now=at("0930"), by="test")

    enter(PERSON | {"code": code})

    assert merge() == Merged(0, 1, 0)
    assert [reason for _, reason, _ in waiting_lines()] == ["paper.booked_again"]


def test_two_lines_with_one_number_both_wait_whoever_was_first_until_one_is_set_aside():
    save_hall()
    book()
    (number,) = numbers(print_sheet()).values()
    right = enter(PERSON | {"ticket": number}, by="ani").codes[0]
    wrong = enter(PERSON | {"ticket": number, "arrived": "0756"}, by="budi").codes[0]

    assert merge() == Merged(0, 2, 0)
    assert waiting_lines() == [(int(number), "paper.same_ticket", {"number": number})] * 2
    assert Visit.objects.count() == 0
    set_aside_line(code=wrong, why="salah baca jam", **LINE)

    assert merge() == Merged(1, 0, 0)
    assert Visit.objects.get().arrived_at == at("0755")
    assert PaperLineRow.objects.get(code=right).state == "merged"
    settled = PaperLineRow.objects.get(code=wrong)
    assert (settled.state, settled.settled_why, settled.settled_by) == ("set_aside", "salah baca jam", "penyelia")


def test_one_booking_on_two_numbers_waits():
    save_hall()
    (code,) = book()
    printed = print_sheet()
    free = printed.sheet.days[0].free_numbers[0]

    enter(PERSON | {"code": code}, PERSON | {"ticket": str(free), "code": code})

    assert merge() == Merged(0, 2, 0)
    assert waiting_lines() == [
        (501, "paper.same_booking", {"number": str(free)}),
        (free, "paper.same_booking", {"number": "501"}),
    ]


def test_one_person_with_two_bookings_waits():
    """As when somebody cancelled a booking after it stood on paper, and made another one for the same day."""
    save_hall(slots=(time(8), time(8, 30)))
    first, second = book(), book(at="0830")
    kept = numbers(print_sheet())
    one = booking(first[0])
    Booking.objects.filter(code=second[0]).update(identity_hash=one.identity_hash, is_live=False, state="missed")

    enter(PERSON | {"ticket": kept[first[0]]}, PERSON | {"ticket": kept[second[0]]})

    assert merge() == Merged(0, 2, 0)
    assert [reason for _, reason, _ in waiting_lines()] == ["paper.same_person"] * 2


def test_correcting_a_line_merges_the_new_one_and_keeps_the_old_one_on_record():
    save_hall()
    (code,) = book()
    print_sheet()
    (open_line,) = enter(PERSON | {"code": code, "left": "0750"}).codes
    merge()

    corrected = correct_line(code=open_line, line=PERSON | {"code": code}, **LINE)

    assert merge() == Merged(1, 0, 0)
    states = dict(PaperLineRow.objects.values_list("code", "state"))
    assert states == {open_line: "set_aside", corrected: "merged"}
    assert PaperLineRow.objects.get(code=corrected).replaces.code == open_line


@pytest.mark.parametrize(
    ("work", "refusal"),
    [
        (lambda line: set_aside_line(code=line, why=" ", **LINE), Refusal("paper.why", "why")),
        (lambda line: set_aside_line(code="nothing", why="salah", **LINE), Refusal("paper.line_unknown")),
        (
            lambda line: set_aside_line(code=line, why="salah", **LINE | {"office": "cilegon"}),
            Refusal("paper.line_unknown"),
        ),
        (
            lambda line: correct_line(code=line, line={"ticket": "501", "arrived": "7.55"}, **LINE),
            Refusal("paper.unchanged"),
        ),
    ],
)
def test_settling_a_line_wrongly_is_refused(work, refusal):
    save_hall()
    (line,) = enter({"ticket": "501", "arrived": "0755"}).codes

    with pytest.raises(Refused) as refused:
        work(line)

    assert refused.value.refusal == refusal
    assert PaperLineRow.objects.get().state == "entered"


def test_settling_a_line_that_is_merged_is_refused():
    save_hall()
    (code,) = book()
    print_sheet()
    (line,) = enter(PERSON | {"code": code}).codes
    merge()

    with pytest.raises(Refused) as refused:
        set_aside_line(code=line, why="salah", **LINE)

    assert refused.value.refusal == Refusal("paper.line_settled")


def test_a_pile_with_one_unreadable_line_is_not_entered_at_all():
    save_hall()

    with pytest.raises(PaperFaults) as found:
        enter({"ticket": "501", "arrived": "0755"}, {"ticket": "502", "arrived": "2575"}, {"arrived": "0755"})

    assert found.value.faults == (
        (2, LineFault("arrived", "time", "2575")),
        (3, LineFault("ticket", "nobody", "")),
    )
    assert PaperLineRow.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"office": "nowhere"}, Refusal("office.unknown", "office")),
        ({"lines": ()}, Refusal("paper.none", "lines")),
        ({"lines": ({"ticket": "1"},) * 501}, Refusal("paper.too_many", "lines", {"most": 500})),
    ],
)
def test_entering_nothing_or_nowhere_is_refused(changes, refusal):
    save_hall()
    values = {"office": "serang", "on": THE_DAY, "lines": ({"ticket": "501"},), "now": EVENING, "by": "ani"}

    with pytest.raises(Refused) as refused:
        enter_paper_lines(**(values | changes))

    assert refused.value.refusal == refusal


def test_a_code_alone_needs_its_number_when_two_sheets_keep_one():
    save_hall()
    (code,) = book()
    print_sheet()
    second = numbers(print_sheet())

    enter(PERSON | {"code": code})
    merge()
    waiting = waiting_lines()
    set_aside_line(code=PaperLineRow.objects.get().code, why="tanpa nomor", **LINE)
    enter(PERSON | {"code": code, "ticket": second[code]})

    assert waiting == [(None, "paper.number_needed", {})]
    assert merge() == Merged(1, 0, 0)
    assert Visit.objects.get().ticket == f"B-{second[code]}"


def test_a_person_still_at_a_counter_that_the_hall_uses_waits():
    save_hall()
    on_paper, in_hall = book(2)
    kept = numbers(print_sheet())
    admit_booked(
        office="serang", code=in_hall, companions=0, temperature_c=None, gate="utama", now=at("0800"), by="gate"
    )
    call_next(office="serang", counter="1", stages=list(Stage), groups=["passport"], now=at("0801"), by="clerk")
    before = rows_of("serang")

    enter({"code": on_paper, "arrived": "0755", "documents": "1 0805"})

    assert merge() == Merged(0, 1, 0)
    assert waiting_lines() == [(int(kept[on_paper]), "counter.busy", {"ticket": "B-001"})]
    assert rows_of("serang") == before
