"""Writing an order: as text or a file, or by answering a few questions; and undoing one."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.enacting import one_line_ending
from serambi.counters.common.years import FIRST_YEAR, LAST_YEAR, is_askable
from serambi.rules.instrument import Advice, Rank
from serambi.rules.policyfile.writing import OrderDraft, OrderKind
from serambi.rules.territory import NATION, Area, AreaKind

FILE = "order.toml"
MOST_TEXT_BYTES = 512 * 1024
NUMBER_CHARACTERS, TITLE_CHARACTERS, ADVICE_CHARACTERS, REASON_CHARACTERS, FILE_CHARACTERS = 100, 300, 500, 300, 200
PERCENT = 100
KINDS = {
    OrderKind.CLOSE: gettext_lazy("Tutup pelayanan tatap muka"),
    OrderKind.URGENT_ONLY: gettext_lazy("Layani hanya keperluan mendesak"),
    OrderKind.QUOTA_SHARE: gettext_lazy("Kurangi kuota pemohon"),
    OrderKind.LAST_SERVICE_AT: gettext_lazy("Akhiri pelayanan lebih awal"),
}
OFFICE_KINDS = (OrderKind.URGENT_ONLY, OrderKind.QUOTA_SHARE, OrderKind.LAST_SERVICE_AT)
"""Closing is the directorate's alone."""


class OrderTextForm(forms.Form):
    """An order in its own words; a file wins over the text."""

    text = forms.CharField(
        label=gettext_lazy("Teks aturan (TOML)"),
        strip=False,
        required=False,
        widget=forms.Textarea({"rows": 16, "spellcheck": "false", "autocapitalize": "none"}),
    )
    upload = forms.FileField(label=gettext_lazy("Atau berkas TOML"), required=False)
    file = forms.CharField(required=False, max_length=FILE_CHARACTERS, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return one_line_ending(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        kept = self.cleaned_data
        upload = kept.get("upload")
        if upload is not None:
            if upload.size > MOST_TEXT_BYTES:
                raise ValidationError(_("Berkas paling besar %(most)s kB.") % {"most": MOST_TEXT_BYTES // 1024})
            try:
                kept["text"], kept["file"] = one_line_ending(upload.read().decode("utf-8-sig")), upload.name
            except UnicodeDecodeError:
                self.add_error("upload", _("Berkas itu bukan teks UTF-8."))
        text = kept.get("text", "")
        if not text.strip() and not self.errors:
            self.add_error("text", _("Isi teks aturan, atau pilih berkasnya."))
        if "\0" in text:
            self.add_error("text", _("Memuat tanda yang tidak dapat disimpan."))
        kept["file"] = (kept.get("file") or FILE)[:FILE_CHARACTERS]
        return kept


class GuidedOrderForm(forms.Form):
    """The orders that come up most, for one area. `areas` are the choices, one only for the head of an office."""

    kind = forms.ChoiceField(label=gettext_lazy("Apa yang diatur"), widget=forms.RadioSelect)
    share = forms.IntegerField(
        label=gettext_lazy("Bagian dari kuota biasa, dalam persen (hanya untuk kuota)"),
        required=False,
        min_value=0,
        max_value=PERCENT,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    last_at = forms.TimeField(
        label=gettext_lazy("Pelayanan terakhir pukul (hanya untuk akhir pelayanan)"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    from_on = forms.DateField(
        label=gettext_lazy("Hari pertama"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=gettext_lazy("Hari terakhir (kosong: sampai dicabut)"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    number = forms.CharField(label=gettext_lazy("Nomor"), max_length=NUMBER_CHARACTERS)
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=TITLE_CHARACTERS)
    advice_id = forms.CharField(
        label=gettext_lazy("Imbauan bagi masyarakat, bahasa Indonesia (boleh kosong)"),
        required=False,
        max_length=ADVICE_CHARACTERS,
    )
    advice_en = forms.CharField(
        label=gettext_lazy("Imbauan yang sama, bahasa Inggris"), required=False, max_length=ADVICE_CHARACTERS
    )

    def __init__(self, data: Any, *, areas: Iterable[tuple[str, Any]], kinds: Iterable[OrderKind], **more: Any) -> None:
        super().__init__(data, **more)
        # Both are choice fields, which the types of Django's forms do not know of a field found by its name.
        kind: Any = self.fields["kind"]
        area: Any = self.fields["area"]
        kind.choices = [(each.value, KINDS[each]) for each in kinds]
        area.choices = list(areas)

    def clean(self) -> dict[str, Any]:
        kept = self.cleaned_data
        needed = {OrderKind.QUOTA_SHARE: "share", OrderKind.LAST_SERVICE_AT: "last_at"}.get(kept.get("kind", ""))
        if needed and kept.get(needed) is None and needed not in self.errors:
            self.add_error(needed, _("Wajib diisi untuk pilihan ini."))
        for name in ("from_on", "last_on"):
            if kept.get(name) is not None and not is_askable(kept[name]):
                years = {"first": FIRST_YEAR, "last": LAST_YEAR}
                self.add_error(name, _("Pilih tahun antara %(first)s dan %(last)s.") % years)
        if kept.get("from_on") and kept.get("last_on") and kept["last_on"] < kept["from_on"]:
            self.add_error("last_on", _("Hari terakhir tidak boleh sebelum hari pertama."))
        if bool(kept.get("advice_id")) != bool(kept.get("advice_en")):
            self.add_error("advice_en", _("Imbauan diisi dalam kedua bahasa, atau dikosongkan."))
        return kept

    def draft(self, *, issuer: str, rank: Rank, signed_on: Any) -> OrderDraft:
        """The order as answered; only of a valid form."""
        kept = self.cleaned_data
        kind = OrderKind(kept["kind"])
        return OrderDraft(
            number=kept["number"],
            title=kept["title"],
            issuer=issuer,
            rank=rank,
            signed_on=signed_on,
            from_on=kept["from_on"],
            until_on=kept["last_on"] + timedelta(days=1) if kept["last_on"] else None,
            area=_area(kept["area"]),
            kind=kind,
            share=Decimal(kept["share"]) / PERCENT if kind is OrderKind.QUOTA_SHARE else None,
            last_at=kept["last_at"] if kind is OrderKind.LAST_SERVICE_AT else None,
            advice=Advice(kept["advice_id"], kept["advice_en"]) if kept["advice_id"] else None,
        )


class ReasonForm(forms.Form):
    """Why somebody does something; it stands in the ledger."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=REASON_CHARACTERS,
        error_messages={"required": gettext_lazy("Isi alasannya.")},
    )


def _area(text: str) -> Area:
    kind, _colon, code = text.partition(":")
    return NATION if text == str(NATION) else Area(AreaKind(kind), code)
