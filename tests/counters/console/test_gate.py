"""The gate: what a scan does, what it asks for first, and that it does nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client

from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.steps.hall import lock_hall
from serambi.records.models import Booking, GateEvent, HallDay, Visit
from tests.factories import NOW, THE_DAY, means, order_text, save_office, save_regions, save_slot

GATE = "/console/hall/gate/"
FEVER_LIMIT = 'topic = "max_temperature_c"\nvalue = 37.5'
LOOKS = 400
"""At the locks of the database, a twentieth of a second apart."""


@pytest.fixture
def serang(transactional_db, story_day):
    save_regions()
    return save_office("serang", means=means(hall_seats={Decimal(0): 4}))


@pytest.fixture
def code(serang, booked) -> str:
    """A booking at 08:00; it is 07:30."""
    return booked(save_slot(serang, on=THE_DAY, at=time(8)))[0]


@pytest.fixture
def fever_limit(serang):
    enact_instrument(text=order_text("SE-1", FEVER_LIMIT), file="order.toml", now=NOW, by="direktur")


def scan(client, code: str = "", **changes: str):
    """Press Enter with the form as the page gives it; the answer is the page after that."""
    page = client.get(GATE)
    key = page.context["form"].initial["key"]
    return client.post(GATE, {"code": code, "passage": "enter", "key": key} | changes, follow=True)


def result(answer) -> tuple[str, str]:
    shown = answer.context["page"].result
    return shown.kind, shown.ticket


def wait_until_two_stand_at_a_lock() -> None:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        for _ in range(LOOKS):
            cursor.execute("SELECT pg_sleep(0.05), pg_stat_clear_snapshot()")
            cursor.execute(asked)
            if cursor.fetchone() == (2,):
                return
    raise AssertionError("the two forms never met")


def test_a_scan_lets_in_and_the_ticket_lets_out(sign_in_as, code):
    client = sign_in_as()

    entered = scan(client, code, companions="2")
    inside = HallDay.objects.get().inside
    left = scan(client, "b1")

    assert result(entered) == ("in", "B-001")
    assert inside == 3
    assert result(left) == ("out", "B-001")
    assert HallDay.objects.get().inside == 0


@pytest.mark.parametrize("scanned", ["{plain}", "https://serambi.example/console/hall/gate/?code={plain}"])
def test_a_scan_may_be_typed_in_any_way_or_be_an_address(sign_in_as, code, scanned):
    plain = code.replace("-", "").lower()

    assert result(scan(sign_in_as(), scanned.format(plain=plain))) == ("in", "B-001")


def test_an_address_with_a_code_fills_the_form_and_changes_nothing(sign_in_as, code):
    answer = sign_in_as().get(GATE, {"code": code})

    assert answer.context["form"]["code"].value() == code
    assert (Visit.objects.count(), GateEvent.objects.count()) == (0, 0)


def test_the_same_form_again_lets_nobody_in_twice(sign_in_as, serang):
    client = sign_in_as()
    key = client.get(GATE).context["form"].initial["key"]
    sent = {"passage": "elderly", "key": key}

    answers = [client.post(GATE, sent, follow=True) for _ in range(2)]

    assert [result(answer) for answer in answers] == [("in", "P-001")] * 2
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("passage", ["elderly", "enter"])
def test_a_double_click_whose_two_forms_arrive_at_once_lets_one_in(sign_in_as, code, passage):
    client = sign_in_as()
    key = client.get(GATE).context["form"].initial["key"]
    sent = {"code": code if passage == "enter" else "", "passage": passage, "key": key}
    both_have_come = Barrier(2)

    def click(_: int) -> tuple[str, str]:
        browser = Client()
        browser.cookies = client.cookies
        both_have_come.wait()
        try:
            return result(browser.post(GATE, sent, follow=True))
        finally:
            connection.close()

    # Both read the session while neither has written it: the hall is held until both stand at the database.
    with ThreadPoolExecutor(2) as pool, transaction.atomic():
        lock_hall("serang", NOW)
        answers = pool.map(click, range(2))
        wait_until_two_stand_at_a_lock()

    ticket = "P-001" if passage == "elderly" else "B-001"
    assert list(answers) == [("in", ticket)] * 2
    assert (Visit.objects.count(), HallDay.objects.get().inside) == (1, 1)


def test_while_a_limit_holds_the_temperature_is_asked_for_before_anything_is_written(sign_in_as, code, fever_limit):
    client = sign_in_as()

    asked = scan(client, code)
    told = asked.context["form"].errors
    entered = scan(client, code, temperature_c="36,4")

    assert (asked.status_code, list(told)) == (422, ["temperature_c"])
    assert result(entered) == ("in", "B-001")
    assert GateEvent.objects.count() == 1
    assert Visit.objects.get().temperature_c == Decimal("36.4")


def measured_first(answer) -> dict[str, str]:
    """What a page that asks for a second measurement keeps of the first."""
    form = answer.context["form"]
    return {name: form[name].value() for name in ("code", "key", "first_c", "first_code")}


def test_above_the_limit_is_measured_again_with_the_value_shown_before_anything_is_written(
    sign_in_as, code, fever_limit
):
    asked = scan(sign_in_as(), code, temperature_c="38,1")

    form = asked.context["form"]
    assert asked.status_code == 422
    assert form.errors["temperature_c"] == [
        "Terukur 38,1 °C, di atas batas 37,5 °C. Ukur sekali lagi dan isi hasilnya; bila tetap di atas batas, "
        "orang ini tidak masuk dan waktu lain dicarikan."
    ]
    shown = [form[name].value() for name in ("temperature_c", "first_c", "code", "first_code")]
    assert shown == ["", "38.1", code, code]
    assert (GateEvent.objects.count(), Booking.objects.get().state) == (0, "confirmed")


def test_a_second_measurement_that_is_cool_lets_in(sign_in_as, code, fever_limit):
    client = sign_in_as()
    asked = scan(client, code, temperature_c="39,6")

    entered = scan(client, **measured_first(asked), temperature_c="36,9")

    assert result(entered) == ("in", "B-001")
    assert Visit.objects.get().temperature_c == Decimal("36.9")


def test_a_first_measurement_counts_for_its_own_person_only(sign_in_as, code, fever_limit):
    client = sign_in_as()
    other = measured_first(scan(client, "2345-6789-ABCM", temperature_c="38"))

    asked = scan(client, **(other | {"code": code}), temperature_c="38")

    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["temperature_c"])
    assert Booking.objects.get().state == "confirmed"


@pytest.mark.parametrize("typed", ["381", "", "warm"])
def test_a_second_measurement_that_cannot_be_meant_is_said_and_the_first_is_kept(sign_in_as, code, fever_limit, typed):
    client = sign_in_as()
    first = measured_first(scan(client, code, temperature_c="38"))

    again = scan(client, **first, temperature_c=typed)

    assert (again.status_code, list(again.context["form"].errors)) == (422, ["temperature_c"])
    assert measured_first(again) == first
    assert Booking.objects.get().state == "confirmed"


def test_who_comes_without_a_booking_is_measured_twice_too(sign_in_as, serang, fever_limit):
    client = sign_in_as()
    asked = scan(client, passage="elderly", temperature_c="38")

    refused = scan(client, **measured_first(asked), passage="elderly", temperature_c="38")

    assert (asked.status_code, result(refused)) == (422, ("refused", ""))
    assert [event.reason for event in GateEvent.objects.all()] == ["visitor.too_warm"]


def test_too_warm_is_told_what_happens_now(sign_in_as, code, fever_limit):
    client = sign_in_as()
    first = measured_first(scan(client, code, temperature_c="37,6"))

    answer = scan(client, **first, temperature_c="38")

    shown = answer.context["page"].result
    assert (shown.kind, shown.detail) == ("refused", "Suhu 38 °C, di atas batas 37,5 °C.")
    assert "kode bookingnya tetap" in shown.todo
    assert Booking.objects.get().state != "confirmed"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_who_is_too_warm_and_has_no_booking_is_booked_another_day_from_there(sign_in_as, serang, fever_limit, prefix):
    client = sign_in_as()
    first = measured_first(scan(client, passage="elderly", temperature_c="38"))
    scan(client, **first, passage="elderly", temperature_c="38")

    answer = client.get(f"{prefix}{GATE}")

    shown = answer.context["page"].result
    day = "13 September 2020"
    assert (shown.kind, shown.may_book, day in shown.todo) == ("refused", True, True)
    assert f'href="{prefix}/serang/book/"' in answer.content.decode()
    assert client.get(f"{prefix}/serang/book/", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2345-6789-ABCM", "Tidak ada jadwal dengan kode itu di kantor ini."),
        ("nonsense", "Tidak ada jadwal dengan kode itu di kantor ini."),
        ("B-077", "Tiket itu tidak ada hari ini. Periksa lagi nomornya."),
    ],
)
def test_what_is_unknown_is_refused_in_plain_words(sign_in_as, code, typed, said):
    assert scan(sign_in_as(), typed).context["page"].result.detail == said


def test_who_is_inside_already_is_named_by_their_ticket_and_may_leave_by_code(sign_in_as, code):
    client = sign_in_as()
    scan(client, code)

    again = scan(client, code)
    left = scan(client, code, passage="leave")

    shown = again.context["page"].result
    assert (shown.headline, shown.ticket, shown.may_leave) == ("Sudah masuk", "B-001", True)
    assert result(left) == ("out", "B-001")


def test_at_an_exit_the_same_code_lets_out(sign_in_as, code):
    client = sign_in_as()
    scan(client, code)
    page = client.get(f"{GATE}?way=out")
    key = page.context["form"].initial["key"]

    left = client.post(f"{GATE}?way=out", {"code": code, "passage": "leave", "key": key}, follow=True)

    # Enter presses the first button of a form.
    first = page.content.decode().split('name="passage" value="')[1]
    assert first.startswith("leave")
    assert result(left) == ("out", "B-001")
    assert left.context["is_exit"]


def test_a_full_hall_lets_nobody_in(sign_in_as, code):
    client = sign_in_as()
    scan(client, passage="elderly", companions="3")

    full = scan(client, code)

    shown = full.context["page"].result
    assert (shown.headline, shown.todo) == (
        "Tunggu di luar",
        "Kedatangannya sudah dicatat: jadwal dan gilirannya tetap. Pindai lagi begitu ada yang keluar.",
    )
    assert HallDay.objects.get().inside == 4


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "code"),
        ({"code": "2345-6789-ABCM", "passage": "elderly"}, "code"),
        ({"passage": "elderly", "companions": "5"}, "companions"),
        ({"passage": "elderly", "temperature_c": "warm"}, "temperature_c"),
        ({"passage": "elderly", "temperature_c": "365"}, "temperature_c"),
        ({"passage": "elderly", "temperature_c": "NaN"}, "temperature_c"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(sign_in_as, serang, sent, field):
    answer = scan(sign_in_as(), **sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert GateEvent.objects.count() == 0


def test_kinds_that_need_a_booking_today_have_no_button(sign_in_as, serang):
    walk_in = order_text("SE-2", 'topic = "walk_in"\nvalue = ["lost"]')
    enact_instrument(text=walk_in, file="order.toml", now=NOW, by="direktur")

    page = sign_in_as().get(GATE).context["page"]

    assert [kind.code for kind in page.others] == ["lost"]
    assert [kind.code for kind in page.priority] == ["elderly", "disabled", "under-five", "pregnant", "sick"]


def test_the_directorate_has_no_gate(sign_in_as, serang):
    assert sign_in_as(None).get(GATE).status_code == 404


def test_closing_asks_to_look_through_the_room_and_then_names_who_is_missing(sign_in_as, serang):
    client = sign_in_as()
    scan(client, passage="elderly")

    refused = client.post("/console/hall/closing/")
    closed = client.post("/console/hall/closing/", {"looked": "yes"}, follow=True)
    again = client.post("/console/hall/closing/", {"looked": "yes"})

    assert (refused.status_code, again.status_code) == (422, 409)
    page = closed.context["page"]
    assert ([each.ticket for each in page.missing], page.closed, page.hall.inside) == (["P-001"], "07.30 WIB", 0)
    assert datetime.now(UTC) == NOW


def test_a_closed_hall_lets_nobody_in_until_it_is_reopened_with_a_reason(sign_in_as, code):
    client = sign_in_as()
    scan(client, passage="elderly")
    client.post("/console/hall/closing/", {"looked": "yes"})

    refused = scan(client, code)
    nameless = client.post("/console/hall/closing/reopening/", {"reason": " "})
    reopened = client.post("/console/hall/closing/reopening/", {"reason": "salah tekan"}, follow=True)
    twice = client.post("/console/hall/closing/reopening/", {"reason": "salah tekan"})
    entered = scan(client, code)

    shown = refused.context["page"].result
    assert (shown.headline, shown.detail, shown.todo) == (
        "Sudah ditutup",
        "Ruang tunggu sudah ditutup hari ini, jadi tidak ada lagi yang dapat masuk. Bantu memesan hari lain.",
        "Bila ditutup terlalu awal, buka kembali di Penutupan.",
    )
    assert (nameless.status_code, list(nameless.context["form"].errors)) == (422, ["reason"])
    assert (reopened.context["page"].closed, reopened.context["page"].hall.inside) == ("", 1)
    assert (twice.status_code, twice.context["told"]) == (409, "Ruang tunggu tidak sedang ditutup.")
    assert result(entered) == ("in", "B-002")


def test_only_the_gate_may_use_the_camera(sign_in_as, serang):
    client = sign_in_as()

    gate, hall = client.get(GATE), client.get("/console/hall/")

    assert "camera=(self)" in gate["Permissions-Policy"]
    assert "camera=()" in hall["Permissions-Policy"]
