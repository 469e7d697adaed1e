"""Drafting a notice: its words in both languages, made from the state that every other channel reads."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.dates import clock_text, day_text, period_text, span_words, zone_text
from serambi.counters.common.decline_words import baseline_text, sentence
from serambi.counters.common.notice_words import hours_line, in_both
from serambi.counters.common.order_words import clause_text
from serambi.counters.common.reasons import value_text
from serambi.counters.common.reasons import zone_text as risk_text
from serambi.counters.common.words import in_language, listed, number_text, percent_text, word
from serambi.records.queries.catalogue import all_services
from serambi.records.queries.decline import DeclineFound
from serambi.records.queries.notice_ground import Ground, holding_on
from serambi.rules.catalogue import Text, Who
from serambi.rules.decline import percent
from serambi.rules.instrument import COMPETENT, Clause, Instrument, Mode, Rank, Topic
from serambi.rules.notice import Holding, Words
from serambi.rules.regime import FULL_SHARE, Regime, regime_on

HUNDRED = 100
RANKS = {
    Rank.PRESIDENT: gettext_lazy("Presiden"),
    Rank.MINISTRY: gettext_lazy("kementerian"),
    Rank.HOME_AFFAIRS: gettext_lazy("Menteri Dalam Negeri"),
    Rank.DIRECTORATE: gettext_lazy("Direktorat Jenderal Imigrasi di Jakarta"),
    Rank.GOVERNOR: gettext_lazy("gubernur"),
    Rank.MAYOR: gettext_lazy("bupati atau wali kota"),
    Rank.OFFICE_HEAD: gettext_lazy("kepala kantor"),
}
"""Who can order something, as the public calls them."""
TIGHTER = frozenset({Topic.MODE, Topic.QUOTA_SHARE, Topic.LAST_SERVICE_AT, Topic.DISTANCE_M, Topic.WALK_IN})


@dataclass(frozen=True, slots=True)
class _Situation:
    """How an office runs on a day, with the regime behind it."""

    ground: Ground
    holding: Holding
    regime: Regime


def drafted_of_order(ground: Ground, instrument: Instrument) -> Words:
    """A draft about an order: what it says, and what it means to who comes."""
    left = ground.left.get(instrument.number, instrument.in_force)
    on = max(ground.on, left.from_on)
    situation = _situation(ground, on)

    def body() -> str:
        facts = _order_facts(situation, instrument) | {"period": period_text(left)}
        return _rendered("order", facts)

    return _words(lambda: _order_title(instrument), body)


def drafted_of_figures(ground: Ground, found: DeclineFound) -> Words:
    """A draft about a month's figures: the decline with its base, and how the office runs meanwhile."""
    situation = _situation(ground, ground.on)

    def body() -> str:
        facts = _figure_facts(found) | {"situation": _situation_text(situation)}
        return _rendered("figures", facts)

    return _words(lambda: _figures_title(situation, found), body)


def drafted_of_day(ground: Ground, on: date) -> Words:
    """A draft about the hours and places from a day on."""
    situation = _situation(ground, on)

    def body() -> str:
        hours = [f"{name}: {said}" for name, said in _hours(situation)]
        facts = {"day": day_text(on), "hours": hours, "address": situation.holding.address}
        return _rendered("day", facts | {"situation": _situation_text(situation)})

    return _words(lambda: _("Jam pelayanan dan tempat mulai %(day)s") % {"day": day_text(on)}, body)


def _words(title: Callable[[], str], body: Callable[[], str]) -> Words:
    titles, bodies = in_both(title), in_both(body)
    return Words(Text(titles["id"], titles["en"]), Text(bodies["id"], bodies["en"]))


def _situation(ground: Ground, on: date) -> _Situation:
    return _Situation(ground, holding_on(ground, on), regime_on(ground.orders, on))


def _order_title(instrument: Instrument) -> str:
    says = {clause.topic: clause.value for clause in instrument.clauses}
    name = {"order": instrument.short_name}
    if says.get(Topic.OPEN) is False:
        return _("Pelayanan tatap muka ditutup sementara (%(order)s)") % name
    if says.get(Topic.MODE) is Mode.URGENT_ONLY:
        return _("Hanya keperluan mendesak yang dilayani (%(order)s)") % name
    if Topic.QUOTA_SHARE in says:
        return _("Kuota pemohon diatur lagi (%(order)s)") % name
    if Topic.LAST_SERVICE_AT in says:
        return _("Jam pelayanan diatur lagi (%(order)s)") % name
    if Topic.RESTRICTION in says:
        return _("Pembatasan wilayah: %(order)s") % name
    if set(says) == {Topic.ADVICE}:
        return _("Imbauan: %(order)s") % name
    return _("Aturan baru: %(order)s") % name


def _order_facts(situation: _Situation, instrument: Instrument) -> dict[str, Any]:
    topics = {clause.topic for clause in instrument.clauses}
    return {
        "issuer": instrument.issuer,
        "title": instrument.title,
        "short_name": instrument.short_name,
        "office": situation.ground.profile.name,
        "clauses": [_clause(clause) for clause in instrument.clauses],
        "is_closed": any(c.topic is Topic.OPEN and c.value is False for c in instrument.clauses),
        "is_tighter": bool(topics & TIGHTER),
        "is_open": situation.holding.open and Topic.OPEN not in topics,
        "closers": _closers(),
    }


def _clause(clause: Clause) -> str:
    return clause_text(clause).rstrip(".")


def _figure_facts(found: DeclineFound) -> dict[str, Any]:
    change = percent(found.decline.change)
    base = sum(row.count for row in found.base)
    return {
        "is_fall": change < 0,
        "measure": word(words.MEASURES, found.asked.measure),
        "group": word(words.SERVICE_GROUPS, found.group).lower(),
        "office": found.office_name,
        "share": percent_text(abs(change) / HUNDRED),
        "period": span_words(found.period.span),
        "base": baseline_text(found),
        "before": number_text((Decimal(base) / len(found.base)).quantize(Decimal("0.1"))),
        "now": number_text(found.period.count),
        "sentence": sentence(found),
    }


def _figures_title(situation: _Situation, found: DeclineFound) -> str:
    change = percent(found.decline.change)
    facts = {
        "measure": word(words.MEASURES, found.asked.measure),
        "group": word(words.SERVICE_GROUPS, found.group).lower(),
        "share": percent_text(abs(change) / HUNDRED),
    }
    fell, rose = _("%(measure)s (%(group)s) turun %(share)s"), _("%(measure)s (%(group)s) naik %(share)s")
    title = (fell if change < 0 else rose) % facts
    return _("%(title)s, kantor tetap melayani") % {"title": title} if situation.holding.open else title


def _situation_text(situation: _Situation) -> str:
    holding, regime, profile = situation.holding, situation.regime, situation.ground.profile
    facts = {
        "office": profile.name,
        "is_open": holding.open,
        "closed_by": _by(holding, "open"),
        "closers": _closers(),
        "is_urgent_only": holding.mode is Mode.URGENT_ONLY,
        "mode_by": _by(holding, "mode"),
        "staff": value_text("staff_share", holding.staff_share),
        "staff_by": _by(holding, "staff_share"),
        "zone": risk_text(regime) if regime.zone else "",
        "restrictions": value_text("restrictions", holding.restrictions) if holding.restrictions else "",
        "places": list(_places(situation)) if holding.open else [],
        "may_postpone": holding.quota_share < FULL_SHARE or holding.mode is Mode.URGENT_ONLY,
        "advice": [in_language(each) for each in holding.advice],
        "days": profile.means.promise_days,
        "served": list(_served(situation)),
    }
    return _rendered("situation", facts)


def _places(situation: _Situation) -> Iterator[str]:
    """How many are taken in a day of how many, and until when."""
    holding, profile = situation.holding, situation.ground.profile
    normal = {each.code: each.normal_quota for each in profile.means.groups}
    for group in holding.groups:
        facts = {
            "group": word(words.SERVICE_GROUPS, group.code).lower(),
            "quota": number_text(group.quota),
            "normal": number_text(normal[group.code]),
            "by": _by(holding, "quota_share"),
        }
        cut = _("Kuota sehari untuk %(group)s: %(quota)s, dari biasanya %(normal)s, menurut %(by)s.")
        whole = _("Kuota sehari untuk %(group)s: %(quota)s.")
        yield (cut if facts["by"] else whole) % facts
    if profile.means.is_example:
        yield _("Kuota kantor ini angka contoh.")
    if holding.last_service_at is not None:
        at = f"{clock_text(holding.last_service_at)} {zone_text(profile.time_zone)}"
        by = _by(holding, "last_service_at")
        yield _("Pelayanan terakhir pukul %(time)s, menurut %(order)s.") % {"time": at, "order": by}


def _hours(situation: _Situation) -> Iterator[tuple[str, str]]:
    for group in situation.holding.groups:
        yield word(words.SERVICE_GROUPS, group.code), hours_line(group)


def _served(situation: _Situation) -> Iterator[str]:
    """Who is served: the groups the office has, and whom the services of each are for."""
    if not situation.holding.open:
        return
    groups = {each.code for each in situation.holding.groups}
    whom = {each.who for each in all_services() if each.group in groups}
    if {Who.CITIZEN, Who.FOREIGNER} <= whom:
        yield _("Warga negara Indonesia dan orang asing sama-sama dilayani: paspor untuk WNI, izin tinggal untuk WNA.")
    elif Who.CITIZEN in whom:
        yield _("Warga negara Indonesia dilayani untuk paspor.")


def _by(holding: Holding, field: str) -> str:
    """The orders that decided a field; empty when none did."""
    return listed(list(holding.by.get(field, ())))


def _closers() -> str:
    """Who can order an office closed, by the rule of competence itself."""
    return listed([str(RANKS[rank]) for rank in Rank if rank in COMPETENT[Topic.OPEN]])


def _rendered(name: str, facts: dict[str, Any]) -> str:
    text = render_to_string(f"notices/{name}.txt", facts)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
