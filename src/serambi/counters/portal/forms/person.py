"""The form for one visitor: as written in the papers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.forms.countries import named_countries
from serambi.counters.portal.forms.reading import DAY, MONTH, YEAR, day_part, read_parts, typed_parts
from serambi.rules.booking import Applicant, TypedPerson
from serambi.rules.catalogue import Who
from serambi.rules.contact import read_phone
from serambi.rules.identity import IdentityKind, read_identity, read_name
from serambi.rules.refusal import Refusal

FIELDS_OF_REFUSALS = {
    "name": "name",
    "identity.number": "number",
    "identity.kind": "number",
    "born_on": "born_day",
    "phone": "phone",
    "email": "email",
}


def _text(label: Any, hint: Any = "", missing: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.TextInput(attrs=attrs),
    )


class PersonForm(forms.Form):
    """A citizen is known by the NIK, a foreigner by passport number and nationality."""

    name = _text(
        gettext_lazy("Nama lengkap"),
        gettext_lazy("Seperti pada KTP, Kartu Keluarga, atau paspor. Tanpa gelar."),
        gettext_lazy("Isi nama lengkap."),
        autocomplete="name",
        spellcheck="false",
    )
    number = _text(
        gettext_lazy("NIK"),
        gettext_lazy("16 angka, ada di KTP atau Kartu Keluarga. Anak-anak juga memiliki NIK."),
        gettext_lazy("Isi NIK."),
        inputmode="numeric",
        autocomplete="off",
        spellcheck="false",
    )
    nationality = forms.ChoiceField(
        label=gettext_lazy("Kewarganegaraan"),
        error_messages={"required": gettext_lazy("Pilih kewarganegaraan.")},
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    born_day = day_part(DAY, "bday-day")
    born_month = day_part(MONTH, "bday-month")
    born_year = day_part(YEAR, "bday-year")
    phone = _text(
        gettext_lazy("Nomor telepon"),
        gettext_lazy("Untuk memberi tahu bila jadwal berubah. Contoh: 0812 3456 7890."),
        gettext_lazy("Isi nomor telepon supaya kami dapat memberi tahu bila jadwal berubah."),
        type="tel",
        autocomplete="tel",
    )
    email = _text(gettext_lazy("Alamat surel (email)"), type="email", autocomplete="email", spellcheck="false")

    def __init__(self, *args: Any, who: Who, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        self.fields["phone"].required = is_first
        if who is Who.CITIZEN:
            del self.fields["nationality"]
            return
        number, nationality = self.fields["number"], self.fields["nationality"]
        number.label, number.help_text = _("Nomor paspor"), _("Huruf dan angka, seperti tertulis pada paspor.")
        number.error_messages["required"] = _("Isi nomor paspor.")
        number.widget.attrs.pop("inputmode")
        assert isinstance(nationality, forms.ChoiceField)
        nationality.choices = [("", _("Pilih")), *named_countries()]

    def clean(self) -> dict[str, Any]:
        born_on = read_parts(self, "born")
        if born_on is None and not self.has_error("born_day"):
            self.add_error("born_day", _("Isi tanggal lahir: hari, bulan, dan tahun."))
        self.cleaned_data["born_on"] = born_on
        return self.cleaned_data

    def as_typed(self) -> TypedPerson:
        """The person as the rules look at one; a number that cannot be read goes on as typed, for them to refuse."""
        typed = self.cleaned_data
        kind = IdentityKind.NIK if self.who is Who.CITIZEN else IdentityKind.PASSPORT
        phone = typed.get("phone")
        return TypedPerson(
            name=read_name(typed.get("name", "")),
            identity=read_identity(kind, typed.get("number", ""), typed.get("nationality")),
            born_on=typed.get("born_on"),
            phone=(read_phone(phone) or phone) if phone else None,
            email=typed.get("email") or None,
        )

    def applicant(self) -> Applicant:
        """The person of a form without an error."""
        person = self.as_typed()
        assert person.born_on is not None  # clean() left an error otherwise
        return Applicant(person.name, person.identity, person.born_on, person.phone, person.email)

    def add_faults(self, faults: Iterable[Refusal]) -> None:
        """Put what the rules say at its field, unless the field has an error already."""
        for fault in faults:
            field = field_of(fault, fault.field or "")
            if field is None or not self.has_error(field):
                self.add_error(field, sentence(fault))


def field_of(refusal: Refusal, field: str) -> str | None:
    """Which field of the form shows what a rule says of a person's field; None: none of them."""
    return "nationality" if refusal.facts.get("reason") == "nationality" else FIELDS_OF_REFUSALS.get(field)


def typed_again(person: Applicant) -> dict[str, str]:
    """A kept person as the form was filled in."""
    return {
        "name": person.name,
        "number": person.identity.number,
        "nationality": person.identity.nationality or "",
        "phone": person.phone or "",
        "email": person.email or "",
        **typed_parts("born", person.born_on),
    }
