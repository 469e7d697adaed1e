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

OFFER_ANSWER_HOURS = 48
"""How long a new place is held for a displaced person (a setting of ours; no rule was found)."""

OFFER_NOTICE_HOURS = 24
"""A new place is offered no sooner than this, so that people can read of it and come (a setting of ours)."""

INVITATION_HOURS = 72
"""How long a place is held for somebody invited from the line (docs/rules.md, orders)."""

URGENT_FLOWS_BACK_HOURS = 24
"""Free urgent places go to everybody this long before their slot (docs/rules.md, orders)."""

ELDERLY_FROM_YEARS = 61
CHILD_UNDER_YEARS = 5
"""Older than 60 and under five are cared for first (docs/sources.md, booking)."""

INLINE_OFFICES = 5
"""An order that concerns at most so many offices is carried out at once; a wider one office by office, as jobs."""

SECOND_SIGNER_ABOVE_OFFICES = 1
SECOND_SIGNER_ABOVE_DAYS = 1
"""Closing more than this needs a second signer (docs/rules.md, orders)."""

MESSAGE_RETRY_MINUTES = (1, 5, 15, 60)
"""How long after each failed try a message is tried again; the last of them repeats (a setting of ours)."""

MESSAGE_RETRY_HOURS = 72
"""How long a message is tried at all, when no visit ends it sooner (a setting of ours)."""

HANDING_OVER_MINUTES = 10
"""After so long without a word it is unknown whether a message left; it is never sent again (a setting of ours)."""

REMINDER_DAYS_BEFORE, REMINDER_AT_HOUR = 1, 9
"""When a visitor is reminded: so many days before, at this hour of the office (a setting of ours)."""

MAX_DRAW_WISHES = 10
"""Slots or days one request may name in a draw (a setting of ours)."""

DRAW_NOTICE_HOURS = 24
"""A draw is made at least so long before its first day, so that people can read of it and come (a setting of ours)."""

FEVER_OFFER_AFTER_DAYS = 3
"""Somebody turned back for their temperature is offered a time no sooner than this (a setting of ours)."""

NOTICE_AHEAD_DAYS = 92
"""A notice is scheduled at most so long ahead, as long as places are planned (a setting of ours)."""

NOTICE_SHOWN_DAYS = 14
"""How long a notice about figures or hours is proposed to hang on banners; one about an order follows the order (a
setting of ours)."""

REPLY_NAME_MAX_CHARACTERS, REPLY_TEXT_MAX_CHARACTERS, REPLY_REASON_MAX_CHARACTERS = 60, 2000, 300
"""Of a reply to a notice, and of why one was rejected (settings of ours)."""

REPLIES_COUNT_MINUTES = 60
REPLIES_PER_NETWORK, REPLIES_PER_ADDRESS = 20, 5
"""Replies taken from one network and with one e-mail address in so many minutes; many telephones share one network
(settings of ours)."""

REPLY_ADDRESS_DAYS, REPLY_UNJUDGED_ADDRESS_DAYS = 30, 90
"""A replier's e-mail address is deleted so long after the last decision or answer, or after the reply was sent when
nobody decided (settings of ours)."""

ISOLATION_MOST_DAYS = 60
"""Longest isolation of a team taken at once: longer is most likely a slip of the pen (a setting of ours)."""
