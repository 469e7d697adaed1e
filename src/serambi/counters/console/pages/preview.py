"""What an order would do, in words, office by office."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.counters.common import words
from serambi.counters.common.clock import now
from serambi.counters.common.dates import date_text, day_text
from serambi.counters.common.order_answers import Totals, changed_topics, summed
from serambi.counters.common.order_words import DUES, change_parts, clause_text
from serambi.counters.console.pages.orders import area_names, period_text
from serambi.procedures.preview_instrument import Preview, foreseen_offices
from serambi.procedures.steps.foresee import OfficeForeseen
from serambi.records.queries.staff import StaffRow
from serambi.rules.emptied import Emptied

MARK = "<!--offices-->"


@dataclass(frozen=True, slots=True)
class ClosedOffice:
    """An office that the order leaves without a place: since when and how long, by what, and who still comes."""

    name: str
    since: str
    days: str
    by: str
    receives_urgent: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The order being looked at, in words."""

    number: str
    title: str
    issuer: str
    period: str
    areas: str
    clauses: tuple[str, ...]
    offices: int
    closed: tuple[ClosedOffice, ...]
    needs_second_signer: bool


@dataclass(frozen=True, slots=True)
class RegimeChange:
    """One value of the regime before and after, each with who decided it."""

    topic: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OfficePart:
    """What happens at one office."""

    name: str
    is_changed: bool
    days: tuple[tuple[str, int, int], ...]
    slots: int
    people: int
    groups: tuple[tuple[str, int], ...]
    dues: tuple[tuple[str, int], ...]
    unreachable: int
    promises: int
    first_day: str
    changes: tuple[RegimeChange, ...]


def order_of(preview: Preview) -> Order:
    instrument, names = preview.instrument, area_names()
    office_names = {profile.code: profile.name for profile in preview.offices}
    return Order(
        number=instrument.number,
        title=instrument.title,
        issuer=instrument.issuer,
        period=period_text(instrument.in_force),
        areas=", ".join(names.get(str(area), str(area)) for area in instrument.areas),
        clauses=tuple(clause_text(clause) for clause in instrument.clauses),
        offices=len(preview.offices),
        closed=tuple(_closed(each, office_names) for each in preview.emptied),
        needs_second_signer=preview.needs_second_signer,
    )


def streamed(
    request: HttpRequest, staff: StaffRow, preview: Preview, words_of: Mapping[str, str], office: object
) -> Iterator[str]:
    """The page in pieces: its head at once, each office when it is known, the totals and the button at the end.

    A nation of offices takes a minute, and whoever waits sees how far it is. `words_of` has the `text` and `file`.
    """
    language = translation.get_language() or "id"
    answer = {"staff": staff, "office": office, "order": order_of(preview), "mark": MARK, "here": "orders", **words_of}
    head, _mark, foot = render_to_string("console/orders/preview.html", answer, request).partition(MARK)
    yield head
    names = {profile.code: profile.name for profile in preview.offices}
    totals = Totals()
    offices = foreseen_offices(preview=preview, text=words_of["text"], file=words_of["file"], now=now())
    for foreseen in summed(offices, totals):
        # The thread may have served another page meanwhile.
        with translation.override(language):
            part = {"part": office_part(foreseen, names), "is_only": len(preview.offices) == 1}
            yield render_to_string("console/orders/preview_office.html", part)
    with translation.override(language):
        yield render_to_string("console/orders/preview_end.html", {**answer, "totals": _summed(totals)}, request)
    yield foot


def office_part(foreseen: OfficeForeseen, names: Mapping[str, str]) -> OfficePart:
    """What happens at one office, in words; `names` are those of the offices by code."""
    changes = changed_topics(foreseen.before, foreseen.after)
    return OfficePart(
        name=names[foreseen.office],
        is_changed=bool(foreseen.slots_changed),
        days=tuple((day_text(day.on), day.places_before, day.places_after) for day in foreseen.days),
        slots=foreseen.slots_changed,
        people=sum(foreseen.people.values()),
        groups=_named(words.SERVICE_GROUPS, foreseen.people),
        dues=_named(DUES, foreseen.dues),
        unreachable=foreseen.unreachable,
        promises=foreseen.promises_moved,
        first_day=date_text(foreseen.first_day),
        changes=tuple(RegimeChange(*change_parts(name, before, after)) for name, before, after in changes),
    )


def _closed(emptied: Emptied, names: Mapping[str, str]) -> ClosedOffice:
    days, clause = emptied.days, emptied.taken_by
    long = _("tanpa batas akhir")
    if days is not None:
        long = ngettext("%(number)s hari kerja", "%(number)s hari kerja", days) % {"number": days}
    return ClosedOffice(
        name=names[emptied.office],
        since=date_text(emptied.first_on),
        days=long,
        by=clause_text(clause) if clause else _("aturan yang dicabutnya"),
        receives_urgent=emptied.receives_urgent,
    )


def _summed(totals: Totals) -> Mapping[str, object]:
    return {
        "offices": totals.offices,
        "changed": totals.offices_changed,
        "days": totals.days,
        "slots": totals.slots,
        "people": sum(totals.people.values()),
        "groups": _named(words.SERVICE_GROUPS, totals.people),
        "dues": _named(DUES, totals.dues),
        "unreachable": totals.unreachable,
        "promises": totals.promises_moved,
    }


def _named(names: Mapping[str, object], counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((str(names.get(code, code)), people) for code, people in sorted(counts.items()))
