"""The numbers of the service that are not an office's own; each once, with unit and source."""

MAX_PARTY_PEOPLE = 5
"""People per booking request (APAPO: up to five per account; docs/sources.md)."""

LIVE_BOOKINGS_PER_PERSON = 1
"""Per service group (docs/rules.md)."""

PLACE_RETURNS_AFTER_MINUTES = (5, 60)
"""A cancelled place comes back after a random time in this closed range, so that nobody can hand it on
(docs/rules.md)."""

MOVE_CLOSES_DAYS_BEFORE = 1
"""A visit can be moved until this many days before it (M-Paspor; docs/sources.md, detik d-5953177)."""

PROMISE_WORKING_DAYS = 4
"""From the interview (Permenkumham 8/2014 art. 22)."""

NAME_MAX_CHARACTERS = 100
NAME_ON_DATA_PAGE_CHARACTERS = 34
"""Longer names continue on page 4 (docs/sources.md)."""

INDONESIAN_PASSPORT_PATTERN = r"[A-Z][0-9]{7}"
"""RECALLED: one letter and seven digits; an office may set its own (docs/sources.md)."""

FOREIGN_PASSPORT_PATTERN = r"[A-Z0-9]{5,9}"
"""A machine-readable passport number has at most nine characters (ICAO 9303); five is a setting of ours."""

MAX_KEY_CHARACTERS = 100
"""Longest idempotency key taken."""

URGENCIES = ("medical", "work-return", "study-date", "duty", "family-emergency")
"""What counts as an urgent need: SE IMI-GR.01.01-2114/2020 and the practice of July 2021 (docs/sources.md)."""
