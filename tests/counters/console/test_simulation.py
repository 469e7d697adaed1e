"""Whether a day's plan holds, as the head of an office reads it."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from serambi.records.codec import to_json
from serambi.records.models import Office
from serambi.records.queries import day_plan
from serambi.rules.simulation.history import VisitHistory
from tests.factories import NOW, means, profile, save_office, save_slot

PAGE = "/console/serang/simulation/"
ON = {"on": "2020-09-14"}


def outcome(answer):
    return answer.context["page"].outcome


def test_a_plan_that_holds_says_so_with_its_figures(sign_in_as, serang):
    answer = sign_in_as().get(PAGE, ON)

    found = outcome(answer)
    assert found.holds
    assert found.verdict.startswith("Rencana ini bertahan: pada 9")
    assert (found.people, answer.context["page"].is_example) == ("100 orang dalam rencana", True)
    assert dict(found.lines)["Orang di dalam"].endswith("batas 80")
    assert dict(found.sources) == {
        "Waktu layanan: Paspor": "15 menit menurut rencana kantor; baru 0 kunjungan selesai, perlu 50",
        "Waktu datang": "menurut perkiraan kami: kunjungan kantor ini belum cukup banyak",
        "Yang tidak hadir": "menurut perkiraan kami: kunjungan kantor ini belum cukup banyak",
    }


def test_a_plan_that_does_not_hold_says_why_in_english(sign_in_as, serang):
    small = to_json(profile(means=means(hall_seats={Decimal(0): 6})))
    Office.objects.update(profile=small)

    found = outcome(sign_in_as().get(f"/en{PAGE}", ON))

    assert not found.holds
    said = r"The plan does not hold, because on [\d.]+% of days people wait outside, as the waiting room holds only 6\."
    assert re.fullmatch(said, found.verdict)


def test_the_charts_are_images_in_words_with_their_numbers_as_tables(sign_in_as, serang):
    answer = sign_in_as().get(PAGE, ON)

    waiting, inside = outcome(answer).charts
    for drawing in (waiting, inside):
        image = ElementTree.fromstring(drawing.svg)
        assert (image.get("role"), len(image[1].text) > 20) == ("img", True)
        table = ElementTree.fromstring(drawing.table)
        assert [row[0].text for row in table.find("tbody")][:2] == ["07.30", "08.00"]
    assert "Batas 80" in inside.svg
    assert "style=" not in waiting.svg + inside.svg


def test_the_offices_own_visits_are_used_and_named(sign_in_as, serang, monkeypatch):
    def history(*, office: str, until_on: date) -> VisitHistory:
        return VisitHistory(until_on, until_on, {"passport": (30.0,) * 60}, (-5.0,) * 60, 0)

    monkeypatch.setattr(day_plan, "visit_history", history)

    found = outcome(sign_in_as().get(PAGE, ON))

    assert (
        dict(found.sources)["Waktu layanan: Paspor"] == "rata-rata 30 menit, dari 60 kunjungan kantor ini yang selesai"
    )
    assert not found.holds
    assert "tidak semua selesai dilayani sampai 30 menit sesudah tutup" in found.verdict


def test_only_those_booked_now_are_played_when_asked(sign_in_as, serang, booked):
    booked(save_slot(serang))
    client = sign_in_as()

    alone = client.get(PAGE, ON | {"people": "booked"})
    wrong = client.get(PAGE, {"on": "2020-02-30", "people": "nobody"})

    assert outcome(alone).people == "1 orang dalam rencana"
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["on", "people"])
    assert wrong.context["page"].on == NOW.date()


def test_a_day_without_service_says_why_it_is_not_played(sign_in_as, serang):
    page = sign_in_as().get(PAGE, {"on": "2020-09-12"}).context["page"]

    assert (page.outcome, page.why_not) == (
        None,
        "Tidak ada orang yang terjadwal atau tidak ada layanan pada hari itu.",
    )


@pytest.mark.parametrize("address", ["/console/serang/capacity/?on=2020-09-14"])
def test_the_capacity_of_a_day_leads_to_it(sign_in_as, serang, address):
    assert f'href="{PAGE}?on=2020-09-14"' in sign_in_as().get(address).content.decode()


def test_another_office_is_not_there(sign_in_as, serang):
    save_office("bandung")

    assert sign_in_as().get("/console/bandung/simulation/").status_code == 404
