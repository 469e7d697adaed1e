"""The figures of the national view in words: the same on the page and on the command line."""

from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.counters.common.words import number_text, percent_text, signed_percent_text
from serambi.records.queries.nation import NationRow, Sums
from serambi.rules.instrument import Mode

HUNDRED, WHOLE, TENTH = 100, Decimal("0.01"), Decimal("0.1")


def state_text(row: NationRow) -> str:
    if not row.is_open:
        return _("ditutup")
    if not row.is_working_day:
        return _("hari libur")
    return _("hanya mendesak") if row.mode is Mode.URGENT_ONLY else _("buka")


def use_text(sums: Sums) -> str:
    if sums.use is None:
        return _("tidak ada kuota")
    facts = {"use": share_text(sums.use), "applied": number_text(sums.applied), "quota": number_text(sums.quota)}
    return _("%(use)s (%(applied)s dari %(quota)s)") % facts


def change_text(sums: Sums) -> str:
    if sums.change is None:
        return _("tidak ada dasar")
    change = signed_percent_text((sums.change * HUNDRED).quantize(TENTH))
    return _("%(change)s dari %(before)s") % {"change": change, "before": number_text(sums.before)}


def kept_text(sums: Sums) -> str:
    if sums.kept_share is None:
        return _("tidak ada yang terbit dengan janji")
    facts = {"share": share_text(sums.kept_share), "promised": number_text(sums.promised)}
    return _("%(share)s dari %(promised)s terbit dengan janji") % facts


def overdue_text(sums: Sums) -> str:
    """What is late today, to stand behind kept_text; empty when nothing is."""
    return _("; %(cases)s lewat hari ini") % {"cases": number_text(sums.overdue)} if sums.overdue else ""


def share_text(share: Decimal) -> str:
    return percent_text(share.quantize(WHOLE))
