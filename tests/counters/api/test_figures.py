"""Published figures and declines for programs."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from serambi.rules.spans import read_span
from tests.factories import NOW, save_office
from tests.figures import save_history

COUNTS = {"2019-08": 2100, "2020-07": 4, "2020-08": 189, "2020-09-01": 50}


@pytest.fixture(autouse=True)
def at_the_day(monkeypatch):
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((NOW - datetime.now(UTC)).total_seconds()))


@pytest.fixture
def api(transactional_db) -> Client:
    save_history(save_office(), [(read_span(span), count) for span, count in COUNTS.items()])
    return Client()


def line(on: str, count: int | None, service: str | None = None) -> dict:
    return {
        "on": on,
        "group": "passport",
        "service": service,
        "measure": "applied",
        "count": count,
        "kept_back": count is None,
        "imported": True,
    }


def test_months_that_are_over_are_published_and_small_ones_kept_back(api):
    answer = api.get("/api/v1/offices/serang/figures?from=2020-01-01")

    assert answer.json() == {
        "office": "serang",
        "by": "month",
        "figures": [
            line("2020-07-01", None),
            line("2020-07-01", None, "passport-new"),
            line("2020-08-01", 189),
            line("2020-08-01", 189, "passport-new"),
        ],
    }


def test_the_same_comes_as_csv(api):
    answer = api.get("/api/v1/offices/serang/figures.csv?from=2020-01-01&until=2020-08-01")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "on,group,service,measure,count,kept_back,imported",
        "2020-07-01,passport,,applied,,true,true",
        "2020-07-01,passport,passport-new,applied,,true,true",
    ]


def test_days_of_a_month_known_as_a_whole_are_not_published(api):
    assert api.get("/api/v1/offices/serang/figures?by=day").json()["figures"] == []


def test_a_decline_is_told_with_all_that_makes_it_up(api):
    answer = api.get("/api/v1/offices/serang/decline?period=2020-08&weighting=none&claimed=-90").json()

    assert answer["sentence"]["en"].startswith(
        "Applicants (passports) at Kantor Imigrasi Serang, August 2020: 189 people."
    )
    assert answer["interval"].pop("method").startswith("exact interval")
    assert answer["claim"].pop("sentence") == {
        "id": "−90\N{NO-BREAK SPACE}% tidak cocok: dihitung ulang hasilnya −91\N{NO-BREAK SPACE}% sebagai perubahan "
        "apa adanya, selisih 1 poin; −90,6\N{NO-BREAK SPACE}% per hari kerja, selisih 0,6 poin.",
        "en": "−90% is wrong: worked out again it is −91% as a plain change, 1 points off; −90.6% per working day, 0.6 "
        "points off.",
    }
    del answer["sentence"]
    assert answer == {
        "office": "serang",
        "period": "2020-08",
        "baseline": "same-month-last-year",
        "measure": "applied",
        "weighting": "none",
        "group": "passport",
        "value": 189,
        "baseline_value": 2100.0,
        "unit": "months",
        "value_per_unit": 189.0,
        "baseline_per_unit": 2100.0,
        "change_pct": -91.0,
        "interval": {"low_pct": -92.3, "high_pct": -89.6, "confidence": 0.95},
        "quota_cut_pct": -4.5,
        "unused_quota_pct": -86.5,
        "quota_is_example": True,
        "data": {
            "period": {"span": "2020-08", "count": 189, "working_days": 21, "quota": 2100},
            "baseline": [{"span": "2019-08", "count": 2100, "working_days": 22, "quota": 2200}],
        },
        "page": "/serang/figures/decline/?period=2020-08&baseline=same-month-last-year&measure=applied"
        "&weighting=none&group=passport",
        "claim": {
            "claimed_pct": -90.0,
            "recomputed_pct": -91.0,
            "points_off": 1.0,
            "agrees": False,
            "readings": [
                {"per": None, "recomputed_pct": -91.0, "points_off": 1.0, "agrees": False},
                {"per": "working-days", "recomputed_pct": -90.6, "points_off": 0.6, "agrees": False},
            ],
        },
    }


def test_a_claim_that_is_right_with_the_other_weighting_is_right(api):
    claim = api.get("/api/v1/offices/serang/decline?period=2020-08&claimed=-91.0").json()["claim"]

    assert (claim["agrees"], claim["recomputed_pct"]) == (True, -90.6)
    assert [(reading["per"], reading["agrees"]) for reading in claim["readings"]] == [
        ("working-days", False),
        (None, True),
    ]
    assert claim["sentence"]["en"] == "−91% is right as a plain change (−91%); per working day it is −90.6%."


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        ("", 422, "input.invalid"),
        ("period=summer", 422, "period.unreadable"),
        ("period=2020-08&baseline=summer", 422, "baseline.unreadable"),
        ("period=2020-08&measure=waiting", 422, "measure.not_compared"),
        ("period=2020-08&weighting=much", 422, "weighting.unknown"),
        ("period=2020-08&group=permit", 422, "group.unknown"),
        ("period=2020-08&claimed=-166", 422, "decline.impossible"),
        ("period=2020-08&claimed=much", 422, "input.invalid"),
        ("period=2020-07", 422, "figures.not_published"),
        ("period=2020-09", 422, "figures.not_published"),
        ("period=2020-08&baseline=previous-period", 422, "figures.not_published"),
    ],
)
def test_what_cannot_be_told_says_why(api, question, status, code):
    answer = api.get(f"/api/v1/offices/serang/decline?{question}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_office_that_is_not_there_has_no_figures(api):
    for path in ("figures", "figures.csv", "decline?period=2020-08"):
        answer = api.get(f"/api/v1/offices/atlantis/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "office.unknown")


def test_nothing_of_a_month_still_running_is_published(api):
    figures = api.get("/api/v1/offices/serang/figures").json()["figures"]

    assert max(each["on"] for each in figures) == str(date(2020, 8, 1))
