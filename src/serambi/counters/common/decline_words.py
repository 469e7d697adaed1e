"""A decline in words: the sentence that states its base, and what each part of it is called."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.dates import month_text, span_words
from serambi.counters.common.words import listed, number_text, signed_percent_text
from serambi.records.queries.decline import DeclineFound
from serambi.rules.baseline import BaselineKind
from serambi.rules.claim import ClaimCheck, Reading
from serambi.rules.decline import Decline, percent

HUNDRED = 100
UNITS = {
    "working-days": gettext_lazy("hari kerja"),
    "months": gettext_lazy("bulan"),
    "days": gettext_lazy("hari"),
}
READ_AS = {
    "": gettext_lazy("sebagai perubahan apa adanya"),
    "working-days": gettext_lazy("per hari kerja"),
    "months": gettext_lazy("per bulan"),
    "days": gettext_lazy("per hari"),
}


def sentences(found: DeclineFound) -> dict[str, str]:
    """The sentence in both languages."""
    return _in_both(lambda: sentence(found))


def claim_sentences(check: ClaimCheck) -> dict[str, str]:
    """What a printed percentage comes to, in both languages."""
    return _in_both(lambda: claim_text(check))


def sentence(found: DeclineFound) -> str:
    """What fell or rose by how much against what, how sure that is, and what part of it the quota explains; in the
    language of the page."""
    return " ".join(part for part in (_counts(found), _change(found), _split(found)) if part)


def baseline_text(found: DeclineFound) -> str:
    """The base in words, with its own time."""
    spans = [row.span for row in found.base]
    baseline = found.asked.baseline
    match baseline.kind:
        case BaselineKind.LAST_YEAR:
            return _("masa yang sama tahun sebelumnya, %(span)s") % {"span": span_words(spans[0])}
        case BaselineKind.SEVERAL_YEARS:
            text = _("rata-rata masa yang sama dalam %(years)s tahun sebelumnya, %(spans)s")
            return text % {"years": baseline.years, "spans": listed([span_words(span) for span in spans])}
        case BaselineKind.MONTH_OF_YEAR:
            return _("rata-rata sebulan pada tahun %(year)s") % {"year": spans[0].from_on.year}
        case BaselineKind.PREVIOUS:
            return _("masa tepat sebelumnya, %(span)s") % {"span": span_words(spans[0])}
    if len(spans) == 1:
        return span_words(spans[0])
    text = _("rata-rata sebulan dari %(first)s sampai %(last)s")
    return text % {"first": month_text(spans[-1].from_on), "last": month_text(spans[0].from_on)}


def unit_text(found: DeclineFound) -> str:
    return words.word(UNITS, found.unit)


def rate_text(rate: Fraction) -> str:
    """A rate to a tenth; whole numbers without."""
    return number_text((Decimal(rate.numerator) / Decimal(rate.denominator)).quantize(Decimal("0.1")))


def interval_text(decline: Decline) -> str:
    """ "−92,5 % sampai −90,1 %"."""
    low = signed_percent_text(_tenth(decline.interval.low))
    if decline.interval.high is None:
        return _("paling sedikit %(low)s") % {"low": low}
    high = signed_percent_text(_tenth(decline.interval.high))
    return _("%(first)s sampai %(last)s") % {"first": low, "last": high}


def claim_text(check: ClaimCheck) -> str:
    """What a printed percentage comes to: right each way, right one way and what it is the other, or wrong."""
    claimed = signed_percent_text(check.claimed)
    right = [reading for reading in check.readings if reading.agrees]
    others = [reading for reading in check.readings if not reading.agrees]
    if not right:
        misses = "; ".join(map(_miss_text, others))
        return _("%(claimed)s tidak cocok: dihitung ulang hasilnya %(misses)s.") % {
            "claimed": claimed,
            "misses": misses,
        }
    agreeing = listed([_reading_text(reading) for reading in right])
    if not others:
        return _("%(claimed)s benar: dihitung ulang hasilnya %(agreeing)s.") % {
            "claimed": claimed,
            "agreeing": agreeing,
        }
    text = _("%(claimed)s benar %(way)s (%(recomputed)s); %(other_way)s hasilnya %(other)s.")
    return text % {
        "claimed": claimed,
        "way": _way_text(right[0]),
        "recomputed": signed_percent_text(right[0].recomputed),
        "other_way": _way_text(others[0]),
        "other": signed_percent_text(others[0].recomputed),
    }


def points_text(share: Fraction) -> str:
    """A part of a change in points of the base: "−50 poin"."""
    return _("%(points)s poin") % {"points": _points(share)}


def _in_both(said: Callable[[], str]) -> dict[str, str]:
    texts = {}
    for language in ("id", "en"):
        with translation.override(language):
            texts[language] = said()
    return texts


def _way_text(reading: Reading) -> str:
    return words.word(READ_AS, reading.per or "")


def _reading_text(reading: Reading) -> str:
    return _("%(recomputed)s %(way)s") % {
        "recomputed": signed_percent_text(reading.recomputed),
        "way": _way_text(reading),
    }


def _miss_text(reading: Reading) -> str:
    return _("%(reading)s, selisih %(off)s poin") % {
        "reading": _reading_text(reading),
        "off": number_text(abs(reading.points_off)),
    }


def _counts(found: DeclineFound) -> str:
    asked, base = found.asked, found.base
    mean = rate_text(Fraction(sum(row.count for row in base), len(base)))
    text = _(
        "%(measure)s (%(group)s) di %(office)s, %(period)s: %(count)s orang. Dasarnya %(baseline)s: %(base)s orang."
    )
    return text % {
        "measure": words.word(words.MEASURES, asked.measure),
        "group": words.word(words.SERVICE_GROUPS, found.group).lower(),
        "office": found.office_name,
        "period": span_words(found.period.span),
        "count": number_text(found.period.count),
        "baseline": baseline_text(found),
        "base": mean,
    }


def _change(found: DeclineFound) -> str:
    decline = found.decline
    facts = {
        "unit": unit_text(found),
        "change": signed_percent_text(percent(decline.change)),
        "now": rate_text(decline.value.rate),
        "before": rate_text(decline.base.rate),
        "interval": interval_text(decline),
    }
    return _("Per %(unit)s perubahannya %(change)s, dari %(before)s ke %(now)s (95%% yakin: %(interval)s).") % facts


def _split(found: DeclineFound) -> str:
    decline = found.decline
    if decline.split is None or decline.value.quota_rate is None or decline.base.quota_rate is None:
        return ""
    facts = {
        "cut": _points(decline.split.quota_cut),
        "rest": _points(decline.split.unused_quota),
        "before": rate_text(decline.base.quota_rate),
        "now": rate_text(decline.value.quota_rate),
        "unit": unit_text(found),
    }
    if not decline.split.quota_cut:
        text = _("Kuota tetap %(now)s per %(unit)s; seluruh perubahan berasal dari pemakaian kuota.")
    else:
        text = _(
            "Dari itu %(cut)s poin karena kuota berubah dari %(before)s ke %(now)s per %(unit)s, "
            "dan %(rest)s poin karena pemakaian kuota berubah."
        )
    said = text % facts
    return said + " " + _("Kuota kantor ini angka contoh.") if found.is_example else said


def _points(share: Fraction) -> str:
    return signed_percent_text(percent(share)).rstrip("%").rstrip().rstrip(words.NO_BREAK)


def _tenth(share: Decimal) -> Decimal:
    return (share * HUNDRED).quantize(Decimal("0.1"))
