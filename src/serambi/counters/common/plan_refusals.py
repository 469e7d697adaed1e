"""What a refusal of the simulation, the rota or an isolation says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words

Facts = Mapping[str, str | int]


def _no_counters(facts: Facts) -> str:
    group = words.word(words.SERVICE_GROUPS, str(facts.get("group", "")))
    return _("Tidak ada loket yang buka sepanjang hari untuk %(group)s, padahal ada yang terjadwal.") % {"group": group}


def _skill_uncovered(facts: Facts) -> str:
    text = _("Keahlian %(skill)s memerlukan %(needed)s orang; yang dapat hadir %(there)s.")
    return text % {name: facts.get(name, "") for name in ("skill", "needed", "there")}


def _team_too_large(facts: Facts) -> str:
    text = _("Tim %(team)s berjumlah %(people)s orang, melebihi batas hadir %(most)s orang pada setiap hari.")
    return text % {name: facts.get(name, "") for name in ("team", "people", "most")}


def _team_unknown(facts: Facts) -> str:
    text = _("Tim %(team)s tidak ada dalam jadwal piket yang disimpan kantor ini.")
    return text % {"team": facts.get("team", "")}


PLAN_SENTENCES: Mapping[str, Any] = {
    "simulation.no_people": gettext_lazy("Tidak ada orang yang terjadwal atau tidak ada layanan pada hari itu."),
    "simulation.no_counters": _no_counters,
    "simulation.no_seats": gettext_lazy("Dengan jarak yang berlaku tidak ada tempat duduk di ruang tunggu."),
    "rota.skill_uncovered": _skill_uncovered,
    "rota.team_too_large": _team_too_large,
    "isolation.team_unknown": _team_unknown,
    "isolation.past": gettext_lazy("Hari terakhir isolasi sudah lewat."),
    "isolation.unknown": gettext_lazy("Isolasi itu tidak tercatat di kantor ini."),
}
