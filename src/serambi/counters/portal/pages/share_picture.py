"""The picture that goes along when a notice is shared: its own words and the office's name, set by Typst."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path

import typst
from django.utils.translation import get_language

from serambi.counters.common.notice_words import STATES, headline, summary
from serambi.counters.common.words import in_language, word
from serambi.records.queries.notices import NoticeRow
from serambi.rules.notice import NoticeState

TEMPLATE = Path(__file__).parents[1] / "templates" / "portal" / "notices" / "picture.typ"
DOTS_PER_INCH = 72
"""One dot is one point of the template: 1200 × 630."""
KEPT = 64
MOST_TITLE, MOST_SUMMARY, MARK_SIGNS = 130, 210, 16
STOPPED = frozenset({NoticeState.ENDED, NoticeState.UNDONE, NoticeState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class PictureWords:
    """All that stands in a picture."""

    lang: str
    office: str
    title: str
    summary: str
    mark: str
    is_over: bool


def picture_words(row: NoticeRow) -> PictureWords:
    return PictureWords(
        lang=(get_language() or "id")[:2],
        office=row.profile.name,
        title=_short(in_language(row.shown.words.title), MOST_TITLE),
        summary=_short(summary(row), MOST_SUMMARY),
        mark="" if row.state is NoticeState.IN_FORCE else word(STATES, row.state),
        is_over=row.state in STOPPED,
    )


def picture_mark(row: NoticeRow) -> str:
    """Changes with what the picture says, so that nobody shows an old one."""
    said = f"{headline(row)}{picture_words(row)}"
    return hashlib.sha256(said.encode()).hexdigest()[:MARK_SIGNS]


@lru_cache(maxsize=KEPT)
def picture_of(words: PictureWords) -> bytes:
    """A PNG of 1200 × 630 dots."""
    inputs = {"notice": json.dumps(asdict(words), ensure_ascii=False)}
    made = typst.compile(_template(), format="png", ppi=DOTS_PER_INCH, sys_inputs=inputs, ignore_system_fonts=True)
    assert isinstance(made, bytes)  # one page, no output file
    return made


def _short(text: str, most: int) -> str:
    """A text cut at a word's end, with dots where something is left out."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
