"""The day's list and the capacity of a day."""

from datetime import date, time

import pytest

from serambi.counters.console.pages.day import Arrival, Line
from serambi.counters.console.pages.people import Visitor
from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.call_next import call_next
from serambi.procedures.leave_hall import leave_hall
from serambi.procedures.open_case import open_case
from serambi.procedures.serve_visitor import finish_stage, send_home_incomplete, send_to, start_serving
from serambi.records.models import Booking, LedgerRow, PublicHoliday
from serambi.rules.capacity import Contingent
from serambi.rules.queueing import Stage
from serambi.rules.verdict import Verdict
from tests.factories import NOW, THE_DAY, applicant, nik, save_office, save_slot

ON = {"on": "2020-09-14"}


def visitor(code: str, name: str, identity: str, **changes) -> Visitor:
    values = {
        "service": "Paspor baru",
        "purpose": "tourism",
        "urgency": "",
        "is_urgent_place": False,
        "party_size": 1,
        "warnings": (),
    }
    return Visitor(code=code, name=name, identity=identity, **(values | changes))


def ahead(*visitors: Visitor) -> tuple[Line, ...]:
    """Lines of a day that lies ahead: nobody stands anywhere yet."""
    return tuple(Line(each, "", "", is_inside=False) for each in visitors)


def views() -> list[tuple]:
    rows = LedgerRow.objects.filter(action="person.viewed").order_by("id")
    return list(rows.values_list("subject", "office", "by", "facts"))


def test_the_list_shows_who_comes_when_by_time_and_name(sign_in_as, serang, booked):
    early, late = save_slot(serang), save_slot(serang, at=time(10, 0), contingent=Contingent.URGENT)
    (citra,) = booked(early, applicant(7, "Citra"))
    ani, budi = booked(early, applicant(8, "Budi"), applicant(9, "Ani"))[::-1]
    (dewi,) = booked(late, applicant(10, "Dewi", born_on=date(1990, 5, 18)), urgency="medical")

    page = sign_in_as().get("/console/serang/", ON).context["page"]

    other_birth = "Tanggal lahir pada NIK lain dari yang diisi: cocokkan dengan KTP."
    unknown_region = "Kode wilayah pada NIK tidak dikenal: cocokkan dengan KTP."
    assert (page.people, page.is_today) == (4, False)
    assert page.arrivals == (
        Arrival(
            "09.30 WIB",
            True,
            ahead(
                visitor(ani, "Ani", "NIK 367301••••••••10", party_size=2, warnings=(unknown_region,)),
                visitor(budi, "Budi", "NIK 367301••••••••09", party_size=2, warnings=(unknown_region,)),
                visitor(citra, "Citra", "NIK 367301••••••••08", warnings=(unknown_region,)),
            ),
        ),
        Arrival(
            "10.00 WIB",
            False,
            ahead(
                visitor(
                    dewi,
                    "Dewi",
                    "NIK 367301••••••••11",
                    urgency="Berobat ke luar negeri dan tidak dapat menunggu",
                    is_urgent_place=True,
                    warnings=(unknown_region, other_birth),
                ),
            ),
        ),
    )


def test_the_list_is_of_today_unless_another_day_is_chosen(sign_in_as, serang, booked):
    booked(save_slot(serang, on=NOW.date()))
    client = sign_in_as()

    today, other, no_day = (client.get("/console/serang/", on) for on in ({}, ON, {"on": "2020-02-30"}))

    assert [answer.context["page"].on for answer in (today, other, no_day)] == [
        NOW.date(),
        date(2020, 9, 14),
        NOW.date(),
    ]
    assert [answer.status_code for answer in (today, other, no_day)] == [200, 200, 422]
    assert no_day.context["form"].errors == {"on": ["Tanggal itu tidak ada. Contoh: 2020-09-10."]}


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_time_is_refused_in_words(sign_in_as, on):
    answer = sign_in_as().get("/console/serang/", {"on": on})

    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"on": ["Pilih tahun antara 1900 dan 2199."]},
    )


def test_the_list_never_shows_a_whole_identity_number(sign_in_as, serang, booked):
    booked(save_slot(serang), applicant(7))

    answer = sign_in_as().get("/console/serang/", ON)

    assert nik(7) not in answer.content.decode()


def test_every_view_of_the_list_is_noted(sign_in_as, serang):
    client = sign_in_as()

    client.get("/console/serang/", ON)
    client.get("/console/serang/")

    assert views() == [
        ("day 2020-09-14", "serang", "clerk of serang", {"reason": "day list"}),
        ("day 2020-09-10", "serang", "clerk of serang", {"reason": "day list"}),
    ]


def test_the_list_says_why_nobody_works(sign_in_as, serang):
    PublicHoliday.objects.create(on=date(2020, 12, 25), name_id="Hari Raya Natal", name_en="Christmas Day")
    client = sign_in_as()

    pages = [client.get("/console/serang/", {"on": on}).context["page"] for on in ("2020-12-25", "2020-09-12")]

    assert [page.why_off for page in pages] == ["Hari Raya Natal", "Akhir pekan"]


def test_another_office_is_not_there(sign_in_as, serang):
    save_office("bandung")
    client = sign_in_as()

    def body(office: str, path: str) -> tuple[int, bytes]:
        answer = client.get(f"/console/{office}/{path}")
        return answer.status_code, answer.content.replace(office.encode(), b"")

    for path in ("", "capacity/"):
        assert body("bandung", path) == body("nowhere", path)
        assert body("bandung", path)[0] == 404
    assert views() == []


def test_the_directorate_chooses_among_all_offices(sign_in_as, serang):
    save_office("bandung")
    client = sign_in_as(None)

    choice = client.get("/console/")

    codes = [office.code for province in choice.context["provinces"] for office in province.offices]
    assert codes == ["bandung", "serang"]
    assert [client.get(f"/console/{code}/").status_code for code in codes] == [200, 200]


def test_capacity_names_every_bound_in_words_and_which_binds(sign_in_as, serang, booked):
    booked(save_slot(serang))

    page = sign_in_as().get("/console/serang/capacity/", ON).context["page"]

    (group,) = page.groups
    assert (page.is_example, page.why_off) == (True, "")
    assert (group.name, group.places, group.taken) == ("Paspor", 100, 1)
    slot = group.slots[4]
    quota = "Kuota: 7 tempat dari 100 sehari (100\N{NO-BREAK SPACE}% dari kuota biasa, 100)."
    assert (slot.time, slot.places, slot.taken, slot.is_over, slot.binding) == ("09.30", 7, 1, False, quota)
    assert [(bound.name, bound.places, bound.is_binding) for bound in slot.bounds] == [
        ("Kuota", 7, True),
        ("Loket", 8, False),
        ("Ruang tunggu", 40, False),
        ("Penyelesaian", 32, False),
    ]
    assert slot.bounds[2].sentence == "Ruang tunggu: 40 tempat; 80 kursi, tiap pemohon tinggal 60 menit."


def test_capacity_marks_a_slot_that_holds_more_than_it_can_take(sign_in_as, serang, booked):
    booked(save_slot(serang, 20), *(applicant() for _ in range(5)))
    booked(save_slot(serang, 20, contingent=Contingent.URGENT), *(applicant() for _ in range(5)), urgency="duty")

    page = sign_in_as().get("/console/serang/capacity/", ON).context["page"]

    assert [slot.time for slot in page.groups[0].slots if slot.is_over] == ["09.30"]


def test_capacity_in_english(sign_in_as, serang):
    answer = sign_in_as().get("/en/console/serang/capacity/", ON)

    quota = "Quota: 7 places out of 100 a day (100% of the normal quota of 100)."
    assert answer.context["page"].groups[0].slots[0].binding == quota
    assert "<h1>Capacity Monday, 14 September 2020</h1>" in answer.content.decode()


@pytest.fixture
def today(serang, booked) -> dict[str, str]:
    """Today's bookings by name: five at 07:45, two at 08:00; it is 07:30."""
    early, late = (save_slot(serang, on=THE_DAY, at=at) for at in (time(7, 45), time(8)))
    names = ("Ani", "Budi", "Citra", "Dewi", "Eka", "Fitri", "Gita")
    return {name: booked(early if name < "F" else late, applicant(name=name))[0] for name in names}


def admit(*codes: str) -> None:
    for code in codes:
        gate = {"companions": 0, "temperature_c": None, "gate": "utama", "now": NOW, "by": "gate"}
        admit_booked(office="serang", code=code, **gate)


def stand(page) -> dict[str, tuple[str, str, bool]]:
    return {
        line.visitor.name: (line.ticket, line.stands, line.is_inside)
        for arrival in page.arrivals
        for line in arrival.lines
    }


def test_the_list_of_today_says_who_is_where(sign_in_as, today):
    here = {"office": "serang", "now": NOW, "by": "clerk"}
    admit(*(today[name] for name in ("Ani", "Budi", "Citra", "Dewi")))
    for counter, ticket in (("1", "B-001"), ("2", "B-002"), ("3", "B-003")):
        call_next(counter=counter, stages=list(Stage), groups=["passport"], **here)
        start_serving(ticket=ticket, **here)
    send_to(ticket="B-001", stage=Stage.PAYMENT, **here)
    call_next(counter="1", stages=[Stage.PAYMENT], groups=["passport"], **here)
    start_serving(ticket="B-001", **here)
    finish_stage(ticket="B-001", **here)
    leave_hall(ticket="B-001", gate="utama", **here)
    send_home_incomplete(ticket="B-003", **here)
    leave_hall(ticket="B-004", gate="utama", **here)
    Booking.objects.filter(code=today["Eka"]).update(state="missed", is_live=False)
    open_case(code=today["Fitri"], verdict=Verdict((), (), ()), now=NOW, by="desk")

    page = sign_in_as().get("/console/serang/").context["page"]

    assert page.people == 7
    assert stand(page) == {
        "Ani": ("B-001", "sudah dilayani, sudah keluar", False),
        "Budi": ("B-002", "sedang dilayani", True),
        "Citra": ("B-003", "berkas belum lengkap", False),
        "Dewi": ("B-004", "keluar sebelum dilayani", False),
        "Eka": ("", "Tidak hadir", False),
        "Fitri": ("", "sudah dilayani", False),
        "Gita": ("", "belum datang", False),
    }
    assert [(arrival.time, arrival.is_next) for arrival in page.arrivals] == [("07.45 WIB", False), ("08.00 WIB", True)]


def test_next_is_a_time_at_which_somebody_is_still_to_come(sign_in_as, today):
    client = sign_in_as()
    before = client.get("/console/serang/").context["page"]
    admit(*(today[name] for name in ("Ani", "Budi", "Citra", "Dewi", "Eka")))
    between = client.get("/console/serang/").context["page"]
    admit(today["Fitri"], today["Gita"])
    after = client.get("/en/console/serang/")

    shown = [[arrival.is_next for arrival in page.arrivals] for page in (before, between, after.context["page"])]
    assert shown == [[True, False], [False, True], [False, False]]
    assert "inside, waiting" in after.content.decode() and 'id="next"' not in after.content.decode()


def test_the_list_asks_the_database_as_often_for_three_people_as_for_one(
    sign_in_as, serang, booked, django_assert_max_num_queries
):
    slot, client = save_slot(serang), sign_in_as()
    booked(slot)
    client.get("/console/serang/", ON)
    with django_assert_max_num_queries(40) as one:
        client.get("/console/serang/", ON)
    booked(slot, applicant(), applicant())

    with django_assert_max_num_queries(40) as three:
        client.get("/console/serang/", ON)

    assert len(three) == len(one)


def test_the_list_of_today_asks_as_often_for_seven_inside_as_for_one(sign_in_as, today, django_assert_max_num_queries):
    client = sign_in_as()
    admit(today["Ani"])
    client.get("/console/serang/")
    with django_assert_max_num_queries(40) as one:
        client.get("/console/serang/")
    admit(*(code for name, code in today.items() if name != "Ani"))

    with django_assert_max_num_queries(40) as seven:
        client.get("/console/serang/")

    assert len(seven) == len(one)
