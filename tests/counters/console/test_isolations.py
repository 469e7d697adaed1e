"""Teams in isolation in the console: who may, the preview, the effect with its reason, and the end."""

from datetime import date

import pytest

from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Obligation, Office, Slot, TeamIsolation
from serambi.records.queries.rota import isolations_of
from tests.factories import NOW, THE_DAY
from tests.procedures.orders import UNTIL
from tests.procedures.rotas import MONDAY, fill_passport, keep

PAGE = "/console/serang/isolations/"
TWO_DAYS = {"team": "paspor-1", "from_on": "2020-09-14", "last_on": "2020-09-15"}


@pytest.fixture
def planned(serang) -> Office:
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    keep(days=4)
    return serang


@pytest.fixture
def head(planned, sign_in_as):
    return sign_in_as(role="office_head")


def places_on(on: date) -> int:
    return sum(Slot.objects.filter(office_day__on=on, group="passport").values_list("planned_places", flat=True))


def test_preview_then_isolate_then_end(head):
    fill_passport(MONDAY)

    preview = head.post(f"{PAGE}preview/", TWO_DAYS)

    part = preview.context["part"]
    assert (preview.status_code, places_on(MONDAY), TeamIsolation.objects.count()) == (200, 100, 0)
    assert part.days == (("Senin, 14 September 2020", 100, 60), ("Selasa, 15 September 2020", 100, 60))
    assert (part.people, part.groups) == (40, (("Paspor", 40),))

    done = head.post(PAGE, TWO_DAYS)

    (row,) = isolations_of(office="serang")
    assert (done.status_code, done["Location"], places_on(MONDAY)) == (302, PAGE, 60)
    assert Obligation.objects.filter(cause=f"isolated {row.code}").count() == 40
    line = head.get(PAGE).context["page"].lines[0]
    assert (line.team, line.period, line.state) == (
        "paspor-1",
        "14 September 2020 sampai 15 September 2020",
        "mulai 14 September 2020",
    )
    assert (line.displaced, line.can_end) == (40, True)

    ended = head.post(f"{PAGE}{row.code}/ending/")

    assert (ended.status_code, places_on(MONDAY)) == (302, 100)
    line = head.get(PAGE).context["page"].lines[0]
    assert (line.period, line.state, line.can_end) == ("tidak sehari pun", "diakhiri lebih awal", False)


def test_the_capacity_says_that_the_counters_bind_and_why(head, client):
    head.post(PAGE, TWO_DAYS)

    shown = head.get("/console/serang/capacity/", {"on": "2020-09-14"}).content.decode()
    told = client.get("/api/v1/offices/serang/capacity", {"on": "2020-09-14"}).json()["slots"][0]

    said = "Tim paspor-1 diisolasi sampai 15 September 2020."
    assert said in shown and PAGE in shown
    assert (told["binding"], told["places"]) == ("counters", 4)
    assert said in told["reasons"]["counters"]["id"]
    assert "Team paspor-1 is in isolation until 15 September 2020." in told["reasons"]["counters"]["en"]


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}preview/"])
@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"team": "paspor-9"}, "team", "Pilih tim dari daftar."),
        ({"last_on": "2020-09-13"}, "last_on", "Hari terakhir tidak boleh sebelum hari pertama."),
        ({"from_on": "9999-12-31"}, "from_on", "Pilih tahun antara 1900 dan 2199."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(head, address, changes, field, error):
    answer = head.post(address, TWO_DAYS | changes)

    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [error])
    assert TeamIsolation.objects.count() == 0


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}preview/"])
def test_what_is_refused_is_said(head, address):
    answer = head.post(address, TWO_DAYS | {"from_on": "2020-09-01", "last_on": "2020-09-09"})

    assert (answer.status_code, answer.context["told"]) == (409, "Hari terakhir isolasi sudah lewat.")


def test_without_a_rota_the_page_says_what_to_do(serang, sign_in_as):
    shown = sign_in_as(role="office_head").get(PAGE)

    assert shown.context["page"].has_teams is False
    assert "serambi rota serang … --keep" in shown.content.decode()


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_those_who_sign_no_orders_isolate_nobody(planned, sign_in_as, role):
    client = sign_in_as(role=role)

    answers = [client.get(PAGE), client.post(PAGE, TWO_DAYS), client.post(f"{PAGE}preview/", TWO_DAYS)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert PAGE not in client.get("/console/serang/capacity/").content.decode()
