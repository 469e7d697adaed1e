"""The figures of a played day in words, and on what they rest: alike on the command line and in the console."""

from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import clock_text
from serambi.counters.common.hall_words import CLASSES
from serambi.rules.simulation.figures import DayFigures, Waiting
from serambi.rules.simulation.history import LEAST_VISITS, KnownHabits, ServiceSource
from serambi.rules.simulation.verdict import WhyNot, verdict_of

Lines = tuple[tuple[str, str], ...]
Rows = tuple[tuple[str, ...], ...]


def verdict_text(figures: DayFigures, known: KnownHabits) -> str:
    """Whether the plan holds, or that it does not and why."""
    verdict = verdict_of(figures)
    if verdict.holds:
        text = _("Rencana ini bertahan: pada %(percent)s hari semua dilayani pada waktunya dan tidak menunggu di luar.")
        return text % {"percent": _percent(figures.holds_share)}
    reasons = (" " + _("dan") + " ").join(_reason(reason, figures, known) for reason in verdict.reasons)
    return _("Rencana ini tidak bertahan, karena %(reasons)s.") % {"reasons": reasons}


def source_lines(known: KnownHabits) -> Lines:
    """On what the figures rest: each kind of habit with its source."""
    named = [(words.word(words.SERVICE_GROUPS, group), source) for group, source in known.service.items()]
    own, ours = _("menurut kunjungan kantor ini"), _("menurut perkiraan kami: kunjungan kantor ini belum cukup banyak")
    return (
        *((_("Waktu layanan: %(who)s") % {"who": name}, _service(source)) for name, source in named),
        (_("Waktu datang"), own if known.arrivals_are_own else ours),
        (_("Yang tidak hadir"), own if known.missed_are_own else ours),
    )


def figure_lines(figures: DayFigures) -> Lines:
    """Each figure with its name, the verdict first."""
    waits = [(str(CLASSES[name]), waiting) for name, waiting in figures.waiting_by_class.items() if waiting.people]
    waits += [(words.word(words.SERVICE_GROUPS, name), each) for name, each in figures.waiting_by_group.items()]
    inside = _("%(p99)s pada 99 %% waktu, paling banyak %(most)s; batas %(limit)s") % {
        "p99": figures.inside_p99,
        "most": figures.inside_most,
        "limit": figures.hall_limit,
    }
    overtime = _("rata-rata %(mean)s menit; 95 %% hari paling lama %(p95)s menit") % {
        "mean": _number(figures.overtime_mean_minutes),
        "p95": _number(figures.overtime_p95_minutes),
    }
    ends = _("%(served)s dilayani, %(absent)s tidak hadir, %(too_late)s terlambat, %(not_called)s tidak terpanggil") % {
        name: _number(getattr(figures, name)) for name in ("served", "absent", "too_late", "not_called")
    }
    return (
        (_("Rencana bertahan"), _days(figures.holds_share)),
        (_("Semua dilayani sampai tutup dan toleransinya"), _days(figures.in_time_share)),
        (_("Tidak ada yang menunggu di luar karena penuh"), _days(figures.within_limit_share)),
        (_("Menunggu"), _waiting(figures.waiting)),
        *((_("Menunggu: %(who)s") % {"who": name}, _waiting(waiting)) for name, waiting in waits),
        (_("Orang di dalam"), inside),
        (_("Lembur"), overtime),
        (_("Orang per hari"), ends),
        (_("Hari yang dimainkan"), words.number_text(figures.days)),
    )


def curve_rows(figures: DayFigures) -> tuple[tuple[str, ...], Rows]:
    """Headings and rows of the day's course."""
    headings = (_("Pukul"), _("Orang yang datang"), _("Menunggu paling lama (95 %)"), _("Di dalam"), _("Di luar"))
    rows = tuple(
        (
            clock_text(time(*divmod(point.start_minute, 60))),
            _number(point.arrivals),
            _number(point.waiting_p95_minutes),
            _number(point.inside),
            _number(point.outside),
        )
        for point in figures.curve
    )
    return headings, rows


def _waiting(waiting: Waiting) -> str:
    return _("separuhnya paling lama %(p50)s menit; 95 %% paling lama %(p95)s menit") % {
        "p50": _number(waiting.p50_minutes),
        "p95": _number(waiting.p95_minutes),
    }


def _reason(reason: WhyNot, figures: DayFigures, known: KnownHabits) -> str:
    match reason:
        case WhyNot.HALL_FULL:
            text = _("pada %(percent)s hari ada yang menunggu di luar, sebab ruang tunggu hanya memuat %(limit)s orang")
            return text % {"percent": _percent(1 - figures.within_limit_share), "limit": figures.hall_limit}
        case WhyNot.NOT_IN_TIME:
            text = _("pada %(percent)s hari tidak semua selesai dilayani sampai %(minutes)s menit sesudah tutup")
            minutes = _number(known.habits.closing_grace_minutes)
            return text % {"percent": _percent(1 - figures.in_time_share), "minutes": minutes}


def _service(source: ServiceSource) -> str:
    facts = {
        "minutes": _number(source.mean_minutes),
        "visits": words.number_text(source.visits),
        "least": words.number_text(LEAST_VISITS),
    }
    if source.is_own:
        return _("rata-rata %(minutes)s menit, dari %(visits)s kunjungan kantor ini yang selesai") % facts
    return _("%(minutes)s menit menurut rencana kantor; baru %(visits)s kunjungan selesai, perlu %(least)s") % facts


def _days(share: float) -> str:
    return _("%(percent)s hari") % {"percent": _percent(share)}


def _percent(share: float) -> str:
    return words.percent_text(Decimal(str(round(share, 3))))


def _number(value: float) -> str:
    return words.number_text(Decimal(str(round(value, 1))))
