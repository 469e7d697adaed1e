"""The public page of figures, the page of a decline, and the files."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from serambi.counters.portal.pages.figure_chart import month_chart
from serambi.rules.figures import Measure
from serambi.rules.spans import month_after, read_span
from tests.counters.portal.walking import texts_of
from tests.factories import NOW, save_office
from tests.figures import save_history
from tests.stories.visiting import Visit

AT = "/serang/figures/"
DECLINE = f"{AT}decline/?period=2020-08&weighting=none"


@pytest.fixture(autouse=True)
def at_the_day(monkeypatch):
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((NOW - datetime.now(UTC)).total_seconds()))


@pytest.fixture
def serang(transactional_db):
    """Serang's months from 2018 on: 2,100 applicants each until February 2020, 189 since, and one month of four."""
    office = save_office()
    months = [month_after(read_span("2018").from_on, number) for number in range(32)]
    counts = [4 if f"{on:%Y-%m}" == "2020-05" else 2100 if f"{on:%Y-%m}" < "2020-03" else 189 for on in months]
    spans = [read_span(f"{on:%Y-%m}") for on in months]
    save_history(office, zip(spans, counts, strict=True))
    save_history(office, [(spans[-1], 160)], Measure.ISSUED)
    return office


def test_the_page_tells_the_last_month_and_shows_each_as_a_table(serang):
    page = texts_of(Client().get(AT))

    assert "Pemohon (paspor) di Kantor Imigrasi Serang, Agustus 2020: 189 orang. Dasarnya masa yang sama" in page
    assert "Agustus 2020 * 189 160" in page
    assert "Mei 2020 * –" in page
    assert "Grafik kolom dari Januari 2018 sampai Agustus 2020: paling banyak 2.100, paling sedikit 189" in page


def test_the_page_speaks_english_too(serang):
    page = texts_of(Client().get(f"/en{AT}"))

    assert "Applicants (passports) at Kantor Imigrasi Serang, August 2020: 189 people. The base is the same" in page
    assert "Applicants by service, August 2020" in page


def test_an_office_without_figures_says_so(transactional_db):
    save_office()

    assert "Belum ada bulan yang selesai dengan angka." in texts_of(Client().get(AT))


def test_every_printed_sentence_leads_to_a_page_that_works_it_out_again(serang):
    page = Client().get(f"/en{AT}").content.decode()
    address = page.partition('href="/en/serang/figures/decline/?')[2].partition('"')[0].replace("&amp;", "&")
    sentence = page.partition('<div class="panel"><p>')[2].partition("</p>")[0]

    again = Client().get(f"/en/serang/figures/decline/?{address}")

    assert (
        address == "period=2020-08&baseline=same-month-last-year&measure=applied&weighting=working-days&group=passport"
    )
    assert again.status_code == 200
    assert f'<div class="panel"><p>{sentence}</p>' in again.content.decode()
    assert "Base August 2019 2,100 22 2,200" in texts_of(again)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("&claimed=-91.0", "−91% is right as a plain change (−91%); per working day it is −90.6%."),
        ("&weighting=working-days&claimed=-91,0", "−91% is right as a plain change (−91%); per working day it is"),
        (
            "&printed=14635&printed_base=31264&printed_claim=-53,2",
            "−53.2% is right: worked out again it is −53.2% as a plain change.",
        ),
        (
            "&printed=4906&printed_base=9000&printed_claim=-50",
            "−50% is wrong: worked out again it is −45.5% as a plain change, 4.5 points",
        ),
    ],
)
def test_a_printed_percentage_is_checked(serang, question, said):
    answer = Client().get(f"/en{DECLINE}{question}")

    assert answer.status_code == 200
    assert said in texts_of(answer)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("&claimed=-166", "-166% is impossible: nothing can fall by more than 100%. Worked out again it is -91.0%."),
        (
            "&printed=14635&printed_base=31264&printed_claim=-166.3",
            "is impossible: nothing can fall by more than 100%.",
        ),
        ("&printed=1&printed_base=0&printed_claim=-5", "Write a base above zero and a later number"),
        ("&printed=1&printed_base=many&printed_claim=-5", "Write a number, such as 90 or -52.8."),
        ("&period=2020-05", "Some figures of that period are not published"),
        ("&period=soon", "Write the period as a year, a month, a day"),
        ("&measure=luck", "Select a valid choice."),
    ],
)
def test_what_cannot_be_told_says_why_at_its_field(serang, question, said):
    answer = Client().get(f"/en{DECLINE}{question}")

    assert answer.status_code == 422
    assert said in texts_of(answer)


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "Karena kuota berubah −4,5 poin Karena pemakaian kuota berubah −86,5 poin"),
        ("/en", "Because the quota changed −4.5 points Because the use of the quota changed −86.5 points"),
    ],
)
def test_the_parts_of_a_decline_are_points(serang, prefix, said):
    assert said in texts_of(Client().get(f"{prefix}{DECLINE}"))


def test_the_open_data_describes_its_own_files(serang):
    client = Client()

    package = client.get(f"{AT}datapackage.json").json()
    catalogue = json.loads(client.get(f"{AT}dcat.jsonld").content)
    lines = list(csv.DictReader(io.StringIO(client.get(AT + package["resources"][0]["path"]).content.decode())))

    assert [each["path"] for each in package["resources"]] == ["months.csv", "days.csv"]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    fields = [field["name"] for field in package["resources"][0]["schema"]["fields"]]
    assert list(lines[0]) == fields
    assert [file["dcat:downloadURL"]["@id"] for file in catalogue["dcat:distribution"]] == [
        "http://testserver/serang/figures/months.csv",
        "http://testserver/serang/figures/days.csv",
    ]
    assert client.get(f"{AT}figures.json").json()["figures"][0]["on"] == "2018-01-01"
    assert client.get(f"{AT}days.csv").content.decode().splitlines() == [",".join(fields)]


def test_the_files_hold_what_the_package_says_of_them(serang):
    client = Client()
    package = client.get(f"{AT}datapackage.json").json()

    for resource in package["resources"]:
        text = client.get(AT + resource["path"]).content.decode()
        lines = list(csv.DictReader(io.StringIO(text)))
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert text.splitlines()[0] == ",".join(fields)
        assert all(READ[fields[name]["type"]](value) for line in lines for name, value in line.items() if value)
        assert {line["measure"] for line in lines} <= set(fields["measure"]["constraints"]["enum"])
        keys = [tuple(line[name] for name in resource["schema"]["primaryKey"]) for line in lines]
        assert len(keys) == len(set(keys))


READ = {
    "string": str,
    "date": date.fromisoformat,
    "integer": re.compile(r"[0-9]+").fullmatch,
    "boolean": {"true": "yes", "false": "no"}.get,
}
"""What each type of a field reads; nothing where it cannot."""


def test_a_promise_is_told_as_a_share_and_of_a_few_late_ones_only_that_they_are_few(transactional_db):
    office = save_office()
    for month, issued, kept in (("2020-06", 100, 80), ("2020-07", 200, 197), ("2020-08", 100, 5)):
        save_history(office, [(read_span(month), issued)], Measure.ISSUED)
        save_history(office, [(read_span(month), kept)], Measure.PROMISE_KEPT)

    page = texts_of(Client().get(f"/en{AT}"))

    assert "August 2020 * 100 – 2,100" in page
    assert "July 2020 * 200 ≥ 95% 2,300" in page
    assert "June 2020 * 100 80% (80) 2,200" in page
    figures = Client().get(f"{AT}figures.json").json()["figures"]
    told = {each["on"]: each["count"] for each in figures if each["measure"] == "promise-kept"}
    assert told == {"2020-06-01": 80, "2020-07-01": None, "2020-08-01": None}


def test_a_chart_marks_what_is_kept_back_and_reaches_its_highest_line():
    months = [(month_after(read_span("2020").from_on, number), count) for number, count in enumerate([400, None, 100])]

    chart = month_chart("title", "description", months)

    assert [column.is_kept for column in chart.columns] == [False, True, False]
    assert [column.y for column in chart.columns] == [12, 162, 127.5]
    assert [line.text for line in chart.lines] == ["0", "100", "200", "300", "400"]


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_are_within_everybodys_reach(serang, live_server, request, width, prefix):
    visit = Visit(request.getfixturevalue(width), live_server.url, prefix)

    for path in (AT, DECLINE + "&claimed=-90", DECLINE + "&claimed=-166"):
        visit.open(path)
        assert visit.page.locator("script").count() == 0
