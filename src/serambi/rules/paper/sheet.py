"""The day sheet: what is printed for a day without network, and the one line by which it can be proved."""

import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from serambi.rules.paper.numbers import Block

WORD = "SERAMBI1"
"""Begins every print line, so that whoever reads one knows what it is, and in which form."""

WORKING_DAYS_AHEAD = 2
"""A sheet also holds the next two working days, kept at the office in case the network stays away (reliability T19)."""

PRINT_LINE_WORDS = 7
DIGEST_SIGNS, KEY_SIGNS, SIGNATURE_SIGNS = 52, 8, 103
"""Of base32 without padding: 32 bytes, the first 5, and 64."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Somebody expected. `number` is the ticket kept for them, None for who is inside already with `ticket`.

    `identity` is masked; `start_at` aware UTC; `urgency` empty when it can wait.
    """

    number: int | None
    ticket: str
    code: str
    start_at: datetime
    service: str
    purpose: str
    name: str
    identity: str
    is_vulnerable: bool
    urgency: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of a service for a purpose, by code."""

    service: str
    purpose: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetDay:
    """One day of a sheet. Of the `block`, numbers that stand on no line are for who comes without a booking.

    `hall_limit` people, `max_temperature_c` as text, empty: none is in force; `walk_in` kinds, None: any.
    """

    on: date
    block: Block
    hall_limit: int
    max_temperature_c: str
    walk_in: tuple[str, ...] | None
    lines: tuple[SheetLine, ...]
    papers: tuple[Papers, ...]

    @property
    def free_numbers(self) -> tuple[int, ...]:
        taken = {line.number for line in self.lines}
        return tuple(number for number in range(self.block.first, self.block.until) if number not in taken)


@dataclass(frozen=True, slots=True)
class DaySheet:
    """One print. `number` counts the prints of that day from 1; `replaces` is the one before, None for the first."""

    office: str
    on: date
    number: int
    replaces: int | None
    printed_at: datetime
    by: str
    days: tuple[SheetDay, ...]


@dataclass(frozen=True, slots=True)
class PrintLine:
    """What stands in the QR code: which print, the digest of its contents, and the signature over both."""

    office: str
    on: date
    number: int
    digest: str
    key: str
    signature: str

    @property
    def signed_text(self) -> str:
        """What the signature is over."""
        return " ".join((WORD, self.office, self.on.isoformat(), str(self.number), self.digest, self.key))

    @property
    def text(self) -> str:
        """The whole line, in signs that a QR code packs tightly and a person can type."""
        return f"{self.signed_text} {self.signature}"


def contents_of(sheet: DaySheet) -> dict[str, Any]:
    """A sheet as JSON-ready data: days and instants as ISO 8601 text."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(sheet), default=_iso))
    return found


def digest_of(contents: Mapping[str, Any]) -> str:
    """The digest of a sheet's contents in canonical form: SHA-256 of JSON in UTF-8 with sorted keys, no spaces."""
    canonical = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base32(sha256(canonical.encode()).digest())


def base32(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=")


def read_print_line(text: str) -> PrintLine | None:
    """The print line in what was scanned or typed, however it was wrapped; None when there is none."""
    words = text.split()
    # A signature that was typed off paper may have been broken into several words.
    words = [*words[: PRINT_LINE_WORDS - 1], "".join(words[PRINT_LINE_WORDS - 1 :])]
    if len(words) != PRINT_LINE_WORDS or words[0].upper() != WORD or not words[3].isdecimal():
        return None
    try:
        on = date.fromisoformat(words[2])
    except ValueError:
        return None
    digest, key, signature = (word.upper() for word in words[4:])
    if (len(digest), len(key), len(signature)) != (DIGEST_SIGNS, KEY_SIGNS, SIGNATURE_SIGNS):
        return None
    return PrintLine(words[1].lower(), on, int(words[3]), digest, key, signature)


def _iso(value: date) -> str:
    return value.isoformat()
