"""A published notice, and readers who reply to it."""

from collections.abc import Mapping
from datetime import datetime

from serambi.procedures.receive_reply import receive_reply
from serambi.rules.catalogue import Text
from serambi.rules.notice import About, NoticeKind, Words
from serambi.rules.reply import read_reply
from tests.factories import NOW, THE_DAY, save_regions
from tests.notices import published

SLUG = "jam-layanan-berubah"
WORDS = Words(Text("Jam layanan berubah", "Hours of service change"), Text("Mulai hari ini.", "From today on."))
TYPED = {"name": "Ani", "email": "ani@contoh.example", "text": "Apakah hari Senin buka?\r\n\r\nTerima kasih."}


def hang_notice() -> None:
    """One published notice of the office serang: SLUG."""
    save_regions()
    assert published(About(NoticeKind.DAY, on=THE_DAY), WORDS) == SLUG


def send_reply(
    slug: str = SLUG,
    office: str = "serang",
    network: str = "203.0.113.7",
    language: str = "id",
    now: datetime = NOW,
    **typed: str,
) -> str:
    """The code of a reply as TYPED, but for what the test says."""
    words: Mapping[str, str] = TYPED | typed
    return receive_reply(
        office=office,
        notice=slug,
        reply=read_reply(**words),
        language=language,
        network=network,
        now=now,
        by="test",
    )
