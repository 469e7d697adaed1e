"""The form that asks for a decline, and the one that checks a printed percentage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.rules.baseline import BaselineKind
from serambi.rules.decline import Weighting
from serambi.rules.figures import COMPARED, Measure

WEIGHTINGS = (
    (str(Weighting.WORKING_DAYS), gettext_lazy("per hari kerja")),
    (str(Weighting.NONE), gettext_lazy("apa adanya")),
)
QUIET = {"autocomplete": "off", "spellcheck": "false"}


def _line(label: Any, hint: Any = "", initial: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs=QUIET)
    return forms.CharField(label=label, help_text=hint, required=False, initial=initial, max_length=40, widget=widget)


class DeclineForm(forms.Form):
    period = _line(gettext_lazy("Masa"), gettext_lazy("Tahun, bulan, atau dari..sampai. Contoh: 2020-09."))
    baseline = _line(
        gettext_lazy("Dasar"),
        gettext_lazy(
            "same-month-last-year, same-month-mean-3, mean-month-2019, previous-period, atau masa seperti 2020-01."
        ),
        str(BaselineKind.LAST_YEAR),
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Ukuran"),
        required=False,
        choices=[(str(measure), words.MEASURES[measure]) for measure in COMPARED],
        initial=str(Measure.APPLIED),
    )
    weighting = forms.ChoiceField(
        label=gettext_lazy("Dibandingkan"), required=False, choices=WEIGHTINGS, initial=WEIGHTINGS[0][0]
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Kelompok layanan"),
        required=False,
        choices=list(words.SERVICE_GROUPS.items()),
        initial="passport",
    )
    claimed = _line(gettext_lazy("Persentase tercetak"), gettext_lazy("Bila ada, misalnya -90."))


class PrintedForm(forms.Form):
    printed = _line(gettext_lazy("Angka sesudah"), gettext_lazy("Misalnya 14635."))
    printed_base = _line(gettext_lazy("Angka dasar"), gettext_lazy("Misalnya 31264."))
    printed_claim = _line(gettext_lazy("Persentase tercetak"), gettext_lazy("Misalnya -166,3."))
