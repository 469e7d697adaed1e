"""What the office says about readers' replies to notices: states, decisions, and why one was not taken."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.rules.reply import ReplyState

Facts = Mapping[str, str | int]

STATES = {
    ReplyState.WAITING: gettext_lazy("Menunggu"),
    ReplyState.APPROVED: gettext_lazy("Tampil"),
    ReplyState.REJECTED: gettext_lazy("Ditolak"),
}
DECISIONS = {
    "approved": gettext_lazy("Ditampilkan"),
    "rejected": gettext_lazy("Ditolak"),
    "answered": gettext_lazy("Dijawab"),
}
NO_ADDRESS_INSIDE = gettext_lazy("Hapus alamat surel dari sini: semua orang dapat membacanya.")


def _counted(facts: Facts) -> Facts:
    return {name: facts.get(name, "") for name in ("has", "most")}


def _name(facts: Facts) -> str:
    match facts.get("reason"):
        case "long":
            return _("Nama terlalu panjang: %(has)s huruf, paling banyak %(most)s.") % _counted(facts)
        case "address":
            return str(NO_ADDRESS_INSIDE)
        case _:
            return _("Isi nama. Nama ini tampil bersama tanggapan Anda.")


def _text(facts: Facts) -> str:
    match facts.get("reason"):
        case "long":
            return _("Tanggapan terlalu panjang: %(has)s huruf, paling banyak %(most)s.") % _counted(facts)
        case "address":
            return str(NO_ADDRESS_INSIDE)
        case _:
            return _("Tulis tanggapan Anda.")


def _reason(facts: Facts) -> str:
    if facts.get("reason") == "long":
        return _("Alasan terlalu panjang: %(has)s huruf, paling banyak %(most)s.") % _counted(facts)
    return _("Tulis mengapa ditolak; hanya petugas yang membacanya.")


def _answer(facts: Facts) -> str:
    match facts.get("reason"):
        case "long":
            return _("Jawaban terlalu panjang: %(has)s huruf, paling banyak %(most)s.") % _counted(facts)
        case "address":
            return _("Alamat surel penulis tidak boleh disebut: semua orang dapat membaca jawaban ini.")
        case _:
            return _("Tulis jawaban kantor.")


def _too_many(facts: Facts) -> str:
    text = _(
        "Sudah terlalu banyak tanggapan dari jaringan atau alamat ini. Tanggapan Anda belum terkirim; coba lagi "
        "%(minutes)s menit lagi."
    )
    return text % {"minutes": facts.get("minutes", "")}


SENTENCES: Mapping[str, Any] = {
    "reply.name": _name,
    "reply.text": _text,
    "reply.reason": _reason,
    "reply.answer": _answer,
    "reply.verdict": gettext_lazy("Pilih tampilkan atau tolak."),
    "reply.too_many": _too_many,
    "reply.not_found": gettext_lazy("Tanggapan itu tidak ada."),
    "reply.not_approved": gettext_lazy("Tampilkan dahulu tanggapannya, lalu jawab."),
}
"""A sentence, or a function of the facts that gives one; part of counters.common.refusals."""
