"""What the office says about files that people send: states, marks, and why a file was not taken."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.rules.upload import Mark, UploadState

Facts = Mapping[str, str | int]

STATES = {
    UploadState.RECEIVING: gettext_lazy("belum selesai dikirim"),
    UploadState.KEPT: gettext_lazy("diterima"),
    UploadState.REFUSED: gettext_lazy("tidak diterima"),
}
MARKS = {
    Mark.SEEN: gettext_lazy("sudah dilihat"),
    Mark.FITS: gettext_lazy("sesuai"),
    Mark.DOES_NOT_FIT: gettext_lazy("tidak sesuai"),
}


def _too_big(facts: Facts) -> str:
    text = _("Berkas terlalu besar: paling banyak %(most_mb)s MB. Foto ulang dengan ukuran lebih kecil.")
    return text % {"most_mb": facts.get("most_mb", "")}


def _quota_files(facts: Facts) -> str:
    text = _("Anda sudah mengirim %(most)s berkas, paling banyak untuk satu orang. Hapus yang tidak perlu.")
    return text % {"most": facts.get("most", "")}


def _quota_bytes(facts: Facts) -> str:
    text = _("Semua berkas Anda paling banyak %(most_mb)s MB. Hapus yang tidak perlu, atau kirim yang lebih kecil.")
    return text % {"most_mb": facts.get("most_mb", "")}


def _too_many_tries(facts: Facts) -> str:
    text = _("Terlalu banyak berkas dikirim hari ini (%(most)s). Coba lagi besok, atau bawa dokumen aslinya.")
    return text % {"most": facts.get("most", "")}


def _pixels(facts: Facts) -> str:
    text = _("Gambar terlalu besar: paling banyak %(most_megapixels)s megapiksel. Foto ulang dengan ukuran biasa.")
    return text % {"most_megapixels": facts.get("most_megapixels", "")}


def _pages(facts: Facts) -> str:
    most = int(facts.get("most", 0))
    text = ngettext(
        "PDF ini terlalu panjang: paling banyak %(most)s halaman.",
        "PDF ini terlalu panjang: paling banyak %(most)s halaman.",
        most,
    )
    return text % {"most": most}


def _reason_too_long(facts: Facts) -> str:
    return _("Alasan terlalu panjang: paling banyak %(most)s huruf.") % {"most": facts.get("most", "")}


SEND_AGAIN = gettext_lazy("Pengiriman terputus. Kirim berkas itu sekali lagi.")

SENTENCES: Mapping[str, Any] = {
    "upload.booking_over": gettext_lazy("Jadwal ini sudah berakhir, jadi berkas tidak diterima lagi."),
    "upload.document_unknown": gettext_lazy("Dokumen itu tidak diminta untuk layanan ini. Pilih dari daftar."),
    "upload.empty": gettext_lazy("Pilih foto atau PDF yang berisi."),
    "upload.too_big": _too_big,
    "upload.quota_files": _quota_files,
    "upload.quota_bytes": _quota_bytes,
    "upload.too_many_tries": _too_many_tries,
    "upload.no_room": gettext_lazy(
        "Tempat penyimpanan sedang penuh, jadi berkas belum dapat dikirim. Jadwal Anda tetap; bawa dokumen aslinya."
    ),
    "upload.unavailable": gettext_lazy(
        "Pengiriman berkas sedang terganggu. Jadwal Anda tetap; coba lagi nanti, atau bawa dokumen aslinya."
    ),
    "upload.busy": gettext_lazy("Banyak berkas sedang diperiksa. Tunggu satu menit, lalu kirim lagi."),
    "upload.not_found": gettext_lazy("Berkas itu tidak ada lagi."),
    "upload.not_receiving": gettext_lazy("Berkas itu sudah selesai dikirim."),
    "upload.chunk_size": SEND_AGAIN,
    "upload.offset": SEND_AGAIN,
    "upload.longer_than_said": SEND_AGAIN,
    "upload.incomplete": SEND_AGAIN,
    "upload.changed": gettext_lazy("Berkas berubah di jalan. Kirim sekali lagi."),
    "upload.kind": gettext_lazy("Hanya foto (JPEG atau PNG) dan PDF yang diterima."),
    "upload.broken": gettext_lazy("Berkas tidak dapat dibuka, mungkin rusak. Foto atau pindai lagi, lalu kirim."),
    "upload.too_heavy": gettext_lazy(
        "Berkas terlalu berat untuk dibaca. Simpan dengan ukuran lebih kecil, atau kirim foto halamannya."
    ),
    "upload.too_many_pixels": _pixels,
    "upload.too_many_pages": _pages,
    "upload.encrypted": gettext_lazy("PDF ini terkunci dengan kata sandi. Buka kuncinya, simpan, lalu kirim."),
    "upload.living_form": gettext_lazy(
        "PDF ini formulir yang hanya terbuka di program tertentu. Cetak sebagai PDF biasa, lalu kirim."
    ),
    "upload.marked": gettext_lazy(
        "Petugas sudah memeriksa berkas ini, jadi tidak dapat dihapus. Anda boleh mengirim yang baru."
    ),
    "mark.unknown": gettext_lazy("Pilih salah satu tanda dari daftar."),
    "mark.reason_missing": gettext_lazy("Tulis mengapa tidak sesuai; pemohon membacanya."),
    "mark.reason_too_long": _reason_too_long,
}
"""A sentence, or a function of the facts that gives one; part of counters.common.refusals."""
