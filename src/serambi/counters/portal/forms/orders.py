"""The form that asks for another day, or for what was known on another day."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.portal.pages.place import AtOffice

NOT_A_DAY = {"invalid": gettext_lazy("Isi tanggal dalam bentuk tahun-bulan-hari. Contoh: 2020-09-10.")}


def _day_field(label: Any, hint: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=picker,
        input_formats=["%Y-%m-%d"],
        error_messages=NOT_A_DAY,
    )


class AsKnownForm(forms.Form):
    on = _day_field(gettext_lazy("Berlaku pada tanggal"), "")
    known_at = _day_field(
        gettext_lazy("Seperti diketahui pada tanggal"),
        "",
    )

    def asked(self, at: AtOffice) -> tuple[date, datetime]:
        """The day asked for, and the last instant of the day of knowledge at the office; else today and now."""
        known_on = self.cleaned_data["known_at"]
        on = self.cleaned_data["on"] or at.today
        if known_on is None or known_on >= at.today:
            return on, at.now
        return on, datetime.combine(known_on + timedelta(days=1), time(), tzinfo=ZoneInfo(at.zone))
