"""Public words for what orders do: states of orders, what displaced people get, and how it ended."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.reasons import TOPICS, value_text
from serambi.records.queries.order_book import OrderState
from serambi.rules.instrument import SECTORS, Advice, Clause, Condition, HolidayList, PermitDeadline, Topic
from serambi.rules.regime import Decision

FIELDS = {
    Topic.STAFF_CEILING_SHARE: "staff_share",
    Topic.STAFF_FLOOR_SHARE: "staff_share",
    Topic.RESTRICTION: "restrictions",
}
"""Clauses whose field of the regime has another name."""
ORDER_STATES = {
    OrderState.IN_FORCE: gettext_lazy("Berlaku"),
    OrderState.COMING: gettext_lazy("Akan berlaku"),
    OrderState.ENDED: gettext_lazy("Berakhir"),
    OrderState.UNDONE: gettext_lazy("Dibatalkan"),
}
DUES = {
    "offer": gettext_lazy("ditawari waktu lain"),
    "told_cancelled": gettext_lazy("diberi tahu dan tetap dalam daftar tunggu"),
    "call": gettext_lazy("ditelepon"),
}
OUTCOMES = {
    "open": gettext_lazy("menunggu jawaban"),
    "accepted": gettext_lazy("diterima"),
    "declined": gettext_lazy("ditolak"),
    "expired": gettext_lazy("tidak dijawab"),
    "postponed": gettext_lazy("menunggu dalam daftar"),
    "told": gettext_lazy("sudah diberi tahu"),
    "reached": gettext_lazy("tersambung"),
    "restored": gettext_lazy("kembali ke jadwal semula"),
    "superseded": gettext_lazy("diganti aturan berikutnya"),
}


def dues_text(dues: Mapping[str, int]) -> str:
    """ "20 ditawari waktu lain, 10 ditelepon"."""
    return ", ".join(f"{people} {words.word(DUES, kind)}" for kind, people in dues.items())


def change_text(name: str, before: Decision, after: Decision) -> str:
    """ "Kuota pemohon: 50 % dari kuota biasa (SE 0946) → 25 % dari kuota biasa (SE 9)"."""
    topic, was, then = change_parts(name, before, after)
    return f"{topic}: {was} → {then}"


def change_parts(name: str, before: Decision, after: Decision) -> tuple[str, str, str]:
    """What changes, from what, to what; each value with the order that decided it."""
    return str(TOPICS[name]), _value(name, before), _value(name, after)


def clause_text(clause: Clause) -> str:
    """ "Kuota pemohon: 25 % dari kuota biasa, di zona merah (risiko tinggi)"."""
    return ", ".join([_says(clause), *_conditions(clause.condition)])


def _says(clause: Clause) -> str:
    value = clause.value
    if isinstance(value, HolidayList):
        return _("Hari libur %(year)s: %(days)s hari") % {"year": value.year, "days": len(value.days)}
    if isinstance(value, Advice):
        return f"{TOPICS['advice']}: {value_text('advice', (value,))}"
    if isinstance(value, PermitDeadline):
        return f"{TOPICS['permit_deadlines']}: {value_text('permit_deadlines', (value,))}"
    if clause.topic is Topic.COLLECTION_LAPSES:
        lapses = _("Dokumen yang tidak diambil pada waktunya: dibatalkan")
        return lapses if value else _("Dokumen yang tidak diambil pada waktunya: tidak dibatalkan")
    field = FIELDS.get(clause.topic, str(clause.topic))
    said = value_text(field, (value,) if clause.topic is Topic.RESTRICTION else value)
    if clause.topic is Topic.STAFF_FLOOR_SHARE:
        return _("%(topic)s paling sedikit: %(value)s") % {"topic": TOPICS[field], "value": said}
    return f"{TOPICS[field]}: {said}"


def _conditions(condition: Condition) -> Iterator[str]:
    lists = (
        (_("di zona %(names)s"), words.ZONES, condition.zones),
        (_("selama %(names)s"), words.RESTRICTIONS, condition.restrictions),
        (_("untuk layanan %(names)s"), words.SERVICE_GROUPS, condition.service_groups),
        (_("untuk sektor %(names)s"), dict.fromkeys(SECTORS, ""), condition.sectors),
    )
    for text, known, asked in lists:
        names = [str(word or key) for key, word in known.items() if key in asked]
        if names:
            yield text % {"names": words.listed(names)}


def _value(name: str, decision: Decision) -> str:
    by = ", ".join(dict.fromkeys(each.instrument.short_name for each in decision.deciding)) or _("tanpa aturan")
    return f"{value_text(name, decision.value)} ({by})"
