"""The permit date check: kind of permit, its last day, and whether the holder is abroad. Shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.portal.forms.reading import DAY, MONTH, YEAR, DateParts, day_part, read_parts

PERMITS = {
    "itk": gettext_lazy("Izin tinggal kunjungan (ITK), termasuk visa saat kedatangan dan bebas visa"),
    "itas": gettext_lazy("Izin tinggal terbatas (ITAS/KITAS)"),
    "itap": gettext_lazy("Izin tinggal tetap (ITAP/KITAP)"),
}


class StayForm(forms.Form):
    permit = forms.ChoiceField(
        label=gettext_lazy("Izin tinggal apa yang Anda miliki?"),
        choices=list(PERMITS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih izin tinggal Anda.")},
    )
    until_day = day_part(DAY)
    until_month = day_part(MONTH)
    until_year = day_part(YEAR)
    where = forms.ChoiceField(
        label=gettext_lazy("Di mana Anda sekarang?"),
        choices=[("here", gettext_lazy("Di Indonesia")), ("abroad", gettext_lazy("Di luar Indonesia"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih di mana Anda sekarang.")},
    )

    def clean(self) -> dict[str, Any]:
        until_on = read_parts(self, "until")
        if until_on is None and not self.has_error("until_day"):
            self.add_error("until_day", _("Isi hari terakhir izin Anda."))
        self.cleaned_data["until_on"] = until_on
        return self.cleaned_data

    @property
    def until(self) -> DateParts:
        parts = [self[f"until_{part}"] for part in ("day", "month", "year")]
        hint = _("Tertulis pada izin tinggal atau cap di paspor. Contoh: 15 4 2020.")
        return DateParts("until", _("Sampai tanggal berapa izin itu berlaku?"), hint, True, parts)
