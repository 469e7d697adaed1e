"""Shared reading of forms: a date typed in three parts, and the list of errors at the top of a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """An error with the address of its field on the page; empty when it concerns no single field."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class DateParts:
    """What a template needs to show a date in three parts."""

    prefix: str
    label: str
    hint: str
    is_required: bool
    parts: list[forms.BoundField]

    @property
    def error_id(self) -> str:
        """What the first field, which holds the errors of the whole date, says it is described by."""
        return f"{self.parts[0].auto_id}_error"

    @property
    def errors(self) -> list[str]:
        return [str(error) for part in self.parts for error in part.errors]


def error_links(form: forms.Form) -> list[ErrorLink]:
    """Every error of a bound form, in the order of its fields."""
    links: list[ErrorLink] = []
    for field in form:
        is_choice = isinstance(field.field.widget, forms.RadioSelect)
        target = f"{field.auto_id}_0" if is_choice else field.auto_id
        links.extend(ErrorLink(f"#{target}", str(error)) for error in field.errors)
    return links + [ErrorLink("", str(error)) for error in form.non_field_errors()]


def day_part(label: Any, autocomplete: str = "") -> forms.CharField:
    attrs = {"inputmode": "numeric", "maxlength": "4"} | ({"autocomplete": autocomplete} if autocomplete else {})
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs))


DAY, MONTH, YEAR = gettext_lazy("Hari"), gettext_lazy("Bulan"), gettext_lazy("Tahun")


def read_parts(form: forms.Form, prefix: str) -> date | None:
    """The date typed into the three fields of a prefix; None, with an error on the form where it is not one.

    Nothing typed at all gives None without an error.
    """
    typed = [str(form.cleaned_data.get(f"{prefix}_{part}") or "").strip() for part in ("day", "month", "year")]
    if not any(typed):
        return None
    try:
        day, month, year = (int(part) for part in typed)
        return date(year, month, day)
    except ValueError:
        form.add_error(f"{prefix}_day", _("Isi tanggal yang ada, dengan angka: hari, bulan, tahun."))
        return None


def typed_parts(prefix: str, day: date | None) -> dict[str, str]:
    """The three fields as they were typed, to show a kept date again."""
    if day is None:
        return {}
    return {f"{prefix}_day": str(day.day), f"{prefix}_month": str(day.month), f"{prefix}_year": str(day.year)}


def read_day(text: str | None) -> date | None:
    """A day from an address or a choice ("2020-09-10"); None when it is not one."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
