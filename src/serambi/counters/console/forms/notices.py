"""Writing a notice: what it is about, its words in both languages, when it comes out, and why it is taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.enacting import one_line_ending
from serambi.counters.common.years import FIRST_YEAR, LAST_YEAR, is_askable
from serambi.rules.catalogue import Text
from serambi.rules.notice import Words

TITLE_CHARACTERS, BODY_CHARACTERS, NOTE_CHARACTERS = 150, 10_000, 300
ROWS = 18


class _Kept(forms.CharField):
    """A text that a database can keep; with one kind of line ending."""

    def clean(self, value: Any) -> str:
        text = one_line_ending(super().clean(value))
        if "\0" in text:
            raise ValidationError(_("Memuat tanda yang tidak dapat disimpan."))
        return text


def _day(label: Any, *, is_required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=is_required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Tanggal itu tidak ada. Contoh: 2020-09-10."),
            "required": gettext_lazy("Isi tanggalnya."),
        },
    )


def _askable(day: date | None) -> date | None:
    if day is not None and not is_askable(day):
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Pilih tahun antara %(first)s dan %(last)s.") % years)
    return day


class FromOrderForm(forms.Form):
    """A notice about one of the orders that concern the office."""

    order = forms.ChoiceField(
        label=gettext_lazy("Aturan"),
        error_messages={"required": gettext_lazy("Pilih aturannya.")},
    )

    def __init__(self, data: Any, *, orders: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        order: Any = self.fields["order"]
        order.choices = list(orders)


class FromFiguresForm(forms.Form):
    """A notice about the decline of one of the published months."""

    month = forms.ChoiceField(label=gettext_lazy("Bulan"))
    group = forms.ChoiceField(label=gettext_lazy("Layanan"))

    def __init__(self, data: Any, *, months: Iterable[tuple[str, str]], groups: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        month: Any = self.fields["month"]
        group: Any = self.fields["group"]
        month.choices, group.choices = list(months), list(groups)


class FromDayForm(forms.Form):
    """A notice about hours and places from a day on."""

    on = _day(gettext_lazy("Hari pertama"), is_required=True)

    def clean_on(self) -> date | None:
        return _askable(self.cleaned_data["on"])


class NoticeForm(forms.Form):
    """The words of a notice in both languages; what is empty is asked for when it is published."""

    title_id = _Kept(label=gettext_lazy("Judul, bahasa Indonesia"), max_length=TITLE_CHARACTERS, required=False)
    body_id = _Kept(
        label=gettext_lazy("Isi, bahasa Indonesia"),
        max_length=BODY_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": ROWS, "lang": "id"}),
    )
    title_en = _Kept(label=gettext_lazy("Judul, bahasa Inggris"), max_length=TITLE_CHARACTERS, required=False)
    body_en = _Kept(
        label=gettext_lazy("Isi, bahasa Inggris"),
        max_length=BODY_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": ROWS, "lang": "en"}),
    )
    until_on = _day(gettext_lazy("Berhenti ditampilkan pada (kosong: selama berlaku)"))

    def clean_until_on(self) -> date | None:
        return _askable(self.cleaned_data["until_on"])

    def clean(self) -> dict[str, Any]:
        if not any(name in self.data for name in self.fields):
            # Empty fields make an empty draft; a request without them is a mistake, and would wipe it.
            raise ValidationError(_("Naskahnya tidak terkirim; tidak ada yang disimpan."))
        return self.cleaned_data

    @property
    def words(self) -> Words:
        kept = self.cleaned_data
        return Words(Text(kept["title_id"], kept["title_en"]), Text(kept["body_id"], kept["body_en"]))


class PublicationForm(forms.Form):
    """When it comes out, in the office's own time, and what the correction puts right."""

    from_at = forms.DateTimeField(
        label=gettext_lazy("Terbit pada (kosong: sekarang)"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Tulis tanggal dan jam, misalnya 2020-09-14 08:00.")},
    )
    correction_id = _Kept(
        label=gettext_lazy("Apa yang diperbaiki, bahasa Indonesia"), max_length=NOTE_CHARACTERS, required=False
    )
    correction_en = _Kept(
        label=gettext_lazy("Apa yang diperbaiki, bahasa Inggris"), max_length=NOTE_CHARACTERS, required=False
    )

    def comes_at(self, zone: str) -> datetime | None:
        """The instant at the office; None for now."""
        typed = self.cleaned_data["from_at"]
        # The framework read it as UTC, but somebody at the office typed it.
        return typed.replace(tzinfo=ZoneInfo(zone)) if typed else None

    @property
    def correction(self) -> Text | None:
        kept = self.cleaned_data
        both = Text(kept["correction_id"], kept["correction_en"])
        return both if both.id or both.en else None


class WithdrawalForm(forms.Form):
    """Why a notice is taken back; readers see it."""

    reason_id = _Kept(label=gettext_lazy("Alasan, bahasa Indonesia"), max_length=NOTE_CHARACTERS, required=False)
    reason_en = _Kept(label=gettext_lazy("Alasan, bahasa Inggris"), max_length=NOTE_CHARACTERS, required=False)

    @property
    def reason(self) -> Text:
        return Text(self.cleaned_data["reason_id"], self.cleaned_data["reason_en"])
