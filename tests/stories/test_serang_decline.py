"""What the head of the office said in September 2020, worked out from counts and the orders on record."""

from datetime import UTC, datetime

import pytest
import time_machine

from serambi.counters.cli import main

HISTORY = """\
office,service,measure,period,count,source
serang,passport-new,applied,2019-09,2100,"100 a day (antarafoto.com 1271697) on 21 working days"
serang,passport-new,applied,2020-09,198,"8 to 10 a day (antarafoto.com 1271697) on 22 working days"
"""


@pytest.mark.django_db(transaction=True)
def test_serang_fell_by_91_percent_and_the_orders_explain_50_of_it(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    file = tmp_path / "serang.csv"
    file.write_text(HISTORY)
    with time_machine.travel(datetime(2020, 10, 5, 1, tzinfo=UTC), tick=False):
        for words in (["load"], ["import-history", str(file)]):
            assert main.run(["serambi", *words, "--verbosity=0"]) == main.DONE
        capsys.readouterr()

        assert main.run(["serambi", "decline", "serang", "--period", "2020-09", "--claimed=-90"]) == main.DONE

    assert capsys.readouterr().out == (
        "Pemohon (paspor) di Kantor Imigrasi Kelas I Non TPI Serang, September 2020: 198 orang. "
        "Dasarnya masa yang sama tahun sebelumnya, September 2019: 2.100 orang. "
        "Per hari kerja perubahannya −91\N{NO-BREAK SPACE}%, dari 100 ke 9 "
        "(95% yakin: −92,3\N{NO-BREAK SPACE}% sampai −89,6\N{NO-BREAK SPACE}%). Dari itu −50 poin karena kuota berubah "
        "dari 100 ke 50 per hari kerja, dan −41 poin karena pemakaian kuota berubah. Kuota kantor ini angka contoh.\n"
        "−90\N{NO-BREAK SPACE}% tidak cocok: dihitung ulang hasilnya −91\N{NO-BREAK SPACE}% per hari kerja, selisih 1 "
        "poin; −90,6\N{NO-BREAK SPACE}% sebagai perubahan apa adanya, selisih 0,6 poin.\n"
    )


@pytest.mark.django_db(transaction=True)
def test_ninety_percent_less_in_a_month_of_fewer_working_days_is_right_as_a_plain_change(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    file = tmp_path / "serang.csv"
    august = HISTORY.splitlines()[0] + "\nserang,passport-new,applied,{},{},register\n" * 2
    file.write_text(august.format("2019-08", 2100, "2020-08", 210).replace("register\n\n", "register\n"))
    said = []
    with time_machine.travel(datetime(2020, 10, 5, 1, tzinfo=UTC), tick=False):
        for words in (["load"], ["import-history", str(file)]):
            assert main.run(["serambi", *words, "--verbosity=0"]) == main.DONE
        capsys.readouterr()
        for weighting in ("working-days", "none"):
            asked = ["decline", "serang", "--period", "2020-08", "--weighting", weighting, "--claimed=-90"]
            assert main.run(["serambi", *asked]) == main.DONE
            said.append(capsys.readouterr().out.splitlines()[1])

    assert said == ["−90% is right as a plain change (−90%); per working day it is −87.8%."] * 2
