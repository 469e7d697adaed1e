"""What a telephone call came to, and what the person answered."""

from django import forms

from serambi.rules.calling import CallOutcome
from serambi.rules.policy import MAX_KEY_CHARACTERS

ACCEPT, DECLINE, POSTPONE = "accept", "decline", "postpone"


class CallForm(forms.Form):
    key = forms.CharField(max_length=MAX_KEY_CHARACTERS)
    outcome = forms.ChoiceField(choices=[(outcome.value, "") for outcome in CallOutcome])


class AnswerForm(forms.Form):
    key = forms.CharField(max_length=MAX_KEY_CHARACTERS)
    answer = forms.ChoiceField(choices=[(ACCEPT, ""), (DECLINE, ""), (POSTPONE, "")])
    is_sure = forms.BooleanField(required=False)

    @property
    def is_to_confirm(self) -> bool:
        """A place that was given back does not come again, so a "no" is asked for twice."""
        return self.cleaned_data["answer"] == DECLINE and not self.cleaned_data["is_sure"]
