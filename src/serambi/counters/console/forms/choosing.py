"""Choosing a day, looking for a booking, and saying that an identity was checked."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.years import FIRST_YEAR, LAST_YEAR, is_askable

CODE_CHARACTERS = 40
NUMBER_CHARACTERS = 40


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


class PlayForm(DayForm):
    """Which day to play, and with whom."""

    people = forms.ChoiceField(
        label=gettext_lazy("Siapa yang datang"),
        choices=[
            ("full", gettext_lazy("Semua tempat terisi")),
            ("booked", gettext_lazy("Hanya yang terjadwal sekarang")),
        ],
        required=False,
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode booking"),
        max_length=CODE_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Isi kode booking.")},
    )


class _Unrepeated(forms.TextInput):
    """A field that never shows again what was typed into it."""

    def format_value(self, value: object) -> None:
        return None


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("NIK atau nomor paspor"),
        max_length=NUMBER_CHARACTERS,
        widget=_Unrepeated({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Isi NIK atau nomor paspor."),
            "max_length": gettext_lazy("Nomor itu terlalu panjang."),
        },
    )


class CheckedForm(forms.Form):
    is_checked = forms.BooleanField(
        label=gettext_lazy("Saya sudah mencocokkan orangnya dengan KTP atau paspornya."),
        error_messages={"required": gettext_lazy("Cocokkan dahulu orangnya dengan KTP atau paspornya.")},
    )
