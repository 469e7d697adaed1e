"""The regime of a day and the bounds of a slot in plain words, each value with the instrument that decided it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.counters.common import words
from serambi.counters.common.dates import clock_text, date_text
from serambi.counters.common.words import in_language, listed, number_text, percent_text
from serambi.rules.capacity import Bound, BoundValue
from serambi.rules.instrument import Mode, Topic
from serambi.rules.regime import Decision, Regime, Ruling
from serambi.rules.rota.manning import Isolation
from serambi.rules.spans import end_of

Facts = Mapping[str, str | int]


class Said(NamedTuple):
    """What one of several instruments adds to a value, and which."""

    text: str
    by: str


class RegimeLine(NamedTuple):
    """One value of a regime in words; `overruled` is empty when nothing was, `each` where not several add up."""

    topic: str
    value: str
    decided_by: str
    overruled: str
    each: tuple[Said, ...] = ()


def regime_lines(regime: Regime) -> list[RegimeLine]:
    """Every value of a regime, its zone included, in the order in which people ask for them."""
    lines = {name: _line(name, decision) for name, decision in regime.because.items()}
    before_zone = [lines.pop("open"), lines.pop("mode")]
    zone = RegimeLine(_("Zona risiko"), zone_text(regime), assessment_text(regime), "")
    return [*before_zone, zone, lines.pop("restrictions"), *lines.values()]


def zone_text(regime: Regime) -> str:
    """ "oranye (risiko sedang), skor 2,05"."""
    if regime.zone is None:
        return _("belum pernah dinilai")
    zone = str(words.ZONES[regime.zone])
    score = regime.assessment.score if regime.assessment else None
    return zone if score is None else _("%(zone)s, skor %(score)s") % {"zone": zone, "score": number_text(score)}


def assessment_text(regime: Regime) -> str:
    """Where the zone comes from."""
    if regime.assessment is None:
        return _("tidak ada penilaian yang tercatat")
    return _("peta risiko tanggal %(day)s") % {"day": date_text(regime.assessment.assessed_on)}


def ruling_text(ruling: Ruling) -> str:
    """ "SE 58 (Menteri PANRB, 29 Mei 2020)"; a floor says that it is one."""
    instrument = ruling.instrument
    text = f"{instrument.short_name} ({instrument.issuer}, {date_text(instrument.signed_on)})"
    if ruling.clause.topic is Topic.STAFF_FLOOR_SHARE:
        return _("%(instrument)s, batas paling sedikit bagi unit yang melayani langsung") % {"instrument": text}
    return text


def said_by_each(name: str, decision: Decision) -> tuple[Said, ...]:
    """What every instrument that decides a value says; empty when none does."""
    return tuple(Said(value_text(name, _as_field(ruling)), ruling_text(ruling)) for ruling in decision.deciding)


def value_text(name: str, value: Any) -> str:
    """A value of a regime's field in words; its type is fixed by the field."""
    return VALUES[name](value)


def bound_sentence(bound: Bound, value: BoundValue) -> str:
    """Why a bound allows so many places in a slot, and which teams are missing for it."""
    return " ".join([SENTENCES[bound](value.places, value.facts), *map(_isolated, value.isolated)])


def places_text(number: int) -> str:
    """ "5 tempat"."""
    return ngettext("%(number)s tempat", "%(number)s tempat", number) % {"number": number}


def _line(name: str, decision: Decision) -> RegimeLine:
    said = said_by_each(name, decision)
    decided_by = "; ".join(dict.fromkeys(each.by for each in said)) or _("tidak ada aturan yang membatasi")
    overruled = [f"{r.instrument.short_name}: {value_text(name, _as_field(r))}" for r in decision.overruled]
    return RegimeLine(
        topic=str(TOPICS[name]),
        value=value_text(name, decision.value),
        decided_by=decided_by,
        overruled="; ".join(overruled),
        each=said if len(said) > 1 else (),
    )


def _as_field(ruling: Ruling) -> Any:
    """What one clause says, in the shape of the regime's field: some fields gather several clauses."""
    value = ruling.clause.value
    return (value,) if ruling.clause.topic in (Topic.PERMIT_DEADLINE, Topic.ADVICE, Topic.RESTRICTION) else value


def _open(value: bool) -> str:
    return _("buka") if value else _("ditutup atas perintah Direktorat Jenderal Imigrasi")


def _share_of_staff(value: Decimal) -> str:
    return _("%(share)s pegawai hadir di kantor") % {"share": percent_text(value)}


def _share_of_quota(value: Decimal) -> str:
    return _("%(share)s dari kuota biasa") % {"share": percent_text(value)}


def _last_service(value: Any) -> str:
    return _("pukul %(time)s") % {"time": clock_text(value)} if value else _("sampai jam kantor berakhir")


def _distance(value: Decimal | None) -> str:
    return _("tidak diatur") if value is None else _("%(metres)s meter") % {"metres": number_text(value)}


def _temperature(value: Decimal | None) -> str:
    return _("tidak diatur") if value is None else f"{number_text(value)} °C"


def _walk_in(value: frozenset[str] | None) -> str:
    if value is None:
        return _("tidak dibatasi")
    kinds = [words.word(words.WALK_IN, kind) for kind in words.WALK_IN if kind in value]
    return listed(kinds) or _("tidak ada")


def _advice(value: Any) -> str:
    return " ".join(in_language(each) for each in value) or _("tidak ada")


def _deadlines(value: Any) -> str:
    none = _("hari terakhir belum ditetapkan")
    each = [f"{d.permit.upper()}: {date_text(d.last_on) if d.last_on else none}" for d in value]
    return "; ".join(each) or _("tidak ada")


def _restrictions(value: Any) -> str:
    return listed([words.word(words.RESTRICTIONS, name) for name in value]) or _("tidak ada")


def _by_quota(places: int, facts: Facts) -> str:
    if not facts["open"]:
        return _("Kuota: 0 tempat, karena kantor ditutup.")
    if facts["mode"] == Mode.URGENT_ONLY:
        return _("Kuota: %(places)s, hanya untuk keperluan mendesak.") % {"places": places_text(places)}
    asked = {
        "places": places_text(places),
        "day": facts["day"],
        "share": percent_text(Decimal(facts["quota_share"])),
        "normal": facts["normal_quota"],
    }
    return _("Kuota: %(places)s dari %(day)s sehari (%(share)s dari kuota biasa, %(normal)s).") % asked


def _by_counters(places: int, facts: Facts) -> str:
    counters = int(facts["counters"])
    asked = {
        "places": places_text(places),
        "staffed": facts["staffed"],
        "counters": ngettext("%(number)s loket", "%(number)s loket", counters) % {"number": counters},
        "share": percent_text(Decimal(facts["staff_share"])),
        "service": _minutes(facts["service_minutes"]),
        "slot": _minutes(facts["slot_minutes"]),
    }
    if facts["staffed"] == facts.get("manned"):
        text = _(
            "Loket: %(places)s; %(staffed)s dari %(counters)s terisi menurut piket, "
            "%(service)s tiap pemohon dalam %(slot)s."
        )
        return text % asked
    text = _(
        "Loket: %(places)s; %(staffed)s dari %(counters)s terisi dengan %(share)s pegawai, "
        "%(service)s tiap pemohon dalam %(slot)s."
    )
    return text % asked


def _isolated(isolation: Isolation) -> str:
    last_on = end_of(isolation.period) - timedelta(days=1)
    return _("Tim %(team)s diisolasi sampai %(day)s.") % {"team": isolation.team, "day": date_text(last_on)}


def _by_hall(places: int, facts: Facts) -> str:
    seats = int(facts["seats"])
    asked = {
        "places": places_text(places),
        "seats": ngettext("%(number)s kursi", "%(number)s kursi", seats) % {"number": seats},
        "distance": number_text(Decimal(facts["distance_m"])),
        "stay": _minutes(facts["stay_minutes"]),
    }
    if not Decimal(facts["distance_m"]):
        return _("Ruang tunggu: %(places)s; %(seats)s, tiap pemohon tinggal %(stay)s.") % asked
    return _("Ruang tunggu: %(places)s; %(seats)s pada jarak %(distance)s m, tiap pemohon tinggal %(stay)s.") % asked


def _by_back_office(places: int, facts: Facts) -> str:
    days = int(facts["promise_days"])
    asked = {
        "places": places_text(places),
        "per_day": _files(facts["per_day"]),
        "days": ngettext("%(number)s hari kerja", "%(number)s hari kerja", days) % {"number": days},
        "unfinished": _files(facts["unfinished"]),
    }
    text = _("Penyelesaian: %(places)s; %(per_day)s sehari dalam janji %(days)s, %(unfinished)s masih dikerjakan.")
    return text % asked


def _minutes(number: str | int) -> str:
    return ngettext("%(number)s menit", "%(number)s menit", int(number)) % {"number": number}


def _files(number: str | int) -> str:
    return ngettext("%(number)s berkas", "%(number)s berkas", int(number)) % {"number": number}


TOPICS = {
    "open": gettext_lazy("Kantor"),
    "mode": gettext_lazy("Yang dilayani"),
    "restrictions": gettext_lazy("Pembatasan wilayah"),
    "staff_share": gettext_lazy("Kehadiran pegawai"),
    "quota_share": gettext_lazy("Kuota pemohon"),
    "last_service_at": gettext_lazy("Pelayanan terakhir"),
    "distance_m": gettext_lazy("Jarak antarorang"),
    "max_temperature_c": gettext_lazy("Suhu tubuh paling tinggi"),
    "walk_in": gettext_lazy("Datang langsung (walk-in)"),
    "advice": gettext_lazy("Imbauan"),
    "permit_deadlines": gettext_lazy("Batas waktu izin tinggal"),
}
VALUES: dict[str, Callable[[Any], str]] = {
    "open": _open,
    "mode": lambda value: str(words.MODES[value]),
    "restrictions": _restrictions,
    "staff_share": _share_of_staff,
    "quota_share": _share_of_quota,
    "last_service_at": _last_service,
    "distance_m": _distance,
    "max_temperature_c": _temperature,
    "walk_in": _walk_in,
    "advice": _advice,
    "permit_deadlines": _deadlines,
}
SENTENCES: dict[Bound, Callable[[int, Facts], str]] = {
    Bound.QUOTA: _by_quota,
    Bound.COUNTERS: _by_counters,
    Bound.HALL: _by_hall,
    Bound.BACK_OFFICE: _by_back_office,
}
