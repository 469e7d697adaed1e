"""The permit date check: kind of permit, last day, entry, and where its holder is; and whom to tell. Shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.refusals import sentence
from serambi.counters.common.words import is_english
from serambi.counters.portal.forms.countries import named_countries
from serambi.counters.portal.forms.reading import DAY, MONTH, YEAR, DateParts, day_part, read_parts
from serambi.rules.identity import IdentityKind, read_identity
from serambi.rules.permit import Stay
from serambi.rules.refusal import Refusal
from serambi.rules.stay import Holder

PERMITS = {
    "itk": gettext_lazy("Izin tinggal kunjungan (ITK), termasuk visa saat kedatangan dan bebas visa"),
    "itas": gettext_lazy("Izin tinggal terbatas (ITAS/KITAS)"),
    "itap": gettext_lazy("Izin tinggal tetap (ITAP/KITAP)"),
}


FIELDS_OF_REFUSALS = {"entered_on": "entered_day", "identity.number": "number", "email": "email"}


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
    entered_day = day_part(DAY)
    entered_month = day_part(MONTH)
    entered_year = day_part(YEAR)
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
        self.cleaned_data["entered_on"] = read_parts(self, "entered")
        return self.cleaned_data

    def stay(self) -> Stay:
        """The stay of a form without an error."""
        told = self.cleaned_data
        return Stay(told["permit"], told["until_on"], told["where"] == "abroad", told["entered_on"])

    def add_fault(self, fault: Refusal) -> None:
        """Put what the rules say at its field, or at the top."""
        self.add_error(FIELDS_OF_REFUSALS.get(fault.field or ""), sentence(fault))

    @property
    def until(self) -> DateParts:
        parts = [self[f"until_{part}"] for part in ("day", "month", "year")]
        hint = _("Tertulis pada izin tinggal atau cap di paspor. Contoh: 15 4 2020.")
        return DateParts("until", _("Sampai tanggal berapa izin itu berlaku?"), hint, True, parts)

    @property
    def entered(self) -> DateParts:
        parts = [self[f"entered_{part}"] for part in ("day", "month", "year")]
        hint = _("Beberapa aturan hanya bagi yang masuk sebelum suatu hari. Contoh: 2 3 2020.")
        return DateParts("entered", _("Kapan Anda terakhir masuk Indonesia?"), hint, False, parts)


class TellingForm(StayForm):
    """The same with the passport, and the address to which word of a change goes."""

    nationality = forms.ChoiceField(
        label=gettext_lazy("Kewarganegaraan"),
        error_messages={"required": gettext_lazy("Pilih kewarganegaraan.")},
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Nomor paspor"),
        help_text=gettext_lazy("Huruf dan angka, seperti tertulis pada paspor."),
        error_messages={"required": gettext_lazy("Isi nomor paspor.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.CharField(
        label=gettext_lazy("Alamat surel (email)"),
        error_messages={"required": gettext_lazy("Isi alamat surel.")},
        widget=forms.TextInput({"type": "email", "autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nationality = self.fields["nationality"]
        assert isinstance(nationality, forms.ChoiceField)
        nationality.choices = [("", _("Pilih")), *named_countries()]

    def holder(self) -> Holder:
        """The holder of a form without an error."""
        told = self.cleaned_data
        identity = read_identity(IdentityKind.PASSPORT, told["number"], told["nationality"])
        return Holder(identity, told["email"].strip(), "en" if is_english() else "id")
