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
        "−90\N{NO-BREAK SPACE}% tidak cocok: dihitung ulang hasilnya −91\N{NO-BREAK SPACE}%, selisih 1 poin.\n"
    )
