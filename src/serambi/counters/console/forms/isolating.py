"""Isolating a team: which one and on which days. Why is a matter of health, and is not asked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.years import FIRST_YEAR, LAST_YEAR, is_askable


class IsolationForm(forms.Form):
    """`teams` are the choices: code and name of each team of the kept rota."""

    team = forms.ChoiceField(
        label=gettext_lazy("Tim"),
        error_messages={
            "required": gettext_lazy("Pilih tim."),
            "invalid_choice": gettext_lazy("Pilih tim dari daftar."),
        },
    )
    from_on = forms.DateField(
        label=gettext_lazy("Hari pertama"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=gettext_lazy("Hari terakhir"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, teams: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        team: Any = self.fields["team"]
        team.choices = [("", "–"), *teams]

    def clean_from_on(self) -> date:
        return _askable(self.cleaned_data["from_on"])

    def clean_last_on(self) -> date:
        return _askable(self.cleaned_data["last_on"])

    def clean(self) -> dict[str, Any]:
        kept = self.cleaned_data
        if kept.get("from_on") and kept.get("last_on") and kept["last_on"] < kept["from_on"]:
            self.add_error("last_on", _("Hari terakhir tidak boleh sebelum hari pertama."))
        return kept

    def isolation(self) -> dict[str, Any]:
        """Team and days as a procedure takes them; only of a valid form."""
        kept = self.cleaned_data
        until_on = kept["last_on"] + timedelta(days=1)
        return {"team": kept["team"], "from_on": kept["from_on"], "until_on": until_on}


def _askable(on: date) -> date:
    if not is_askable(on):
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Pilih tahun antara %(first)s dan %(last)s.") % years)
    return on
