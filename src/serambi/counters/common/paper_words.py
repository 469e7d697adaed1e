"""Words of a day on paper: the fields of a line, what is wrong with one, and why a line waits."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.dates import date_text
from serambi.rules.paper.lines import LineFault, Outcome

Facts = Mapping[str, str | int]

COLUMNS = {
    "ticket": gettext_lazy("Nomor"),
    "code": gettext_lazy("Kode booking"),
    "arrived": gettext_lazy("Jam datang"),
    "kind": gettext_lazy("Tanpa jadwal: alasan"),
    "service": gettext_lazy("Layanan"),
    "companions": gettext_lazy("Pendamping"),
    "temperature": gettext_lazy("Suhu"),
    "documents": gettext_lazy("Pemeriksaan berkas"),
    "interview": gettext_lazy("Foto dan wawancara"),
    "payment": gettext_lazy("Pengantar pembayaran"),
    "received": gettext_lazy("Berkas diterima"),
    "outcome": gettext_lazy("Hasil"),
    "left": gettext_lazy("Jam keluar"),
}
OUTCOMES = {
    Outcome.ADMITTED: gettext_lazy("masuk"),
    Outcome.FINISHED: gettext_lazy("selesai"),
    Outcome.INCOMPLETE: gettext_lazy("berkas belum lengkap"),
    Outcome.NO_SHOW: gettext_lazy("tidak hadir"),
}
FAULTS = {
    "nobody": gettext_lazy("Isi nomor atau kode booking: salah satu harus ada."),
    "long": gettext_lazy("Terlalu panjang."),
    "number": gettext_lazy("Nomor adalah angka, dengan atau tanpa huruf, misalnya 501 atau B-501."),
    "code": gettext_lazy("Kode booking itu salah ketik: huruf periksanya tidak cocok."),
    "time": gettext_lazy("Tulis jam sebagai 0910, 9.10, atau 09:10."),
    "counter": gettext_lazy("Tulis nama loket, jam dipanggil, dan jam selesai, misalnya 1 0910-0925."),
    "companions": gettext_lazy("Pendamping adalah angka 0 sampai 4."),
    "temperature": gettext_lazy("Isi suhu dengan angka antara 30 dan 45, misalnya 36,5."),
    "kind": gettext_lazy("Alasan itu tidak ada dalam daftar."),
    "service": gettext_lazy("Layanan itu tidak ada dalam daftar."),
    "outcome": gettext_lazy("Hasil itu tidak ada dalam daftar."),
    "columns": gettext_lazy("Kolom ini tidak dikenal."),
    "cells": gettext_lazy("Baris ini berisi lebih banyak kolom daripada judulnya."),
    "file": gettext_lazy("Ini bukan CSV dalam UTF-8."),
}


def column_text(name: str) -> str:
    return words.word(COLUMNS, name)


def fault_text(fault: LineFault) -> str:
    """What is wrong with a field, with what stood there; of the whole line when it is no single field."""
    said, name = words.word(FAULTS, fault.reason), column_text(fault.field)
    if not name:
        return said
    return f"{name} “{fault.value}”: {said}" if fault.value else f"{name}: {said}"


def _outside(facts: Facts) -> str:
    text = _("%(field)s: jam itu di luar hari lembar ini, atau belum lewat.")
    return text % {"field": column_text(str(facts.get("field", "")))}


def _crossed(facts: Facts) -> str:
    before, after = (column_text(str(facts.get(name, ""))) for name in ("before", "after"))
    if before == after:
        return _("%(field)s: selesai lebih awal daripada dipanggil.") % {"field": after}
    return _("%(after)s lebih awal daripada %(before)s.") % {"after": after, "before": before}


def _with(text: Any, **names: str) -> Any:
    """A sentence that names one fact."""

    def said(facts: Facts) -> str:
        return str(text) % {place: facts.get(fact, "") for place, fact in names.items()}

    return said


def _other_day(facts: Facts) -> str:
    on = str(facts.get("on", ""))
    day = date_text(date.fromisoformat(on)) if on else _("tanpa hari")
    return _("Jadwal orang itu untuk hari lain: %(day)s.") % {"day": day}


def _same(facts: Facts, about: str) -> str:
    number = facts.get("number", "")
    return _("%(about)s Baris lain: nomor %(number)s.") % {"about": about, "number": number} if number else about


def _same_ticket(facts: Facts) -> str:
    return _("Nomor ini ditulis pada baris lain dengan isi yang berbeda.")


def _same_booking(facts: Facts) -> str:
    return _same(facts, _("Jadwal ini ditulis pada baris lain dengan isi yang berbeda."))


def _same_person(facts: Facts) -> str:
    return _same(facts, _("Orang yang sama ditulis pada baris lain dengan jadwal lain."))


def _not_live(facts: Facts) -> str:
    state = words.word(words.STATES, str(facts.get("state", "")))
    return _("Jadwal ini tidak lagi berlaku untuk hari itu (%(state)s).") % {"state": state}


PAPER_SENTENCES: Mapping[str, Any] = {
    "sheet.day_over": gettext_lazy("Hari itu sudah lewat, jadi lembarnya tidak dicetak lagi."),
    "sheet.unreadable": gettext_lazy("Ini bukan lembar hari, dan bukan baris dari kode QR-nya."),
    "sheet.not_signed": gettext_lazy("Tanda tangannya tidak cocok: lembar ini bukan dari sini, atau sudah diubah."),
    "sheet.altered": gettext_lazy("Isinya bukan yang ditandatangani: lembar ini sudah diubah."),
    "sheet.not_known": gettext_lazy("Tidak ada lembar seperti itu yang dicetak kantor ini."),
    # Entering
    "paper.none": gettext_lazy("Tidak ada baris yang diisi."),
    "paper.too_many": _with(gettext_lazy("Paling banyak %(most)s baris sekaligus."), most="most"),
    "paper.too_large": gettext_lazy("Itu terlalu besar: paling besar 500 kB."),
    # Settling
    "paper.why": gettext_lazy("Tulis mengapa baris ini dikesampingkan."),
    "paper.line_unknown": gettext_lazy("Baris itu tidak ada pada hari ini."),
    "paper.line_settled": gettext_lazy("Baris itu sudah diselesaikan orang lain. Lihat daftar sekarang."),
    "paper.unchanged": gettext_lazy("Isinya masih sama. Ubah yang salah, atau kesampingkan barisnya."),
    # Why a line waits
    "paper.outside_day": _outside,
    "paper.times_crossed": _crossed,
    "paper.nobody_came": gettext_lazy("Jam datang tidak ditulis, dan orang itu tidak tercatat masuk sebelumnya."),
    "paper.came_after_all": gettext_lazy("Hasilnya tidak hadir, tetapi ada jam yang ditulis."),
    "paper.number_unknown": gettext_lazy("Nomor itu tidak disimpan untuk kertas dan tidak diberikan ruang tunggu."),
    "paper.number_not_kept": _with(
        gettext_lazy("Nomor itu bukan nomor kertas: ruang tunggu memberikannya sebagai %(ticket)s."), ticket="ticket"
    ),
    "paper.number_needed": gettext_lazy("Nomor tiket tidak ditulis, dan tidak ada satu nomor saja untuk jadwal ini."),
    "paper.booking_unknown": gettext_lazy("Tidak ada jadwal dengan kode itu di kantor ini."),
    "paper.other_booking": _with(gettext_lazy("Nomor itu disimpan untuk jadwal lain: %(code)s."), code="code"),
    "paper.kind_and_booking": gettext_lazy("Ada jadwal dan alasan tanpa jadwal sekaligus."),
    "paper.kind_needed": gettext_lazy("Orang ini tanpa jadwal: tulis alasannya."),
    "paper.service_needed": gettext_lazy("Orang ini tanpa jadwal: tulis layanannya."),
    "paper.other_service": _with(gettext_lazy("Layanan pada jadwalnya lain: %(service)s."), service="service"),
    "paper.other_day": _other_day,
    "paper.ticket_class": _with(
        gettext_lazy("Huruf tiketnya tidak cocok: orang ini berhuruf %(letter)s."), letter="letter"
    ),
    "paper.same_ticket": _same_ticket,
    "paper.same_booking": _same_booking,
    "paper.same_person": _same_person,
    "paper.served_online": _with(
        gettext_lazy("Jadwal ini sudah dipakai masuk dalam sistem, dengan tiket %(ticket)s."), ticket="ticket"
    ),
    "paper.booking_not_live": _not_live,
    "paper.booked_again": gettext_lazy("Jadwal ini tercatat tidak hadir, dan orangnya sudah memesan jadwal lain."),
    "paper.hall_went_on": _with(
        gettext_lazy("Kunjungan %(ticket)s sudah berjalan terus dalam sistem sesudah jam yang ditulis."),
        ticket="ticket",
    ),
    "paper.stage_missing": gettext_lazy("Ada loket yang terlewat, atau loket sebelumnya belum ditulis selesai."),
    "paper.not_finished": gettext_lazy("Hasilnya selesai, tetapi tidak semua loket ditulis selesai."),
    "paper.nowhere_incomplete": gettext_lazy("Berkas belum lengkap, tetapi loket dan jam selesainya tidak ditulis."),
    "paper.file_without_booking": gettext_lazy(
        "Berkas diterima dari orang tanpa jadwal: catat berkasnya di meja berkas, lalu kosongkan jam ini."
    ),
    "paper.file_open_already": gettext_lazy("Berkas untuk jadwal ini sudah dibuka."),
}
"""A sentence, or a function of the facts that gives one; counters.common.refusals holds them all."""
