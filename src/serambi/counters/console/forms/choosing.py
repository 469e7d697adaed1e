"""Choosing a day, and looking for a booking."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.years import FIRST_YEAR, LAST_YEAR, is_askable

CODE_CHARACTERS = 40


class DayForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Tanggal"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Tanggal itu tidak ada. Contoh: 2020-09-10.")},
    )

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on is not None and not is_askable(on):
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise ValidationError(_("Pilih tahun antara %(first)s dan %(last)s.") % years)
        return on


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode jadwal"),
        max_length=CODE_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Isi kode jadwal.")},
    )
