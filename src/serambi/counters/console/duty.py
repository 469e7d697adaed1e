"""What a member of staff serves at their counter, kept in their session."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from serambi.counters.common import words
from serambi.counters.console.forms.counter import COUNTER_CHARACTERS
from serambi.rules.queueing import Stage

DUTY, COUNTER = "counter_duty", "counter_name"


@dataclass(frozen=True, slots=True)
class Duty:
    """The stages and service groups somebody calls; all of them until they choose."""

    stages: tuple[Stage, ...]
    groups: tuple[str, ...]


def duty_of(request: HttpRequest) -> Duty:
    kept = request.session.get(DUTY) or {"stages": list(Stage), "groups": list(words.SERVICE_GROUPS)}
    return Duty(tuple(Stage(stage) for stage in kept["stages"]), tuple(kept["groups"]))


def keep_duty(request: HttpRequest, stages: list[str], groups: list[str]) -> None:
    request.session[DUTY] = {"stages": stages, "groups": groups}


def keep_counter(request: HttpRequest, name: str) -> None:
    """Remember at which counter somebody sits. Raises Http404 for a name longer than a counter's may be."""
    if len(name) > COUNTER_CHARACTERS:
        raise Http404
    request.session[COUNTER] = name


def counter_of(request: HttpRequest) -> str:
    """The counter somebody sat at last; empty when none."""
    return str(request.session.get(COUNTER, ""))
