"""The figures of a played day in words: the same lines on the command line and in the console."""

from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.dates import clock_text
from serambi.rules.queueing import VisitClass
from serambi.rules.simulation.figures import DayFigures, Waiting

CLASSES = {
    VisitClass.PRIORITY: gettext_lazy("Prioritas"),
    VisitClass.BOOKED: gettext_lazy("Terjadwal"),
    VisitClass.WALK_IN: gettext_lazy("Datang langsung"),
}

Lines = tuple[tuple[str, str], ...]
Rows = tuple[tuple[str, ...], ...]


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


def _days(share: float) -> str:
    return _("%(percent)s hari") % {"percent": words.percent_text(Decimal(str(round(share, 3))))}


def _number(value: float) -> str:
    return words.number_text(Decimal(str(round(value, 1))))
