"""From a question in an address to a decline and its errors, each at its field."""

from collections.abc import Mapping
from datetime import timedelta

from django import forms

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.forms.reading import ErrorLink, error_links
from serambi.counters.portal.pages.decline import DeclinePage, checked_numbers, decline_page
from serambi.counters.portal.pages.place import AtOffice
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import month_of, span_text


def started(at: AtOffice, asked: Mapping[str, str]) -> dict[str, str]:
    """The question, with the last month that is over and the usual baseline where it names none."""
    last_month = span_text(month_of(at.today.replace(day=1) - timedelta(days=1)))
    usual = {"period": last_month, "baseline": "same-month-last-year", "measure": "applied"}
    usual |= {"weighting": "working-days", "group": at.profile.means.groups[0].code}
    return usual | {name: value.strip() for name, value in asked.items() if value.strip()}


def answered(at: AtOffice, form: forms.Form) -> tuple[DeclinePage | None, list[ErrorLink]]:
    if not form.is_valid():
        return None, error_links(form)
    try:
        return decline_page(at.code, form.cleaned_data, at.now), []
    except Refused as refused:
        _put(form, refused.refusal)
        return None, error_links(form)


def checked(form: forms.Form) -> tuple[str, list[ErrorLink]]:
    """What a printed percentage comes to; nothing where none was typed."""
    if not form.is_valid():
        return "", error_links(form)
    typed = [form.cleaned_data[name] for name in ("printed", "printed_base", "printed_claim")]
    if not any(typed):
        return "", []
    try:
        return checked_numbers(*typed), []
    except Refused as refused:
        _put(form, refused.refusal)
        return "", error_links(form)


def _put(form: forms.Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, sentence(refusal))
