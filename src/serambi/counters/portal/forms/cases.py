"""Following a case: its number and a birth date. Checks shape only."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.portal.forms.reading import DAY, MONTH, YEAR, DateParts, day_part, read_parts

SEPARATORS = re.compile(r"[\s.\-–]")
NUMBER = re.compile(r"[0-9]{16}", re.ASCII)


class TrackForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Nomor berkas"),
        help_text=gettext_lazy("16 angka pada tanda terima dari meja dokumen."),
        error_messages={"required": gettext_lazy("Isi nomor berkas.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    born_day = day_part(DAY, "bday-day")
    born_month = day_part(MONTH, "bday-month")
    born_year = day_part(YEAR, "bday-year")

    def clean_number(self) -> str:
        number = SEPARATORS.sub("", self.cleaned_data["number"])
        if not NUMBER.fullmatch(number):
            raise ValidationError(_("Nomor berkas terdiri dari 16 angka. Periksa lagi."))
        return number

    def clean(self) -> dict[str, Any]:
        born_on = read_parts(self, "born")
        if born_on is None and not self.has_error("born_day"):
            self.add_error("born_day", _("Isi tanggal lahir."))
        self.cleaned_data["born_on"] = born_on
        return self.cleaned_data

    @property
    def born(self) -> DateParts:
        parts = [self[f"born_{part}"] for part in ("day", "month", "year")]
        return DateParts("born", _("Tanggal lahir pemohon"), _("Contoh: 17 5 1990."), True, parts)
