"""Looking for a booking by its code, and the page of one."""

from datetime import date

import pytest

from serambi.counters.console.pages.booking import Happening
from serambi.procedures.cancel_booking import cancel_booking
from serambi.records.models import Booking, BookingStatus, LedgerRow
from serambi.records.queries.bookings import booking_of_holder, booking_of_identity
from serambi.records.sealing import pseudonym
from serambi.rules.identity import read_identity
from tests.factories import NOW, applicant, nik, save_office, save_slot


@pytest.mark.parametrize("typed", ["{0}", "{1}", "  {2} ", "{3}"])
def test_search_takes_a_code_as_people_type_it(sign_in_as, serang, booked, typed):
    (code,) = booked(save_slot(serang))
    bare = code.replace("-", "")
    spellings = [code, bare.lower(), code.lower(), f"{bare[:4]} {bare[4:8]} {bare[8:]}"]

    answer = sign_in_as().get("/console/search/", {"code": typed.format(*spellings)})

    assert (answer.status_code, answer["Location"]) == (302, f"/console/bookings/{code}/")


def test_search_without_a_hit_says_so_alike_for_another_office_and_for_nonsense(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang))
    save_office("bandung")
    client = sign_in_as("bandung")

    def errors(typed: str):
        answer = client.get("/console/search/", {"code": typed})
        return answer.status_code, answer.context["code_form"].errors

    missing = {"code": ["Tidak ada jadwal dengan kode itu. Periksa lagi: dua belas huruf dan angka."]}
    assert errors(code) == errors("2222-2222-2222") == errors("nonsense") == errors("<b>") == (422, missing)
    assert errors("") == (422, {"code": ["Isi kode booking."]})


@pytest.mark.parametrize("typed", ["{nik}", " {dotted} "])
def test_search_by_number_finds_a_booking_of_the_own_office(sign_in_as, serang, booked, typed):
    (code,) = booked(save_slot(serang), applicant(7))
    dotted = ".".join(nik(7)[start : start + 4] for start in range(0, 16, 4))

    answer = sign_in_as().post("/console/search/", {"number": typed.format(nik=nik(7), dotted=dotted)})

    assert (answer.status_code, answer["Location"]) == (302, f"/console/bookings/{code}/")


def test_search_by_passport_needs_no_country(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang), applicant(7))
    passport = read_identity("passport", "K123456", "NL")
    Booking.objects.update(identity_hash=pseudonym(passport.canonical))

    answer = sign_in_as().post("/console/search/", {"number": "k 123456"})

    assert answer["Location"] == f"/console/bookings/{code}/"


def test_search_by_number_prefers_the_live_booking(sign_in_as, serang, booked):
    slot = save_slot(serang)
    (old,) = booked(slot, applicant(7))
    cancel_booking(code=old, key="k", now=NOW, by="test")
    (live,) = booked(slot, applicant(7))

    assert booking_of_identity(number=nik(7), office="serang") == live
    assert booking_of_identity(number=nik(7), office="bandung") is None


def test_search_by_number_without_a_hit_says_so_and_never_repeats_the_number(sign_in_as, serang, booked, caplog):
    booked(save_slot(serang), applicant(7))
    save_office("bandung")

    answer = sign_in_as("bandung").post("/console/search/", {"number": nik(7)})

    missing = {"number": ["Tidak ada jadwal dengan nomor itu di kantor ini."]}
    assert (answer.status_code, answer.context["number_form"].errors) == (422, missing)
    assert nik(7) not in answer.content.decode() + caplog.text + repr(list(LedgerRow.objects.values()))
    assert sign_in_as(None).post("/console/search/", {"number": nik(7)}).status_code == 404


def test_a_new_secret_is_shown_once_after_the_identity_was_checked(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang), applicant(7, "Ani"))
    client, path = sign_in_as(), f"/console/bookings/{code}/secret/"

    asked, unchecked, given = client.get(path), client.post(path), client.post(path, {"is_checked": "on"})

    assert [answer.status_code for answer in (asked, unchecked, given)] == [200, 422, 200]
    secret = given.context["secret"]
    assert secret in given.content.decode() and given["Cache-Control"] == "no-store"
    assert path in client.get(f"/console/bookings/{code}/").content.decode()
    assert booking_of_holder(code=code, secret=secret).name == "Ani"


@pytest.mark.parametrize(("office", "role"), [("bandung", ""), (None, "auditor")])
def test_a_new_secret_is_for_who_may_act_at_the_office(sign_in_as, serang, booked, office, role):
    (code,) = booked(save_slot(serang))
    save_office("bandung")

    assert sign_in_as(office, role).post(f"/console/bookings/{code}/secret/").status_code == 404


def test_a_cancelled_booking_gets_no_new_secret(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang))
    cancel_booking(code=code, key="k", now=NOW, by="test")

    assert sign_in_as().get(f"/console/bookings/{code}/secret/").status_code == 404
    assert "/secret/" not in sign_in_as().get(f"/console/bookings/{code}/").content.decode()


@pytest.mark.parametrize(
    ("path", "home"), [("/console/bookings/x/", "/console/"), ("/en/console/a/b/", "/en/console/")]
)
def test_what_is_not_there_leads_back_to_the_console(sign_in_as, serang, path, home):
    answer = sign_in_as().get(path)

    assert (answer.status_code, answer.templates[0].name) == (404, "console/404.html")
    assert f'<a href="{home}">' in answer.content.decode()


def test_a_booking_shows_the_person_the_visit_and_the_history(sign_in_as, serang, booked):
    slot = save_slot(serang)
    ani = applicant(7, "Ani", born_on=date(1990, 5, 18), phone="+6281234567890", email="ani@example.org")
    first, second = booked(slot, ani, applicant(8, "Budi"), needed_on=date(2020, 10, 1))
    cancel_booking(code=first, key="k", now=NOW, by="test")

    page = sign_in_as().get(f"/console/bookings/{first}/").context["page"]

    visit = "Senin, 14 September 2020 pukul 09.30 WIB"
    now = "Kamis, 10 September 2020 pukul 07.30 WIB"
    assert (page.visitor.name, page.visitor.identity) == ("Ani", "NIK 367301••••••••08")
    assert (page.state, page.is_live, page.visit) == ("Dibatalkan", False, visit)
    assert (page.needed_on, page.born_on) == ("1 Oktober 2020", "18 Mei 1990")
    assert (page.phone, page.email, page.others) == ("+6281234567890", "ani@example.org", (second,))
    assert page.history == (
        Happening("Jadwal kedatangan dibuat", now, visit),
        Happening("Jadwal dibatalkan", now, visit),
    )
    assert page.visitor.warnings == (
        "Kode wilayah pada NIK tidak dikenal: cocokkan dengan KTP.",
        "Tanggal lahir pada NIK lain dari yang diisi: cocokkan dengan KTP.",
    )


def test_every_view_of_a_booking_is_noted_and_no_whole_number_is_shown(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang), applicant(7))

    answer = sign_in_as().get(f"/console/bookings/{code.lower()}/")

    assert nik(7) not in answer.content.decode()
    rows = LedgerRow.objects.filter(action="person.viewed").values_list("subject", "office", "by", "facts")
    assert list(rows) == [(code, "serang", "clerk of serang", {"reason": "booking"})]


def test_a_booking_of_another_office_is_byte_for_byte_one_that_does_not_exist(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang))
    save_office("bandung")
    client = sign_in_as("bandung")

    there = client.get(f"/console/bookings/{code}/")
    BookingStatus.objects.all().delete()
    Booking.objects.all().delete()
    gone = client.get(f"/console/bookings/{code}/")

    assert (there.status_code, there.content, dict(there.headers)) == (404, gone.content, dict(gone.headers))
    assert not LedgerRow.objects.filter(action="person.viewed").exists()


@pytest.mark.parametrize("role", ["directorate", "auditor"])
def test_those_of_every_office_see_a_booking_of_any(sign_in_as, serang, booked, role):
    (code,) = booked(save_slot(serang))

    assert sign_in_as(None, role).get(f"/console/bookings/{code}/").status_code == 200


def test_somebody_who_is_no_longer_staff_is_asked_to_sign_in(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang))
    client = sign_in_as()
    user = client.get(f"/console/bookings/{code}/").wsgi_request.user
    user.is_active = False
    user.save()

    assert client.get(f"/console/bookings/{code}/").status_code == 302
