"""The day's list and the capacity of a day."""

from datetime import date, time

import pytest

from serambi.counters.console.pages.day import Arrival
from serambi.counters.console.pages.people import Visitor
from serambi.records.models import LedgerRow, PublicHoliday
from serambi.rules.capacity import Contingent
from tests.factories import NOW, applicant, nik, save_office, save_slot

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
            (
                visitor(ani, "Ani", "NIK 367301••••••••10", party_size=2, warnings=(unknown_region,)),
                visitor(budi, "Budi", "NIK 367301••••••••09", party_size=2, warnings=(unknown_region,)),
                visitor(citra, "Citra", "NIK 367301••••••••08", warnings=(unknown_region,)),
            ),
        ),
        Arrival(
            "10.00 WIB",
            False,
            (
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
