"""The article of Thursday, 10 September 2020 about the Serang office, rebuilt from orders and counts alone."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from serambi.counters.cli import main
from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import LedgerRow

THE_MORNING = datetime(2020, 9, 10, 1, tzinfo=UTC)
HISTORY = """\
office,service,measure,period,count,source
serang,passport-new,applied,2019-08,2200,"100 a day (antarafoto.com 1271697) on 22 working days"
serang,passport-new,applied,2020-08,180,"8 to 10 a day (antarafoto.com 1271697) on 18 working days"
"""
SLUG = "pemohon-paspor-turun-90-kantor-tetap-melayani"
PAGES = {"id": f"/serang/notices/{SLUG}/", "en": f"/en/serang/notices/{SLUG}/"}
GOLDEN = Path(__file__).parents[1] / "golden"


def facts_in(language: str) -> list[str]:
    """What the article must say, a line each: the title first, the sentence that is worked out again last."""
    return (GOLDEN / f"article_2020-09-10.{language}.txt").read_text().splitlines()


def text_of(response) -> str:
    without = re.sub(r"<[^>]+>", " ", response.content.decode().replace("\N{NO-BREAK SPACE}", " "))
    return " ".join(without.split()).replace(" .", ".")


@pytest.fixture
def morning(transactional_db, tmp_path):
    """Serang with the real orders, two months of counts, and a head of office, on that morning."""
    file = tmp_path / "serang.csv"
    file.write_text(HISTORY)
    with time_machine.travel(THE_MORNING, tick=False):
        for words in (["load"], ["import-history", str(file)]):
            assert main.run(["serambi", *words, "--verbosity=0"]) == main.DONE
        names = {"username": "nurudin", "password": "x", "office_code": "serang", "role": "office_head"}
        ensure_staff(**names, now=THE_MORNING, by="test")
        yield


def test_the_article_is_rebuilt_from_orders_and_counts_and_published_in_both_languages(morning):
    head, reader = Client(), Client()
    head.force_login(get_user_model().objects.get(username="nurudin"))

    drafted = head.post("/console/serang/notices/new/", {"kind": "figures", "month": "2020-08", "group": "passport"})
    assert drafted["Location"] == f"/console/serang/notices/{SLUG}/"
    assert reader.get(f"/serang/notices/{SLUG}/").status_code == 404
    head.post(f"/console/serang/notices/{SLUG}/publication/")

    for language, address in PAGES.items():
        facts, page = facts_in(language), reader.get(address)
        assert [fact for fact in facts if fact not in text_of(page)] == []
        link = re.search(r'href="([^"]+/figures/decline/[^"]+)"', page.content.decode())
        assert facts[-1] in text_of(reader.get(link[1].replace("&amp;", "&")))
        assert facts[0] in text_of(reader.get(address.partition("notices/")[0]))
    (answer,) = reader.get("/api/v1/offices/serang/notices").json()
    assert (answer["state"], answer["until"], answer["recompute"]) == (
        "in_force",
        "2020-09-24",
        "/serang/figures/decline/?period=2020-08&baseline=same-month-last-year&measure=applied"
        "&weighting=working-days&group=passport",
    )
    assert list(LedgerRow.objects.filter(action__startswith="notice.").order_by("id").values_list("action", "by")) == [
        ("notice.drafted", "nurudin"),
        ("notice.published", "nurudin"),
    ]
