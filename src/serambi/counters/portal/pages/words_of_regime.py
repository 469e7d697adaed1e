"""Pieces of a regime in words that several pages say alike."""

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.words import listed
from serambi.rules.regime import Regime


def walk_in_text(regime: Regime) -> str:
    """Who may come without a booking; empty when no order speaks of it."""
    if regime.walk_in is None:
        return ""
    if regime.walk_in == {"urgent"}:
        return _("Keperluan mendesak datang langsung ke meja bantuan di kantor, tanpa pemesanan.")
    kinds = listed([words.word(words.WALK_IN, kind) for kind in words.WALK_IN if kind in regime.walk_in])
    return _("Boleh datang langsung tanpa pemesanan: %(kinds)s.") % {"kinds": kinds}
