"""Public words for what orders do: states of orders, what displaced people get, and how it ended."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.reasons import TOPICS, value_text
from serambi.records.queries.order_book import OrderState
from serambi.rules.regime import Decision

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
    return f"{TOPICS[name]}: {_value(name, before)} → {_value(name, after)}"


def _value(name: str, decision: Decision) -> str:
    by = ", ".join(dict.fromkeys(each.instrument.short_name for each in decision.deciding)) or _("tanpa aturan")
    return f"{value_text(name, decision.value)} ({by})"
