"""The page of an office's figures: by service group a decline in a sentence, a chart and the months as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.decline_asking import parameters_of
from serambi.counters.common.decline_words import sentence
from serambi.counters.common.words import in_language
from serambi.counters.portal.pages.figure_chart import Chart, month_chart, said_reach
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.catalogue import all_services
from serambi.records.queries.decline import DeclineAsked, public_decline
from serambi.records.queries.public_figures import PublicCell, public_months
from serambi.records.queries.quotas import worked_stretches
from serambi.rules.baseline import Baseline, BaselineKind
from serambi.rules.figures import PART_OF, PUBLISHED, Measure
from serambi.rules.refusal import Refused
from serambi.rules.spans import month_after, month_of

CHART_MONTHS, TABLE_MONTHS = 36, 24
WHOLE = Decimal("0.01")
AT_LEAST = f"\N{GREATER-THAN OR EQUAL TO}{words.NO_BREAK}"
Totals = Mapping[tuple[date, Measure], PublicCell]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the table; a count None is kept back, a measure that was not counted is missing. `use` is the share
    of the quota that was applied for."""

    on: date
    counts: tuple[int | str | None, ...]
    quota: int
    use: str
    is_history: bool


@dataclass(frozen=True, slots=True)
class ServiceLine:
    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    code: str
    name: str
    sentence: str
    address: dict[str, str]
    chart: Chart
    headings: tuple[str, ...]
    months: tuple[MonthLine, ...]
    last_on: date
    services: tuple[ServiceLine, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    groups: tuple[GroupFigures, ...]


def figures_page(at: AtOffice) -> FiguresPage:
    first = month_after(at.today.replace(day=1), -CHART_MONTHS)
    cells = public_months(office=at.code, now=at.now, from_on=first)
    names = {service.code: in_language(service.name) for service in all_services()}
    groups = [group.code for group in at.profile.means.groups]
    own = {code: [cell for cell in cells if cell.group == code] for code in groups}
    return FiguresPage(tuple(_group(at, code, found, names) for code, found in own.items() if found))


def _group(at: AtOffice, code: str, cells: Sequence[PublicCell], names: dict[str, str]) -> GroupFigures:
    totals = {(cell.on, cell.measure): cell for cell in cells if not cell.service}
    months = sorted({on for on, _measure in totals})
    measures = [each for each in PUBLISHED if any(measure == each for _on, measure in totals)]
    said, address = _last_decline(at, code, months[-1])
    name = words.word(words.SERVICE_GROUPS, code)
    shown = months[-TABLE_MONTHS:]
    spans = [month_of(on) for on in shown]
    worked = worked_stretches(profile=at.profile, group=code, spans=spans, known_at=at.now)
    lines = [_month_line(on, measures, totals, each.quota) for on, each in zip(shown, worked, strict=True)]
    return GroupFigures(
        code=code,
        name=name,
        sentence=said,
        address=address,
        chart=_chart(name, measures, totals, months),
        headings=tuple(words.word(words.MEASURES, measure) for measure in measures),
        months=tuple(reversed(lines)),
        last_on=months[-1],
        services=tuple(
            ServiceLine(names.get(cell.service, cell.service), cell.count)
            for cell in cells
            if cell.service and cell.on == months[-1] and cell.measure == Measure.APPLIED
        ),
    )


def _month_line(on: date, measures: Sequence[Measure], totals: Totals, quota: int) -> MonthLine:
    found = [totals.get((on, measure)) for measure in measures]
    applied = totals.get((on, Measure.APPLIED))
    use = _share(applied.count, quota) if applied and applied.count and quota else ""
    counts = tuple("" if cell is None else _said_count(cell, totals) for cell in found)
    return MonthLine(on, counts, quota, use, any(cell.is_history for cell in found if cell))


def _said_count(cell: PublicCell, totals: Totals) -> int | str | None:
    """The count; of a part its share of the whole, or what that comes to at least."""
    whole = totals.get((cell.on, PART_OF[cell.measure])) if cell.measure in PART_OF else None
    if whole is None or not whole.count:
        return cell.count
    if cell.count is not None:
        return f"{_share(cell.count, whole.count)} ({words.number_text(cell.count)})"
    return AT_LEAST + _share(cell.at_least, whole.count) if cell.at_least else None


def _share(count: int, whole: int) -> str:
    """Cut and not rounded: who reads 100 % must find nobody missing."""
    return words.percent_text((Decimal(count) / whole).quantize(WHOLE, ROUND_DOWN))


def _chart(name: str, measures: Sequence[Measure], totals: Totals, months: Sequence[date]) -> Chart:
    measure = Measure.APPLIED if Measure.APPLIED in measures else measures[0]
    found = [(on, cell.count) for on in months if (cell := totals.get((on, measure)))]
    first, last = said_reach(found)
    title = _("%(measure)s per bulan, %(group)s") % {
        "measure": words.word(words.MEASURES, measure),
        "group": name.lower(),
    }
    counts = [count for _on, count in found if count is not None]
    description = _(
        "Grafik kolom dari %(first)s sampai %(last)s: paling banyak %(most)s, paling sedikit %(least)s, "
        "terakhir %(now)s. Tabel di bawah memuat angkanya."
    ) % {
        "first": first,
        "last": last,
        "most": _said(max(counts, default=None)),
        "least": _said(min(counts, default=None)),
        "now": _said(found[-1][1]),
    }
    return month_chart(title, description, found)


def _said(count: int | None) -> str:
    return _("tidak diumumkan") if count is None else words.number_text(count)


def _last_decline(at: AtOffice, group: str, month: date) -> tuple[str, dict[str, str]]:
    """The sentence about the last month with the parameters of its page; empty where it cannot be told."""
    baseline = Baseline(BaselineKind.LAST_YEAR)
    asked = DeclineAsked(at.code, month_of(month), baseline, group=group)
    try:
        found = public_decline(asked=asked, now=at.now)
    except Refused:
        return "", {}
    return sentence(found), parameters_of(found)
