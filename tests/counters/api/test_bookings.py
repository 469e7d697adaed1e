"""The calls about bookings: whole answers, every refusal in the form of RFC 9457."""

import html
import json
from datetime import date, time

import pytest
import time_machine

from serambi.counters.api.schemas.bookings import EXAMPLE
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.codec import to_json
from serambi.records.models import Booking, LedgerRow, RequestKey, ServiceRow, Slot
from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Document, Text
from serambi.rules.codes import read_secret
from serambi.rules.instrument import Mode
from tests.factories import NOW, nik, save_office, save_slot, service

SLOT_UNKNOWN = "Waktu itu tidak ada pada jadwal. Waktu yang masih ada: GET /api/v1/offices/{office}/slots"

pytestmark = pytest.mark.django_db(transaction=True)

NOT_FOUND = {
    "type": "/api/v1/docs#booking.not_found",
    "title": "Tidak ditemukan",
    "status": 404,
    "detail": "Kode atau kunci tidak cocok. Periksa lagi keduanya.",
    "code": "booking.not_found",
}


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(NOW, tick=False):
        yield


def person(number: int = 1, **changes) -> dict:
    return {"name": "Ani", "identity": {"kind": "nik", "number": nik(number)}, "born_on": "1990-05-17"} | changes


def asked(slot: str, *people: dict, **changes) -> dict:
    body = {"office": "serang", "service": "passport-new", "slot": slot, "purpose": "tourism"}
    return body | {"people": people or [person()]} | changes


def post(client, path: str, body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = "" if body is None else json.dumps(body)
    return client.post(f"/api/v1{path}", content, content_type="application/json", headers=named)


def book(client, body: dict, key: str = "key-1", **headers):
    return post(client, "/bookings", body, Idempotency_Key=key, **headers)


def booked(client, slot: str) -> dict:
    (one,) = book(client, asked(slot), key=f"key for {slot}").json()["bookings"]
    return one


def problem(code: str, status: int, title: str, detail: str, **more) -> dict:
    found = {"type": f"/api/v1/docs#{code}", "title": title, "status": status, "detail": detail, "code": code}
    return found | more


def said(answer) -> tuple[int, str, dict]:
    return answer.status_code, answer["Content-Type"], answer.json()


# POST /bookings


def test_book_answers_code_secret_and_start(client):
    slot = save_slot(save_office())

    answer = book(client, asked(slot.code))

    (one,) = answer.json()["bookings"]
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert one == {
        "code": Booking.objects.get().code,
        "secret": one["secret"],
        "slot": slot.code,
        "start_at": "2020-09-14T02:30:00Z",
        "documents": [],
    }
    assert read_secret(one["secret"].lower()) == one["secret"]


def test_book_lists_the_documents_of_the_service_for_the_purpose_on_the_day(client):
    def document(code: str, **changes) -> Document:
        values = {"name": Text(code, code), "condition": None, "purposes": frozenset(), "source": "", "confidence": ""}
        return Document(code=code, **(values | changes))

    slot = save_slot(save_office())
    documents = (
        document("ktp"),
        document("letter", purposes=frozenset({"umrah"})),
        document("ticket", purposes=frozenset({"tourism"}), condition=Text("bila ada", "if there is one")),
        document("old", asked_until=date(2020, 9, 14)),
        document("new", asked_from=date(2020, 9, 14)),
    )
    ServiceRow.objects.update(entry=to_json(service(documents=documents)))

    (one,) = book(client, asked(slot.code)).json()["bookings"]

    assert one["documents"] == [
        {"code": "ktp", "name": {"id": "ktp", "en": "ktp"}, "condition": None},
        {
            "code": "ticket",
            "name": {"id": "ticket", "en": "ticket"},
            "condition": {"id": "bila ada", "en": "if there is one"},
        },
        {"code": "new", "name": {"id": "new", "en": "new"}, "condition": None},
    ]


def test_book_with_the_same_key_gives_the_same_answer_with_200(client):
    slot = save_slot(save_office())

    first, again = book(client, asked(slot.code)), book(client, asked(slot.code))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Slot.objects.get().taken == 1


def test_book_a_party_keeps_the_order_of_its_people(client):
    slot = save_slot(save_office())

    answer = book(client, asked(slot.code, person(1), person(2, name="Budi"), needed_on="2020-10-01"))

    first, second = answer.json()["bookings"]
    rows = [
        client.get(f"/api/v1/bookings/{one['code']}", headers={"Booking-Secret": one["secret"]}).json()
        for one in (first, second)
    ]
    assert [row["name"] for row in rows] == ["Ani", "Budi"]
    assert rows[0]["party"] == rows[1]["party"] == sorted([first["code"], second["code"]])
    assert [row["needed_on"] for row in rows] == ["2020-10-01", "2020-10-01"]


def test_book_reads_names_numbers_and_telephones_as_people_write_them(client):
    slot = save_slot(save_office())
    dotted = ".".join(nik(1)[start : start + 4] for start in range(0, 16, 4))
    typed = person(1, name="  Ani   Lestari ", identity={"kind": "nik", "number": dotted}, phone="0812 3456 7890")

    (one,) = book(client, asked(slot.code, typed)).json()["bookings"]

    kept = client.get(f"/api/v1/bookings/{one['code']}", headers={"Booking-Secret": one["secret"]}).json()
    assert (kept["name"], kept["identity"]) == ("Ani Lestari", "367301••••••••02")


def test_book_a_full_slot_is_a_conflict_and_says_so_in_the_language_asked_for(client):
    slot = save_slot(save_office(), places=1)

    answer = book(client, asked(slot.code, person(1), person(2)), Accept_Language="en-GB,id;q=0.5")

    assert said(answer) == (
        409,
        "application/problem+json",
        problem(
            "slot.full",
            409,
            "Cannot be done now",
            "Only 1 place is left at that time. Choose another time, or fewer people.",
            field="slot",
            facts={"free": 1, "asked": 2},
        ),
    )
    assert (answer["Content-Language"], answer["Vary"]) == ("en", "Accept-Language")


def conflict(code: str, detail: str, field: str) -> dict:
    return problem(code, 409, "Tidak dapat dilakukan sekarang", detail, field=field)


def wrong(code: str, detail: str, field: str, **more) -> dict:
    return problem(code, 422, "Ada isian yang perlu diperbaiki", detail, field=field, **more)


def test_book_in_the_past_is_a_conflict(client):
    slot = save_slot(save_office(), on=NOW.date(), at=time(7, 30))

    answer = book(client, asked(slot.code))

    assert answer.json() == conflict("slot.past", "Waktu itu sudah lewat. Pilih waktu lain.", "slot")


def test_book_on_a_closed_day_is_a_conflict(client):
    slot = save_slot(save_office(), day={"is_open": False})

    answer = book(client, asked(slot.code))

    detail = "Kantor ditutup pada hari itu atas perintah Direktorat Jenderal Imigrasi."
    assert answer.json() == conflict("office.closed", detail, "slot")


def test_book_what_can_wait_on_a_day_for_urgent_needs_is_a_conflict(client):
    slot = save_slot(save_office(), day={"mode": Mode.URGENT_ONLY})

    answer = book(client, asked(slot.code))

    detail = "Pada hari itu kantor hanya melayani keperluan mendesak."
    assert answer.json() == conflict("service.urgent_only", detail, "slot")


def test_book_somebody_with_a_live_booking_is_a_conflict(client):
    slot = save_slot(save_office())
    book(client, asked(slot.code))

    answer = book(client, asked(slot.code), key="key-2")

    detail = (
        "Nomor identitas ini masih memiliki jadwal kunjungan lain. Pindahkan atau batalkan jadwal itu lebih dahulu."
    )
    assert answer.json() == conflict("person.already_booked", detail, "people.0.identity.number")


def test_book_an_urgent_place_without_urgency_names_the_field(client):
    slot = save_slot(save_office(), contingent=Contingent.URGENT)

    answer = book(client, asked(slot.code))

    detail = "Tempat itu disediakan untuk keperluan mendesak. Sebutkan alasannya, atau pilih waktu lain."
    assert answer.json() == wrong("urgency.required", detail, "urgency")


def test_book_an_impossible_identity_number_names_the_field(client):
    slot = save_slot(save_office())

    answer = book(client, asked(slot.code, person(identity={"kind": "nik", "number": "123"})))

    detail = "NIK terdiri dari 16 angka. Periksa lagi angka pada KTP atau Kartu Keluarga."
    assert answer.json() == wrong("identity.invalid", detail, "people.0.identity.number", facts={"reason": "length"})


def test_book_an_unknown_slot_names_the_field(client):
    save_office()

    answer = book(client, asked("serang-passport-general-20300101T0730"))

    assert answer.json() == wrong("slot.unknown", SLOT_UNKNOWN, "slot")


@pytest.mark.parametrize(
    ("changes", "code", "field", "detail"),
    [
        (
            {"office": "nowhere"},
            "office.unknown",
            "office",
            "Kantor itu tidak ada. Semua kode kantor: GET /api/v1/offices",
        ),
        (
            {"service": "nothing"},
            "service.unknown",
            "service",
            "Layanan itu tidak ada. Semua kode layanan: GET /api/v1/services",
        ),
    ],
)
def test_book_at_an_unknown_office_or_service_is_not_found(client, changes, code, field, detail):
    slot = save_slot(save_office())

    answer = book(client, asked(slot.code, **changes))

    assert answer.json() == problem(code, 404, "Tidak ditemukan", detail, field=field)


def test_book_with_a_key_of_another_request_is_refused(client):
    slot = save_slot(save_office())
    book(client, asked(slot.code))

    answer = book(client, asked(slot.code, person(2)))

    detail = (
        "Idempotency-Key ini sudah dipakai untuk permintaan dengan isi lain. "
        "Pakai kunci baru untuk permintaan yang diubah."
    )
    assert answer.json() == wrong("key.reused", detail, "Idempotency-Key")


def test_book_again_after_a_refusal_takes_a_new_key(client):
    slot = save_slot(save_office())

    refused, same_key, new_key = (
        book(client, asked(slot.code, purpose="picnic")),
        book(client, asked(slot.code)),
        book(client, asked(slot.code), key="key-2"),
    )

    detail = "Keperluan itu tidak ada, atau bukan untuk layanan ini. Keperluan tiap layanan: GET /api/v1/services"
    assert refused.json() == wrong("purpose.unknown", detail, "purpose")
    assert (same_key.json()["code"], new_key.status_code) == ("key.reused", 201)


def test_the_example_of_the_description_is_confirmed_as_it_stands(client):
    slot = save_slot(save_office())

    answer = book(client, EXAMPLE)
    page = client.get("/api/v1/docs").content.decode()

    assert (answer.status_code, answer.json()["bookings"][0]["slot"]) == (201, slot.code)
    assert json.loads(html.unescape(page).split("-d '")[1].split("'</pre>")[0]) == EXAMPLE


def test_book_of_a_wrong_shape_names_every_field_and_writes_nothing(client):
    slot = save_slot(save_office())
    people = [person(born_on="17-05-1990"), person(name="Ani\u0000"), person(identity={"kind": "ktp", "number": 5})]
    body = asked(slot.code, *people, urgency="boredom", purpose=None, colour="green")

    answer = post(client, "/bookings", body)

    required, shape, choice = "Wajib diisi.", "Bentuknya tidak sesuai.", "Bukan salah satu pilihan."
    text = "Harus berupa teks."
    assert said(answer) == (
        422,
        "application/problem+json",
        problem(
            "input.invalid",
            422,
            "Ada isian yang perlu diperbaiki",
            "Beberapa isian tidak dapat dibaca; semuanya disebut pada errors. Tidak ada yang disimpan.",
            errors=[
                {"field": "purpose", "code": "string_type", "detail": text},
                {"field": "urgency", "code": "literal_error", "detail": choice},
                {"field": "people.0.born_on", "code": "value_error", "detail": shape},
                {"field": "people.1.name", "code": "string_pattern_mismatch", "detail": shape},
                {"field": "people.2.identity.kind", "code": "literal_error", "detail": choice},
                {"field": "people.2.identity.number", "code": "string_type", "detail": text},
                {"field": "colour", "code": "extra_forbidden", "detail": "Isian ini tidak dikenal."},
                {"field": "Idempotency-Key", "code": "missing", "detail": required},
            ],
        ),
    )
    assert (RequestKey.objects.count(), LedgerRow.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["Ani \ud800", "Ani\u0000", "\udfff"])
def test_book_a_name_that_cannot_be_kept_is_wrong_input(client, name):
    slot = save_slot(save_office())

    answer = book(client, asked(slot.code, person(name=name)))

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "people.0.name")


@pytest.mark.parametrize("people", [[], [person(number) for number in range(1, 7)]])
def test_book_for_nobody_or_for_six_is_wrong_input(client, people):
    slot = save_slot(save_office())

    answer = book(client, {**asked(slot.code), "people": people})

    assert [error["field"] for error in answer.json()["errors"]] == ["people"]


@pytest.mark.parametrize("content", ["", "{", "[" * 5000, b"\xff\xfe", "9" * 5000])
def test_book_with_a_body_that_is_no_json_is_wrong_input(client, content):
    headers = {"Idempotency-Key": "key-1"}

    answer = client.post("/api/v1/bookings", content, content_type="application/json", headers=headers)

    assert answer.status_code == 422
    assert answer.json()["code"] in ("body.unreadable", "input.invalid")


def test_a_body_over_64_kb_is_too_large(client):
    answer = book(client, {"office": "x" * 65_536})

    assert said(answer) == (
        413,
        "application/problem+json",
        problem("body.too_large", 413, "Terlalu besar", "Isi permintaan paling besar 64 kB.", facts={"most_kb": 64}),
    )


def test_a_body_of_unstated_length_is_asked_for_its_length(client):
    answer = book(client, {}, Transfer_Encoding="chunked")

    detail = "Sebut panjang isi permintaan dengan Content-Length."
    assert answer.json() == problem("body.length_unknown", 411, "Panjangnya tidak disebut", detail)


@pytest.mark.parametrize(
    ("raised", "code", "detail"),
    [
        (Busy, "busy", "Layanan sedang sibuk dan tidak ada yang disimpan. Kirim lagi permintaan yang sama."),
        (
            OutcomeUnknown,
            "outcome.unknown",
            "Belum pasti apakah permintaan ini tersimpan. Kirim lagi dengan Idempotency-Key yang sama; "
            "jawabannya pasti.",
        ),
    ],
)
def test_book_without_a_certain_answer_says_when_and_how_to_try_again(client, monkeypatch, raised, code, detail):
    def fail(**arguments):
        raise raised

    slot = save_slot(save_office())
    monkeypatch.setattr("serambi.counters.common.together.book_visits", fail)

    answer = book(client, asked(slot.code))

    assert (answer["Retry-After"], answer.json()) == ("1", problem(code, 503, "Coba lagi", detail))


# GET /bookings/{code}


def test_show_answers_the_booking_with_a_masked_identity(client):
    slot = save_slot(save_office())
    one = booked(client, slot.code)

    answer = client.get(f"/api/v1/bookings/{one['code'].lower()}", headers={"Booking-Secret": one["secret"]})

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json() == {
        "code": one["code"],
        "state": "confirmed",
        "is_live": True,
        "office": "serang",
        "service": "passport-new",
        "purpose": "tourism",
        "urgency": None,
        "needed_on": None,
        "slot": slot.code,
        "start_at": "2020-09-14T02:30:00Z",
        "minutes": 30,
        "offer": None,
        "position": None,
        "name": "Ani",
        "identity": "367301••••••••02",
        "party": [one["code"]],
        "history": [{"event": "confirmed", "at": "2020-09-10T00:30:00Z", "start_at": "2020-09-14T02:30:00Z"}],
    }


def test_not_yours_and_not_existing_are_alike_to_the_byte(client):
    one = booked(client, save_slot(save_office()).code)

    def answers(method, path: str, body=None):
        wrong_secret = method(f"/bookings/{one['code']}{path}", body, Booking_Secret="x" * 22)
        not_there = method(f"/bookings/2222-2222-2222{path}", body, Booking_Secret=one["secret"])
        return [(answer.status_code, dict(answer.headers), answer.content) for answer in (wrong_secret, not_there)]

    def get(path, body, Booking_Secret):
        return client.get(f"/api/v1{path}", headers={"Booking-Secret": Booking_Secret})

    def send(path, body, Booking_Secret):
        return post(client, path, body, Booking_Secret=Booking_Secret)

    for yours, nobodys in (
        answers(get, ""),
        answers(send, "/move", {"slot": "serang-passport-general-20200914T0930"}),
        answers(send, "/cancellation"),
    ):
        assert yours == nobodys
        assert (yours[0], json.loads(yours[2])) == (404, NOT_FOUND)


def test_show_without_the_secret_names_the_header(client):
    answer = client.get("/api/v1/bookings/2222-2222-2222")

    assert answer.json()["errors"] == [{"field": "Booking-Secret", "code": "missing", "detail": "Wajib diisi."}]


# POST /bookings/{code}/move and /cancellation


def test_move_answers_the_booking_in_its_new_slot(client):
    office = save_office()
    old, new = save_slot(office), save_slot(office, at=time(10, 0))
    one = booked(client, old.code)

    answer = post(client, f"/bookings/{one['code']}/move", {"slot": new.code}, Booking_Secret=one["secret"])

    assert answer.status_code == 200
    assert (answer.json()["slot"], answer.json()["start_at"]) == (new.code, "2020-09-14T03:00:00Z")
    assert [status["event"] for status in answer.json()["history"]] == ["confirmed", "moved"]


def test_move_twice_with_one_key_is_done_once(client):
    office = save_office()
    old, new = save_slot(office), save_slot(office, at=time(10, 0))
    one = booked(client, old.code)
    path, headers = f"/bookings/{one['code']}/move", {"Booking_Secret": one["secret"], "Idempotency_Key": "move-1"}

    first = post(client, path, {"slot": new.code}, **headers)
    again = post(client, path, {"slot": new.code}, **headers)

    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())


def test_move_to_the_same_slot_is_a_conflict(client):
    slot = save_slot(save_office())
    one = booked(client, slot.code)

    answer = post(client, f"/bookings/{one['code']}/move", {"slot": slot.code}, Booking_Secret=one["secret"])

    detail = "Ini jadwal Anda yang sekarang. Pilih waktu lain, atau biarkan tetap."
    assert answer.json() == conflict("slot.same", detail, "slot")


def test_move_on_the_day_of_the_visit_is_too_late(client):
    office = save_office()
    today, new = save_slot(office, on=NOW.date()), save_slot(office)
    one = booked(client, today.code)

    answer = post(client, f"/bookings/{one['code']}/move", {"slot": new.code}, Booking_Secret=one["secret"])

    assert answer.json() == problem(
        "booking.too_late",
        409,
        "Tidak dapat dilakukan sekarang",
        "Jadwal hanya dapat dipindahkan sampai 1 hari sebelum kunjungan.",
        facts={"days_before": 1},
    )


def test_cancel_answers_the_booking_without_its_place(client):
    one = booked(client, save_slot(save_office()).code)

    answer = post(client, f"/bookings/{one['code']}/cancellation", Booking_Secret=one["secret"])

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["is_live"]) == ("cancelled", False)


def test_cancel_twice_is_a_conflict_without_a_key_and_the_same_answer_with_one(client):
    one = booked(client, save_slot(save_office()).code)
    path, secret = f"/bookings/{one['code']}/cancellation", one["secret"]

    first = post(client, path, Booking_Secret=secret, Idempotency_Key="cancel-1")
    with_key = post(client, path, Booking_Secret=secret, Idempotency_Key="cancel-1")
    without = post(client, path, Booking_Secret=secret)

    assert (first.status_code, with_key.status_code, first.json()) == (200, 200, with_key.json())
    assert without.json() == problem(
        "booking.not_live", 409, "Tidak dapat dilakukan sekarang", "Jadwal ini sudah dibatalkan."
    )
