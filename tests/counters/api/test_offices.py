"""The calls about offices: whole answers, and every refusal."""

from datetime import date, time

import pytest
import time_machine

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.load_policy import load_policy
from serambi.records.models import PublicHoliday, Region, Slot
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode
from tests.factories import NOW, order_text, save_office, save_regions, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

NO_OFFICE = {
    "type": "/api/v1/docs#office.unknown",
    "title": "Tidak ditemukan",
    "status": 404,
    "detail": "Kantor itu tidak ada. Semua kode kantor: GET /api/v1/offices",
    "code": "office.unknown",
    "field": "office",
}


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(NOW, tick=False):
        yield


def get(client, path: str, **parameters):
    return client.get(f"/api/v1{path}", parameters)


def free(slot: Slot, places: int = 5, contingent: str = "general") -> dict:
    start_at = slot.start_at.isoformat().replace("+00:00", "Z")
    return {"slot": slot.code, "start_at": start_at, "minutes": 30, "free": places, "contingent": contingent}


def test_offices_are_listed_with_their_province(client):
    Region.objects.create(code="36", name="Banten", kind="province")
    save_office("tangerang")
    save_office("serang")

    answer = get(client, "/offices")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=300")
    assert answer.json() == [
        {"code": code, "name": f"Kantor Imigrasi {code.title()}", "province": "Banten", "time_zone": "Asia/Jakarta"}
        for code in ("serang", "tangerang")
    ]


def test_office_shows_its_state_of_today(client):
    save_slot(save_office())

    answer = get(client, "/offices/serang")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=30")
    assert answer.json() == {
        "code": "serang",
        "name": "Kantor Imigrasi Serang",
        "office_class": "I",
        "address": "",
        "hours_note": "",
        "time_zone": "Asia/Jakarta",
        "seat_region": "36.73",
        "served_regions": ["36.73"],
        "is_example": True,
        "today": {
            "on": "2020-09-10",
            "open": True,
            "mode": "all",
            "working_day": True,
            "why": None,
            "last_service_at": None,
            "zone": None,
            "restrictions": [],
            "next_free_on": {"passport": "2020-09-14"},
        },
    }


def test_regime_of_the_serang_day_names_who_decided_and_whom_they_overruled(client):
    load_policy(policy=read_policy(POLICY_FOLDER), now=NOW, by="test")

    answer = get(client, "/offices/serang/regime", on="2020-09-10").json()

    assert {name: answer[name] for name in ("open", "mode", "staff_share", "quota_share", "last_service_at")} == {
        "open": True,
        "mode": "all",
        "staff_share": 0.25,
        "quota_share": 0.5,
        "last_service_at": "14:00",
    }
    assert (answer["zone"], answer["assessment"]["score"], answer["restrictions"]) == ("orange", 2.05, ["psbb"])
    se_58 = {"instrument": "SE-MENPANRB-58-2020", "short_name": "SE 58"}
    assert answer["because"]["staff_share"] == {
        **se_58,
        "clause": 2,
        "value": 0.25,
        "also": [],
        "overruled": [
            {**se_58, "clause": 1, "value": 0.0},
            {"instrument": "SE-MENPANRB-67-2020", "short_name": "SE 67", "clause": 3, "value": 0.5},
        ],
    }
    assert answer["because"]["last_service_at"] == {
        "instrument": "SE-IMI-GR.01.01-0946-2020",
        "short_name": "SE 0946",
        "clause": answer["because"]["last_service_at"]["clause"],
        "value": "14:00",
        "also": [],
        "overruled": [],
    }
    before, spring = (get(client, "/offices/serang/regime", on=on).json() for on in ("2020-09-09", "2020-04-01"))
    assert (before["staff_share"], spring["mode"]) == (0.5, "urgent_only")


def test_regime_names_every_order_whose_word_adds_up(client):
    save_regions()
    save_office()
    for number in ("A", "B"):
        advice = f'topic = "advice"\nvalue = {{ id = "{number}", en = "{number}" }}'
        enact_instrument(text=order_text(number, advice), file="order.toml", now=NOW, by="direktur")

    because = get(client, "/offices/serang/regime").json()["because"]["advice"]

    named = {because["instrument"], *(ruling["instrument"] for ruling in because["also"])}
    assert (named, because["overruled"]) == ({"A", "B"}, [])
    assert all(set(ruling) == {"instrument", "short_name", "clause", "value"} for ruling in because["also"])


def test_regime_without_any_order_is_open_and_unlimited(client):
    save_office()

    answer = get(client, "/offices/serang/regime")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=30")
    assert answer.json() == {
        "office": "serang",
        "on": "2020-09-10",
        "known_at": "2020-09-10T00:30:00Z",
        "working_day": True,
        "why": None,
        "open": True,
        "mode": "all",
        "staff_share": 1.0,
        "quota_share": 1.0,
        "last_service_at": None,
        "distance_m": None,
        "max_temperature_c": None,
        "walk_in": None,
        "advice": [],
        "permit_deadlines": [],
        "zone": None,
        "assessment": None,
        "restrictions": [],
        "because": {},
    }


def test_regime_asks_what_was_known_then(client):
    load_policy(policy=read_policy(POLICY_FOLDER), now=NOW, by="test")

    then = get(client, "/offices/serang/regime", on="2020-09-10", known_at="2020-03-01T00:00:00+07:00").json()

    assert (then["known_at"], then["staff_share"], then["because"]) == ("2020-02-29T17:00:00Z", 1.0, {})


def test_regime_says_why_a_day_is_not_worked(client):
    save_office()
    PublicHoliday.objects.create(on=date(2020, 12, 25), name_id="Hari Raya Natal", name_en="Christmas Day")

    answers = [get(client, "/offices/serang/regime", on=on).json() for on in ("2020-12-25", "2020-09-12")]

    assert [(answer["working_day"], answer["why"]) for answer in answers] == [
        (False, {"id": "Hari Raya Natal", "en": "Christmas Day"}),
        (False, {"id": "Akhir pekan", "en": "Weekend"}),
    ]


@pytest.mark.parametrize("path", ["", "/regime", "/capacity", "/slots?service=passport-new"])
@pytest.mark.parametrize("office", ["nowhere", "%00", "SERANG", "x" * 60])
def test_an_unknown_office_is_not_found(client, path, office):
    answer = client.get(f"/api/v1/offices/{office}{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json() == NO_OFFICE


@pytest.mark.parametrize("on", ["tomorrow", "20200910", "1599696000", "2020-02-30", "0001-01-01", "9999-12-31", "\x00"])
def test_a_day_that_cannot_be_read_names_the_field(client, on):
    answer = get(client, "/offices/serang/regime", on=on, known_at="2020-09-10T07:30")

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["on", "known_at"]


def test_capacity_gives_every_slot_with_its_bounds_and_what_is_taken(client):
    office = save_office()
    save_slot(office)
    save_slot(office, contingent=Contingent.URGENT)
    Slot.objects.update(taken=1)

    answer = get(client, "/offices/serang/capacity", on="2020-09-14")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=2")
    whole = answer.json()
    slots = whole.pop("slots")
    assert whole == {
        "office": "serang",
        "on": "2020-09-14",
        "known_at": "2020-09-10T00:30:00Z",
        "is_example": True,
        "working_day": True,
        "why": None,
        "places": 100,
    }
    assert (len(slots), sum(slot["places"] for slot in slots)) == (15, 100)
    assert slots[4] == {
        "start_at": "2020-09-14T02:30:00Z",
        "minutes": 30,
        "group": "passport",
        "places": 7,
        "by_contingent": {"general": 6, "urgent": 1},
        "taken": 2,
        "binding": "quota",
        "bounds": {"quota": 7, "counters": 8, "hall": 40, "back_office": 32},
        "reasons": {
            "quota": {
                "id": "Kuota: 7 tempat dari 100 sehari (100\N{NO-BREAK SPACE}% dari kuota biasa, 100).",
                "en": "Quota: 7 places out of 100 a day (100% of the normal quota of 100).",
            },
            **{bound: slots[4]["reasons"][bound] for bound in ("counters", "hall", "back_office")},
        },
    }


def test_capacity_of_a_day_off_has_no_slots_and_says_why(client):
    save_office()

    answer = get(client, "/offices/serang/capacity", on="2020-09-12").json()

    assert (answer["places"], answer["slots"], answer["why"]) == (0, [], {"id": "Akhir pekan", "en": "Weekend"})


def test_slots_lists_free_places_of_the_coming_fortnight(client):
    office = save_office()
    inside, last, outside = (save_slot(office, on=date(2020, 9, day)) for day in (11, 23, 24))
    full = save_slot(office, on=date(2020, 9, 14))
    Slot.objects.filter(pk=full.pk).update(taken=5)

    answer = get(client, "/offices/serang/slots", service="passport-new")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=2")
    assert answer.json() == [free(inside), free(last)]
    later = {"service": "passport-new", "from": "2020-09-24", "until": "2020-09-25"}
    assert get(client, "/offices/serang/slots", **later).json() == [free(outside)]


def test_slots_shows_urgent_places_only_when_asked(client):
    office = save_office()
    general, urgent = save_slot(office), save_slot(office, contingent=Contingent.URGENT)
    only_urgent = save_slot(office, on=date(2020, 9, 15), day={"mode": Mode.URGENT_ONLY})

    plain = get(client, "/offices/serang/slots", service="passport-new").json()
    asked = get(client, "/offices/serang/slots", service="passport-new", urgency="medical").json()

    assert plain == [free(general)]
    assert asked == [free(general), free(urgent, contingent="urgent")]
    assert only_urgent.code not in [slot["slot"] for slot in plain + asked]


def test_slots_of_today_that_have_begun_are_not_listed(client):
    office = save_office()
    save_slot(office, on=NOW.date(), at=time(7, 30))
    later = save_slot(office, on=NOW.date(), at=time(8, 0))

    assert get(client, "/offices/serang/slots", service="passport-new").json() == [free(later)]


def test_slots_of_an_unknown_service_is_not_found(client):
    save_office()

    answer = get(client, "/offices/serang/slots", service="nothing")

    assert (answer.status_code, answer.json()) == (
        404,
        {
            "type": "/api/v1/docs#service.unknown",
            "title": "Tidak ditemukan",
            "status": 404,
            "detail": "Layanan itu tidak ada. Semua kode layanan: GET /api/v1/services",
            "code": "service.unknown",
            "field": "service",
        },
    )


@pytest.mark.parametrize(
    ("until", "code", "more"),
    [
        ("2020-09-10", "period.empty", {"detail": "Hari terakhir harus sesudah hari pertama."}),
        (
            "2021-01-01",
            "period.too_long",
            {"detail": "Jangka waktu paling lama 92 hari.", "facts": {"most": 92}},
        ),
    ],
)
def test_slots_of_an_odd_period_names_the_field(client, until, code, more):
    save_office()

    answer = get(client, "/offices/serang/slots", service="passport-new", **{"from": "2020-09-10"}, until=until)

    assert (answer.status_code, answer.json()) == (
        422,
        {
            "type": f"/api/v1/docs#{code}",
            "title": "Ada isian yang perlu diperbaiki",
            "status": 422,
            "code": code,
            "field": "until",
            **more,
        },
    )


def test_slots_without_a_service_and_with_an_unknown_urgency_names_both(client):
    answer = get(client, "/offices/serang/slots", urgency="boredom")

    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
        ("service", "missing"),
        ("urgency", "literal_error"),
    ]


def test_slots_asks_the_database_as_often_for_three_slots_as_for_one(client, django_assert_num_queries):
    office = save_office()
    save_slot(office)
    with django_assert_num_queries(2):
        get(client, "/offices/serang/slots", service="passport-new")

    for day in (15, 16):
        save_slot(office, on=date(2020, 9, day))

    with django_assert_num_queries(2):
        get(client, "/offices/serang/slots", service="passport-new")
