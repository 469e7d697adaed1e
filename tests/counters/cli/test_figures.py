"""Past years taken in, figures shown and declines told on the command line."""

import json
from datetime import date

import pytest
import time_machine

from serambi.counters.cli import main
from serambi.records.models import HistoryFigure, LedgerRow, Office
from tests.counters.cli.test_commands import rows, run
from tests.factories import NOW, save_office
from tests.figures import at, save_booking

pytestmark = pytest.mark.django_db(transaction=True)
HEADING = "office,service,measure,period,count,source\n"
SERANG = (
    HEADING
    + "serang,passport-new,applied,2019-08,2100,buku register\n"
    + "serang,passport-new,applied,2019-07-01,100,buku register\n"
    + "serang,passport-new,applied,2020-08,189,buku register\n"
)


@pytest.fixture(autouse=True)
def story_day(monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def taken(capsys, tmp_path):
    """Serang with its past years; gives the file."""
    save_office()
    file = tmp_path / "history.csv"
    file.write_text(SERANG)
    assert run(capsys, "import-history", str(file)) == (main.DONE, "3 lines; 3 new or changed\n", "")
    return file


def test_history_is_taken_in_once_and_corrected_by_a_later_file(capsys, taken):
    again = run(capsys, "import-history", str(taken))
    taken.write_text(SERANG.replace(",189,", ",190,"))
    corrected = run(capsys, "import-history", str(taken))

    assert again == (main.DONE, "3 lines; 0 new or changed\n", "")
    assert corrected == (main.DONE, "3 lines; 1 new or changed\n", "")
    assert sorted(HistoryFigure.objects.values_list("from_on", "count")) == [
        (date(2019, 7, 1), 100),
        (date(2019, 8, 1), 2100),
        (date(2020, 8, 1), 190),
    ]
    assert LedgerRow.objects.filter(action="history.imported").count() == 2


def test_every_bad_line_is_told_with_its_number_and_reason_and_nothing_is_taken_in(capsys, tmp_path):
    save_booking(save_office(), ("confirmed", at(date(2020, 9, 1))))
    file = tmp_path / "history.csv"
    bad = [
        "serang,passport-new,applied,2019-08,2100,register",
        "atlantis,passport-new,applied,2019-08,1,register",
        "serang,passport-old,waiting,2019-08,1,register",
        "serang,passport-new,applied,2019,1,register",
        "serang,passport-new,applied,2019-07,-1,register",
        "serang,passport-new,applied,2019-08,7,register",
        "serang,passport-new,applied,2019-08-03,7,register",
        "serang,passport-new,issued,2020-09,7,register",
        "serang,passport-new,applied,2020-09-02,7,register",
        "serang,passport-new",
    ]
    file.write_text(HEADING + "\n".join(bad) + "\n")

    code, out, err = run(capsys, "import-history", str(file))

    assert (code, out) == (main.REFUSED, "")
    assert err.splitlines() == [
        "history.csv:3: office has an unknown value atlantis",
        "history.csv:4: measure has an unknown value waiting",
        "history.csv:4: service has an unknown value passport-old",
        "history.csv:5: period must be a day as 2019-09-10 or a month as 2019-09, not 2019",
        "history.csv:6: count must be a whole number, not -1",
        "history.csv:7: serang passport-new applied 2019-08 is already on line 2",
        "history.csv:8: serang passport-new applied 2019-08-03 lies in a month that has a line of its own",
        "history.csv:9: 2020-09 is not over yet",
        "history.csv:10: applied of serang is counted from its own events since 2020-09-01",
        "history.csv:11: 2 fields where 6 are due",
        "policy.faults: The policy files hold faults; nothing was loaded.",
        "  faults: 10",
    ]
    assert not HistoryFigure.objects.exists()


def test_a_month_may_not_come_as_a_whole_and_by_its_days(capsys, taken):
    taken.write_text(HEADING + "serang,passport-new,applied,2019-08-05,7,register\n")

    code, _, err = run(capsys, "import-history", str(taken))

    assert code == main.REFUSED
    assert err.splitlines()[0].startswith("history.counted_twice: 2019-08: applied of passport-new at serang")
    assert HistoryFigure.objects.count() == 3


def test_figures_show_history_and_events_by_month_and_by_day(capsys, taken):
    save_booking(HistoryFigure.objects.first().office, ("confirmed", at(date(2020, 9, 9))))

    by_month = run(capsys, "figures", "serang", "--from", "2019-01-01", "--until", "2020-10-01", "--csv")
    by_day = run(capsys, "figures", "serang", "--from", "2020-09-01", "--until", "2020-10-01", "--by", "day", "--json")
    shown = run(capsys, "figures", "serang", "--from", "2019-07-01", "--until", "2019-08-01")

    assert by_month[1].splitlines() == [
        "on,group,service,measure,count,imported",
        "2019-07-01,passport,passport-new,applied,100,true",
        "2019-08-01,passport,passport-new,applied,2100,true",
        "2020-08-01,passport,passport-new,applied,189,true",
        "2020-09-01,passport,passport-new,applied,1,false",
        "2020-09-01,passport,passport-new,booked,1,false",
    ]
    one = {"on": "2020-09-09", "group": "passport", "service": "passport-new", "count": 1, "imported": False}
    assert json.loads(by_day[1]) == {
        "office": "serang",
        "by": "day",
        "figures": [one | {"measure": "applied"}, one | {"measure": "booked"}],
    }
    assert rows(shown[1])[-1] == ["July 2019", "passport-new", "Applicants", "100", "history"]


def test_a_decline_states_its_base_and_weighs_working_days(capsys, taken):
    code, out, _ = run(capsys, "decline", "serang", "--period", "2020-08", "--claimed=-90")

    # 22 working days in August 2019 and 21 in August 2020 when no holiday is known.
    assert (code, out) == (
        main.DONE,
        "Applicants (passports) at Kantor Imigrasi Serang, August 2020: 189 people. The base is the same period of the "
        "year before, August 2019: 2,100 people. Per working day the change is −90.6%, from 95.5 to 9 (95% sure: "
        "−91.9% to −89%). The quota stayed at 100 per working day; all of the change comes from how much of it was "
        "used. This office's quota is an example figure.\n"
        "−90% is wrong: worked out again it is −90.6% per working day, 0.6 points off; −91% as a plain change, 1 "
        "points off.\n",
    )


PLAIN = "−91% is right as a plain change (−91%); per working day it is −90.6%."
PER_DAY = "−90.6% is right per working day (−90.6%); as a plain change it is −91%."


@pytest.mark.parametrize("weighting", ["working-days", "none"])
@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("-91.0", PLAIN),
        ("-90.6", PER_DAY),
        ("-91", "−91% is right: worked out again it is "),
        ("-89.0", "−89% is wrong: worked out again it is "),
    ],
)
def test_a_claim_is_judged_alike_whichever_weighting_was_asked_for(capsys, taken, weighting, claimed, said):
    words = ["decline", "serang", "--period", "2020-08", "--weighting", weighting, f"--claimed={claimed}"]

    assert run(capsys, *words)[1].splitlines()[1].startswith(said)


def test_stretches_of_unequal_length_have_no_plain_change(capsys, taken):
    words = ["--period", "2020-08", "--baseline", "2019-07-15..2019-09-01", "--claimed=-86.1"]

    assert run(capsys, "decline", "serang", *words)[1].splitlines()[1] == (
        "−86.1% is right per day (−86.1%); per working day it is −85%."
    )


def test_without_a_base_it_is_said_what_to_do(capsys, taken):
    err = run(capsys, "decline", "serang", "--period", "2020-08", "--baseline", "2018-08")[2]

    assert "Choose another base;" in err and "serambi import-history" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2019-08-01", "--until", "2019-08-31"], "no figures by month for 1 August 2019 to 30 August 2019."),
        (["--from", "2018-08-01", "--until", "2018-09-01"], "no figures by month for August 2018."),
        (["--from", "2019-08-01", "--until", "2019-09-01", "--by", "day"], "no figures by day for August 2019."),
    ],
)
def test_a_period_without_figures_says_so_and_what_to_do(capsys, taken, words, said):
    code, out, _ = run(capsys, "figures", "serang", *words)

    assert code == main.DONE
    assert out.startswith(f"There are {said}")
    assert ("--by month" if "day" in words else "--until is not included") in out and "import-history" in out


def test_an_impossible_claim_is_refused_with_what_it_comes_to(capsys, taken):
    found = run(capsys, "decline", "serang", "--period", "2020-08", "--weighting", "none", "--claimed=-166")

    said = (
        "decline.impossible: -166% is impossible: nothing can fall by more than 100%. Worked out again it is -91.0%.\n"
    )
    assert found == (main.REFUSED, "", said + "  claimed: -166\n  recomputed: -91.0\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--period", "august"], "period.unreadable"),
        (["--period", "2020-08", "--baseline", "spring"], "baseline.unreadable"),
        (["--period", "2020-08", "--group", "permits"], "group.unknown"),
        (["--period", "2021-01"], "decline.not_begun"),
        (["--period", "2020-08-08..2020-08-10"], "decline.no_units"),
        (["--period", "2020-08", "--baseline", "2018-08"], "decline.no_base"),
        (["--period", "2005"], "decline.no_base"),
        (["--period", "2000-01-01..2019-01-01"], "period.too_long"),
        (["--period", "2020-08", "--claimed", "much"], "number.unreadable"),
    ],
)
def test_what_cannot_be_told_is_refused(capsys, taken, words, code):
    ended, out, err = run(capsys, "decline", "serang", *words)

    assert (ended, out, err.splitlines()[0].partition(": ")[0]) == (main.REFUSED, "", code)


def test_json_carries_the_sentence_in_both_languages_and_the_data(capsys, taken):
    words = ["decline", "serang", "--period", "2020-08", "--weighting", "none", "--json"]

    answer = json.loads(run(capsys, *words)[1])

    assert answer["sentence"].keys() == {"id", "en"} and "Dasarnya masa yang sama" in answer["sentence"]["id"]
    assert (answer["value"], answer["baseline_value"], answer["change_pct"]) == (189, 2100.0, -91.0)
    assert answer["data"]["baseline"] == [{"span": "2019-08", "count": 2100, "working_days": 22, "quota": 2200}]


def test_counting_anew_by_hand(capsys):
    save_booking(save_office(), ("confirmed", at(date(2020, 9, 9))))

    first, second = run(capsys, "roll-up"), run(capsys, "roll-up", "--rebuild")

    assert first == (main.DONE, "2 figures changed, counted from the first event on\n", "")
    assert second == (main.DONE, "0 figures changed, counted from the first event on\n", "")


def test_offices_provinces_and_the_country_are_shown_side_by_side(capsys, taken):
    shown, table = run(capsys, "nation"), run(capsys, "nation", "--csv")
    answer = json.loads(run(capsys, "nation", "--json")[1])

    sums = {
        "applied": 189,
        "before": 2100,
        "change_pct": -90.6,
        "quota": 2100,
        "use_pct": 9.0,
        "issued": 0,
        "promised": 0,
        "promise_kept": 0,
        "promise_kept_pct": None,
        "overdue": 0,
    }
    place = {"office": "serang", "province": "36", "state": "all", "zone": None}
    assert answer == {
        "month": "2020-08",
        "offices": [place | sums],
        "provinces": [{"province": "36"} | sums],
        "nation": sums,
    }
    assert table[1].splitlines() == [
        "office,province,state,zone,applied,before,change_pct,quota,use_pct,issued,promised,promise_kept,promise_kept_pct,overdue",
        "serang,36,all,,189,2100,-90.6,2100,9.0,0,0,0,,0",
        ",36,,,189,2100,-90.6,2100,9.0,0,0,0,,0",
        ",Indonesia,,,189,2100,-90.6,2100,9.0,0,0,0,,0",
    ]
    assert rows(shown[1])[-1] == [
        "All of Indonesia",
        "",
        "",
        "9% (189 of 2,100)",
        "none issued with a promise",
        "−90.6% from 2,100",
    ]


def test_what_an_import_covers_is_told_by_the_roll_up(capsys, taken):
    save_booking(Office.objects.get(), ("confirmed", at(date(2020, 8, 9))))

    code, out, err = run(capsys, "roll-up", "--rebuild")

    assert (code, out) == (main.DONE, "1 figures changed, counted from the first event on\n")
    assert err == (
        "applied of serang: 1 people by events between 2020-08-09 and 2020-08-09 are not added, an import covers their "
        "days\n"
    )
