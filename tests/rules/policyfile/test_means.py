"""An office's file is read whole, or refused with every fault at its line."""

from datetime import time
from decimal import Decimal

import pytest

from serambi.rules.means import GroupMeans, Means
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.means import OfficeFile, parse_office_file
from serambi.rules.visit_day import VisitDay

FILE = "offices/serang.toml"
OFFICE = """\
address = "Jalan Warung Jaud 82"
source = "a page"
confidence = "VERIFIED"

[means]
is_example = true
staff_total = 60
sectors = ["direct-service"]
hall_seats = { "0" = 80, "1.5" = 24 }
stay_minutes = 60
promise_days = 4

[[means.group]]
code = "passport"
normal_quota = 100
urgent_share = 0.1
slot_minutes = 30
service_minutes = 15
counters = 4
counter_staff = 16
back_office_per_day = 120
from = "07:30"
until = { mon = "16:00", fri = "16:30" }
breaks = [["12:00", "13:00"]]
"""


def test_office_file_is_read_whole():
    assert parse_office_file(OFFICE, FILE) == OfficeFile(
        address="Jalan Warung Jaud 82",
        hours_note="",
        means=Means(
            is_example=True,
            staff_total=60,
            sectors=frozenset({"direct-service"}),
            hall_seats={Decimal(0): 80, Decimal("1.5"): 24},
            stay_minutes=60,
            promise_days=4,
            groups=(
                GroupMeans(
                    code="passport",
                    normal_quota=100,
                    urgent_share=Decimal("0.1"),
                    slot_minutes=30,
                    service_minutes=15,
                    counters=4,
                    counter_staff=16,
                    back_office_per_day=120,
                    opens_at=time(7, 30),
                    closes_at={0: time(16), 4: time(16, 30)},
                    breaks=((time(12), time(13)),),
                ),
            ),
        ),
    )


def test_office_holds_draws_only_where_its_file_says_so():
    assert parse_office_file(OFFICE, FILE).holds_draws is False
    assert parse_office_file("holds_draws = true\n" + OFFICE, FILE).holds_draws is True


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('source = "a page"', 'holds_draws = "yes"\nsource = "a page"', 2, "holds_draws must be true or false"),
        ("staff_total = 60", "staff_total = 0", 7, "staff_total must be at least 1"),
        ("staff_total = 60", 'staff_total = "60"', 7, "staff_total must be a whole number"),
        ("stay_minutes = 60\n", "", 5, "stay_minutes is missing"),
        ('"0" = 80', '"0" = 10', 9, "hall_seats must not grow with the distance"),
        ('"0" = 80, ', "", 9, "hall_seats must say how many seats there are at no distance (0)"),
        ('"1.5" = 24', '"near" = 24', 9, "hall_seats must give a number of seats for a distance, not near"),
        ("promise_days = 4", "promise_days = 4\nhall_area_m2 = 9", 12, "unknown key hall_area_m2"),
        ('code = "passport"', 'code = "visa"', 14, "unknown service group visa"),
        ("urgent_share = 0.1", "urgent_share = 10", 16, "urgent_share must be a share from 0 to 1, not 10"),
        ("slot_minutes = 30", "slot_minutes = 0", 17, "slot_minutes must be at least 1"),
        ('from = "07:30"', 'from = "half past seven"', 22, 'from must give times such as "07:30", not half past seven'),
        ('mon = "16:00"', 'mon = "07:00"', 23, "until must lie after 07:30"),
        ("mon =", "holiday =", 23, "unknown weekday holiday"),
        ('["12:00", "13:00"]', '["13:00", "12:00"]', 24, "breaks must be in order and not overlap"),
        ('["12:00", "13:00"]', '"12:00"', 24, 'breaks must be a list of pairs such as ["12:00", "13:00"]'),
    ],
)
def test_broken_office_file_is_refused_at_its_line(old: str, new: str, line: int, reason: str):
    assert old in OFFICE

    with pytest.raises(PolicyFaults) as refused:
        parse_office_file(OFFICE.replace(old, new, 1), FILE)

    assert refused.value.faults == (Fault(FILE, line, reason),)


def test_office_sets_its_visit_day_in_its_file_or_has_ours():
    own = "early_minutes = 15\ngrace_minutes = 5\nno_show_minutes = 20\nrebook_after_days = 30\n"

    assert parse_office_file(OFFICE, FILE).visit_day == VisitDay()
    assert parse_office_file(f"{OFFICE}[visit_day]\n{own}", FILE).visit_day == VisitDay(15, 5, 20, rebook_after_days=30)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no_show_minutes = -1", "no_show_minutes must not be negative, not -1"),
        ("penalty = 30", "unknown key penalty"),
    ],
)
def test_a_broken_visit_day_is_refused_at_its_line(line, reason):
    with pytest.raises(PolicyFaults) as found:
        parse_office_file(f"{OFFICE}[visit_day]\n{line}\n", FILE)

    assert [(fault.line, fault.reason) for fault in found.value.faults] == [(26, reason)]
