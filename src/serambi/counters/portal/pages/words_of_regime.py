"""Pieces of a regime in words that several pages say alike."""

from datetime import timedelta

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import date_text
from serambi.counters.common.words import listed
from serambi.rules.period import DayPeriod
from serambi.rules.regime import Regime


def walk_in_text(regime: Regime) -> str:
    """Who may come without a booking; empty when no order speaks of it."""
    if regime.walk_in is None:
        return ""
    if regime.walk_in == {"urgent"}:
        return _("Keperluan mendesak datang langsung ke meja bantuan di kantor, tanpa pemesanan.")
    kinds = listed([words.word(words.WALK_IN, kind) for kind in words.WALK_IN if kind in regime.walk_in])
    return _("Boleh datang langsung tanpa pemesanan: %(kinds)s.") % {"kinds": kinds}


def period_text(period: DayPeriod) -> str:
    """ "10 September 2020 sampai 24 September 2020"; an open end is not named, one day stands alone."""
    if period.until_on is None:
        return _("sejak %(day)s") % {"day": date_text(period.from_on)}
    last_on = period.until_on - timedelta(days=1)
    if last_on == period.from_on:
        return date_text(last_on)
    last = date_text(last_on)
    return _("%(first)s sampai %(last)s") % {"first": date_text(period.from_on), "last": last}
