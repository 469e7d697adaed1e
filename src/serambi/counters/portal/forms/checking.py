"""The questions of the requirements check. Asked by GET: they change nothing, and the answer can be kept as a link."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from serambi.counters.common.case_words import condition_text
from serambi.rules.verdict import AskedCondition


class ConditionsForm(forms.Form):
    """Which conditions hold: none is an answer too."""

    when = forms.MultipleChoiceField(
        label=gettext_lazy("Mana yang berlaku bagi Anda?"),
        help_text=gettext_lazy("Tandai yang berlaku. Bila tidak ada, langsung lanjut."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, conditions: Iterable[AskedCondition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["when"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.code, condition_text(each)) for each in conditions]
