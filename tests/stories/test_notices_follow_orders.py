"""A notice about an order, in every state of the order, in every channel that shows it: they never disagree."""

import json
import re
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from serambi.counters.live.halls import read_event
from serambi.procedures.send_messages import send_messages
from serambi.procedures.undo_instrument import undo_instrument
from tests.factories import CLOSED, NOW, QUARTER, order_text
from tests.mail import carrier_to, mail_server, text_of
from tests.notices import about_order, published
from tests.procedures.conftest import serang  # noqa: F401 - a fixture
from tests.procedures.orders import ONE_DAY, enact, fill
from tests.stories.visiting import live_at

ATOM = "{http://www.w3.org/2005/Atom}"
MONDAY = date(2020, 9, 14)
TIGHTER = 'topic = "quota_share"\nvalue = 0.1'
TITLE = "Kuota pemohon diatur lagi (SE-9)"
SLUG = "kuota-pemohon-diatur-lagi-se-9"
AT = f"/serang/notices/{SLUG}/"


def told(client: Client) -> dict[str, object]:
    """What each channel says of the one notice: the state where it names one, else the headline it shows or None."""
    page = client.get(AT).content.decode()
    feed = ElementTree.fromstring(client.get("/serang/notices/feed.xml").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    (answer,) = client.get("/api/v1/offices/serang/notices").json()
    _office, article, announcement = linked(page)["@graph"]
    return {
        "page": between(page, "<h1>", "</h1>"),
        "list": between(client.get("/serang/notices/").content.decode(), f'<a href="{AT}">', "</a>"),
        "banner": between(client.get("/serang/").content.decode(), f'<a href="{AT}">', "</a>"),
        "home": between(client.get("/").content.decode(), f'<a href="{AT}">', "</a>"),
        "board": between(client.get("/serang/board/").content.decode(), "<p><strong>", "</strong>"),
        "feed": (entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}category").get("term")),
        "api": (answer["headline"]["id"], answer["state"]),
        "NewsArticle": (article["headline"], article["creativeWorkStatus"]),
        "SpecialAnnouncement": (announcement["name"], announcement["creativeWorkStatus"]),
        "since": {
            entry.findtext(f"{ATOM}updated").replace("+00:00", "Z"),
            answer["updated_at"],
            article["dateModified"].replace("+00:00", "Z"),
        },
        "now": {text_in(between(page, 'class="panel', "</div>")), " ".join(answer["now"]["id"])},
    }


def expected(headline: str, state: str, now: str, since: datetime, *, is_current: bool) -> dict[str, object]:
    hung = headline if is_current else None
    both = (headline, state)
    channels = {"page": headline, "list": headline, "banner": hung, "home": hung, "board": hung}
    channels |= {"feed": both, "api": both, "NewsArticle": both, "SpecialAnnouncement": both}
    return {**channels, "since": {f"{since:%Y-%m-%dT%H:%M:%SZ}"}, "now": {now}}


def between(text: str, before: str, after: str) -> str | None:
    return text.partition(before)[2].partition(after)[0] if before in text else None


def text_in(html: str | None) -> str:
    """A panel's sentences, without its mark."""
    return " ".join(re.findall(r"<p>([^<]+)</p>", html or ""))


def linked(page: str) -> dict:
    return json.loads(between(page, '<script type="application/ld+json">', "</script>") or "{}")


def letters(kind: str, now: datetime) -> list[str]:
    with mail_server() as (mailbox, server):
        send_messages(carrier=carrier_to(server), now=now, by="test")
    return [text_of(mail) for _to, mail in mailbox.mails if mail["Subject"].startswith(kind)]


@pytest.mark.django_db(transaction=True)
def test_notices_follow_their_order_in_every_state(serang, client, monkeypatch):  # noqa: F811 - the fixture
    at = NOW
    live_at(at, monkeypatch)
    fill(MONDAY, 6)
    enact(order_text("SE-9", QUARTER, areas='["office:serang"]', until="2020-09-17"))
    published(about_order("SE-9"))

    # Enacted
    period = "Berlaku 10 September 2020 sampai 16 September 2020."
    assert told(client) == expected(TITLE, "in_force", period, at, is_current=True)
    offers = letters("Jadwal Anda berubah", at)
    assert offers
    assert all(
        "karena SE-9.\n" in text.replace(". ", ".\n") and f"https://serambi.example{AT}" in text for text in offers
    )

    # Amended by a tighter one: the same notice says what is otherwise, at once and on the boards that are open
    before = read_event("serang")
    at += timedelta(minutes=10)
    live_at(at, monkeypatch)
    enact(order_text("SE-10", TIGHTER, areas='["office:serang"]'), now=at)
    change = "Kuota pemohon: 25\N{NO-BREAK SPACE}% dari kuota biasa → 10\N{NO-BREAK SPACE}% dari kuota biasa (SE-10)"
    changed = f"Yang diumumkan di sini sudah berubah: {change}."
    assert told(client) == expected(f"Diubah: {TITLE}", "amended", changed, at, is_current=True)
    assert read_event("serang")[0] != before[0]
    assert all("SE-10" in text and "SE-9" not in text for text in letters("Jadwal Anda berubah", at))

    # Back to what was published when the tighter one is undone
    at += timedelta(minutes=10)
    live_at(at, monkeypatch)
    undo_instrument(number="SE-10", reason="keliru", now=at, by="direktur")
    assert told(client) == expected(TITLE, "in_force", period, NOW, is_current=True)
    assert all("SE-10 tidak berlaku lagi" in text for text in letters("Jadwal Anda semula berlaku lagi", at))

    # Undone: gone from banner, home and board in the same moment; page, feed, API and linked data say so
    undone_at = at + timedelta(minutes=10)
    live_at(undone_at, monkeypatch)
    undo_instrument(number="SE-9", reason="keliru", now=undone_at, by="direktur")
    gone = (
        "SE-9 dibatalkan pada Kamis, 10 September 2020 pukul 08.00 WIB, seolah-olah tidak pernah ada. "
        "Yang berlaku sekarang: Kuota pemohon: 100\N{NO-BREAK SPACE}% dari kuota biasa."
    )
    assert told(client) == expected(f"Dibatalkan: {TITLE}", "undone", gone, undone_at, is_current=False)
    restored = letters("Jadwal Anda semula berlaku lagi", undone_at)
    assert restored
    assert all("SE-9 tidak berlaku lagi" in text and AT in text for text in restored)


@pytest.mark.django_db(transaction=True)
def test_a_notice_expires_with_its_order(serang, client, monkeypatch):  # noqa: F811 - the fixture
    live_at(NOW, monkeypatch)
    enact(order_text("SE-9", QUARTER, **ONE_DAY))
    published(about_order("SE-9"))

    assert told(client) == expected(TITLE, "coming", "Mulai berlaku Senin, 14 September 2020.", NOW, is_current=True)

    began, ended = (datetime(2020, 9, day, 17, tzinfo=NOW.tzinfo) for day in (13, 14))
    live_at(began, monkeypatch)
    assert told(client) == expected(TITLE, "in_force", "Berlaku 14 September 2020.", began, is_current=True)

    live_at(ended, monkeypatch)
    over = (
        "SE-9 tidak berlaku lagi sejak 15 September 2020. "
        "Yang berlaku sekarang: Kuota pemohon: 100\N{NO-BREAK SPACE}% dari kuota biasa."
    )
    assert told(client) == expected(f"Berakhir: {TITLE}", "ended", over, ended, is_current=False)


@pytest.mark.django_db(transaction=True)
def test_a_closure_in_english_says_so_in_every_channel_and_nowhere_when_undone(
    serang,  # noqa: F811 - the fixture
    client,
    monkeypatch,
):
    live_at(NOW, monkeypatch)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    slug = published(about_order("SE-9"))
    pages = ["/en/serang/", "/en/", f"/en/serang/notices/{slug}/", "/serang/board/", "/en/serang/notices/feed.xml"]
    title = "Face-to-face service closed for the time being (SE-9)"

    assert [title in client.get(page).content.decode() for page in pages] == [True] * 5

    undone_at = NOW + timedelta(minutes=1)
    live_at(undone_at, monkeypatch)
    undo_instrument(number="SE-9", reason="keliru", now=undone_at, by="direktur")
    assert [title in client.get(page).content.decode() for page in pages] == [False, False, True, False, True]
    assert f"Undone: {title}" in client.get(pages[2]).content.decode()
