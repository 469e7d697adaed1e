"""Notices on the portal: kept answers that are never stale, hostile words, the feed, the picture, linked data."""

import io
import json
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from serambi.procedures.draft_notice import edit_notice
from serambi.procedures.undo_instrument import undo_instrument
from serambi.procedures.withdraw_notice import withdraw_notice
from serambi.rules.catalogue import Text
from serambi.rules.notice import About, NoticeKind, Words
from tests.counters.portal.walking import texts_of
from tests.factories import NOW, QUARTER, order_text, save_office, save_regions
from tests.notices import WORDS, about_order, draft, publish, published
from tests.procedures.orders import enact
from tests.stories.visiting import live_at

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = About(NoticeKind.DAY, on=date(2020, 9, 14))
AT = "/serang/notices/judul/"
LATER = NOW + timedelta(minutes=5)
HOSTILE = Words(
    Text("</script><script>alert(1)</script>", "</script><b>&\u2028"),
    Text("<img src=x onerror=alert(1)>\n- <i>satu</i>", "]]> & <b>two</b>"),
)


@pytest.fixture(autouse=True)
def serang(transactional_db):
    save_regions()
    office = save_office(address="Jalan Warung Jaud 82", hours_note="Senin–Jumat 07.30–16.00")
    enact(order_text("SE-1", QUARTER, areas='["office:serang"]'))
    return office


def withdraw(now=LATER) -> None:
    reason = Text("Keliru", "A mistake")
    withdraw_notice(office="serang", slug="judul", reason=reason, now=now, by="kepala", head_of="serang")


def test_an_answer_is_kept_and_asked_about_before_it_is_shown_again(client):
    published(DAY, WORDS)

    for address in (AT, "/serang/notices/", "/serang/notices/feed.xml", f"{AT}picture.png"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        unchanged = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
        assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache")
        assert [(each.status_code, each.content) for each in (again, unchanged)] == [(304, b"")] * 2
        assert "Set-Cookie" not in first
        assert client.post(address).status_code == 405


def test_what_changes_is_seen_by_the_next_reader(client):
    slug = published(about_order("SE-1"), WORDS)
    tags = [client.get(AT)["ETag"]]
    undo_instrument(number="SE-1", reason="keliru", now=NOW, by="direktur")
    tags.append(client.get(AT)["ETag"])

    assert slug == "judul" and "Dibatalkan: Judul" in texts_of(client.get(AT))
    assert "Undone: Title" in texts_of(client.get(f"/en{AT}"))
    assert len({*tags, client.get(f"/en{AT}")["ETag"]}) == 3


def test_a_scheduled_notice_appears_at_its_minute_without_anybody_asking_for_it(client, monkeypatch):
    live_at(NOW, monkeypatch)
    publish(draft(DAY, WORDS), from_at=LATER)
    before = [client.get(address).status_code for address in (AT, f"{AT}picture.png", f"/en{AT}")]
    live_at(LATER, monkeypatch)

    assert (before, client.get(AT).status_code) == ([404] * 3, 200)


def test_a_withdrawn_notice_is_gone_and_says_why_without_its_words(client, monkeypatch):
    published(DAY, WORDS)
    withdraw()
    live_at(LATER, monkeypatch)
    page = client.get(AT)

    assert page.status_code == 410
    assert "Pengumuman ini ditarik pada Kamis, 10 September 2020 pukul 07.35 WIB. Alasan: Keliru" in texts_of(page)
    assert "Alinea satu." not in page.content.decode()
    (answer,) = client.get("/api/v1/offices/serang/notices").json()
    assert (answer["state"], answer["current"], answer["body"]) == ("withdrawn", False, None)


def test_corrections_are_shown_with_their_time(client, monkeypatch):
    published(DAY, WORDS)
    other = Words(Text("Judul baru", "New title"), WORDS.body)
    said = {"office": "serang", "slug": "judul", "words": other, "until_on": None, "by": "kepala", "head_of": "serang"}
    edit_notice(**said, now=NOW)
    publish("judul", correction=Text("Judulnya diperbaiki.", "The title was put right."), now=LATER)
    live_at(LATER, monkeypatch)

    page = texts_of(client.get(f"/en{AT}"))
    assert "07:30 WIB : Title First published. Thursday, 10 September 2020, 07:35 WIB : New title The title was" in page


def test_hostile_words_stay_words_everywhere(client):
    slug = published(DAY, HOSTILE)

    for prefix in ("", "/en"):
        page = client.get(f"{prefix}/serang/notices/{slug}/").content.decode()
        assert [tag in page for tag in ("<script>alert", "<img src=x", "<i>satu", "<b>")] == [False] * 4
        data = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
        assert data["@graph"][1]["headline"] == (HOSTILE.title.en if prefix else HOSTILE.title.id)
        assert client.get(f"{prefix}/serang/notices/{slug}/picture.png").status_code == 200
        ElementTree.fromstring(client.get(f"{prefix}/serang/notices/feed.xml").content)
    assert "<script>alert" not in client.get("/serang/board/").content.decode()
    assert "<script>alert" not in client.get("/").content.decode()


def test_the_feed_is_valid_and_its_ids_stay(client, settings, monkeypatch):
    published(DAY, WORDS)
    feed = ElementTree.fromstring(client.get("/serang/notices/feed.xml").content)
    ids = [feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}entry/{ATOM}id")]
    settings.PUBLIC_URL = "https://antrean.example"
    withdraw()
    live_at(LATER, monkeypatch)
    moved = ElementTree.fromstring(client.get("/serang/notices/feed.xml").content)
    english = ElementTree.fromstring(client.get("/en/serang/notices/feed.xml").content)

    assert [moved.findtext(f"{ATOM}id"), moved.findtext(f"{ATOM}entry/{ATOM}id")] == ids
    assert len({*ids, english.findtext(f"{ATOM}id"), english.findtext(f"{ATOM}entry/{ATOM}id")}) == 4
    assert all(UUID(each.removeprefix("urn:uuid:")) for each in ids)
    assert (feed.findtext(f"{ATOM}updated"), moved.findtext(f"{ATOM}updated")) == (
        "2020-09-10T00:30:00+00:00",
        "2020-09-10T00:35:00+00:00",
    )
    assert moved.find(f"{ATOM}entry/{ATOM}link").get("href") == f"https://antrean.example{AT}"
    required = {f"{ATOM}{name}" for name in ("id", "title", "updated", "author", "link")}
    assert required <= {child.tag for child in feed}


def test_an_office_that_never_told_anything_has_an_empty_list_and_feed(client):
    feed = ElementTree.fromstring(client.get("/serang/notices/feed.xml").content)

    assert "Sekarang tidak ada pengumuman." in texts_of(client.get("/serang/notices/"))
    assert (feed.findall(f"{ATOM}entry"), feed.findtext(f"{ATOM}updated")) == ([], "1970-01-01T00:00:00+00:00")
    assert client.get("/api/v1/offices/serang/notices").json() == []


@pytest.mark.parametrize(
    "address",
    ["/atlantis/notices/", "/atlantis/notices/feed.xml", "/serang/notices/x/", "/serang/notices/x/picture.png"],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_unknown_office_has_no_notices_for_programs_either(client):
    answer = client.get("/api/v1/offices/atlantis/notices")

    assert (answer.status_code, answer.json()["code"]) == (404, "office.unknown")


def test_the_picture_has_the_size_it_is_announced_with_and_changes_with_the_words(client):
    published(about_order("SE-1"), WORDS)
    page = client.get(AT).content.decode()
    picture = page.partition('og:image" content="')[2].partition('"')[0]
    first = client.get(f"{AT}picture.png")
    undo_instrument(number="SE-1", reason="keliru", now=NOW, by="direktur")

    assert urlsplit(picture).path == f"{AT}picture.png"
    opened = Image.open(io.BytesIO(first.content))
    assert (opened.size, opened.format, first["Content-Type"]) == ((1200, 630), "PNG", "image/png")
    assert client.get(f"{AT}picture.png").content != first.content
    assert picture not in client.get(AT).content.decode()


def test_the_office_s_page_describes_the_office(client):
    page = client.get("/serang/").content.decode()
    data = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])

    hours = data.pop("openingHoursSpecification")
    assert data == {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": "http://127.0.0.1:8000/serang/#office",
        "name": "Kantor Imigrasi Serang",
        "url": "http://127.0.0.1:8000/serang/",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Jalan Warung Jaud 82",
            "addressCountry": "ID",
        },
    }
    assert len(hours) == 5
    assert hours[0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "07:30",
        "closes": "16:00",
    }


def test_a_kept_notice_costs_one_statement(client, django_assert_num_queries):
    published(DAY, WORDS)
    client.get(AT)

    with django_assert_num_queries(1):
        Client().get(AT)
