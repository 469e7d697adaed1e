"""What a refusal says to the person it concerns: one sentence for every code, with its facts put in."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.counters.common import case_words, reply_words, upload_words
from serambi.counters.common.dates import date_text
from serambi.counters.common.notice_refusals import NOTICE_SENTENCES
from serambi.counters.common.paper_words import PAPER_SENTENCES
from serambi.counters.common.plan_refusals import PLAN_SENTENCES
from serambi.counters.common.visit_refusals import VISIT_SENTENCES
from serambi.rules.instrument import Rank
from serambi.rules.refusal import Refusal
from serambi.rules.territory import Area, AreaKind

Facts = Mapping[str, str | int]
Sentence = Callable[[Facts], str]


def sentence(refusal: Refusal) -> str:
    """The refusal in the language of the page."""
    said = SENTENCES[refusal.code]
    return said(refusal.facts) if callable(said) else str(said)


def _identity(facts: Facts) -> str:
    match facts.get("reason"):
        case "length":
            return _("NIK terdiri dari 16 angka. Periksa lagi angka pada KTP atau Kartu Keluarga.")
        case "date":
            return _("Angka ke-7 sampai ke-12 pada NIK bukan tanggal lahir yang mungkin. Periksa lagi.")
        case "serial":
            return _("Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi.")
        case "nationality":
            return _("Pilih kewarganegaraan yang tertulis pada paspor.")
        case _:
            return _("Nomor paspor terdiri dari 5 sampai 9 huruf dan angka, tanpa spasi.")


def _identity_kind(facts: Facts) -> str:
    if facts.get("expected") == "nik":
        return _("Layanan ini untuk warga negara Indonesia: isi NIK.")
    return _("Layanan ini untuk orang asing: isi nomor paspor.")


def _name(facts: Facts) -> str:
    match facts.get("reason"):
        case "empty":
            return _("Isi nama seperti pada dokumen. Nama satu kata boleh.")
        case "long":
            return _("Nama terlalu panjang: paling banyak 100 huruf.")
        case _:
            return _("Nama hanya berisi huruf, spasi, dan tanda seperti ' . , -")


def _missed(facts: Facts) -> str:
    text = _("Kunjungan terakhir tidak didatangi. Di kantor ini Anda dapat memesan lagi mulai %(day)s.")
    return text % {"day": date_text(date.fromisoformat(str(facts["from"])))}


def _slot_full(facts: Facts) -> str:
    free = int(facts.get("free", 0))
    if free == 0:
        return _("Tempat pada waktu itu baru saja habis. Pilih waktu lain yang masih tersedia.")
    text = ngettext(
        "Pada waktu itu tinggal %(free)s tempat. Pilih waktu lain, atau kurangi jumlah orang.",
        "Pada waktu itu tinggal %(free)s tempat. Pilih waktu lain, atau kurangi jumlah orang.",
        free,
    )
    return text % {"free": free}


def _party_size(facts: Facts) -> str:
    return _("Satu pemesanan untuk 1 sampai %(most)s orang.") % {"most": facts.get("most", 5)}


def _too_late(facts: Facts) -> str:
    days = int(facts.get("days_before", 1))
    text = ngettext(
        "Jadwal hanya dapat dipindahkan sampai %(days)s hari sebelum kunjungan.",
        "Jadwal hanya dapat dipindahkan sampai %(days)s hari sebelum kunjungan.",
        days,
    )
    return text % {"days": days}


def _too_long(facts: Facts) -> str:
    return _("Paling banyak %(most)s hari sekaligus.") % {"most": facts.get("most", "")}


def _too_many_tries(facts: Facts) -> str:
    return _("Terlalu banyak percobaan. Coba lagi %(minutes)s menit lagi.") % {"minutes": facts.get("minutes", "")}


def _token_days(facts: Facts) -> str:
    text = _("Kunci program berlaku paling sedikit 1 dan paling banyak %(most)s hari.")
    return text % {"most": facts.get("most", "")}


def _draw_closes_too_late(facts: Facts) -> str:
    text = _("Pendaftaran undian harus ditutup paling lambat %(hours)s jam sebelum hari pertamanya.")
    return text % {"hours": facts.get("hours", "")}


def _draw_wishes(facts: Facts) -> str:
    return _("Pilih 1 sampai %(most)s waktu atau hari yang berbeda.") % {"most": facts.get("most", "")}


def _not_competent(facts: Facts) -> str:
    if "closes" in facts:
        return _closes_otherwise(facts)
    if "loosens" in facts:
        return _("Pejabat daerah hanya dapat memperketat. Aturan ini melonggarkan hal yang sudah berlaku.")
    if "topic" in facts:
        return _("Penerbit ini tidak berwenang mengatur hal itu (butir %(clause)s).") % {"clause": facts["clause"]}
    return _("Penerbit ini tidak berwenang atas wilayah itu.")


def _closes_otherwise(facts: Facts) -> str:
    named = {"office": facts["closes"], "day": date_text(date.fromisoformat(str(facts["on"])))}
    if "clause" not in facts:
        text = _(
            "Pencabutan ini membuat kantor %(office)s tidak punya satu tempat pun mulai %(day)s. Itu penutupan, dan "
            "hanya direktorat yang dapat menutup kantor. Mintalah kepada direktorat."
        )
        return text % named
    text = _(
        "Butir %(clause)s membuat kantor %(office)s tidak punya satu tempat pun mulai %(day)s. Itu penutupan, dan "
        "hanya direktorat yang dapat menutup kantor. Longgarkan butir itu, atau mintalah kepada direktorat."
    )
    return text % {**named, "clause": facts["clause"]}


def _signer_not_competent(facts: Facts) -> str:
    text = _(
        "Login Anda hanya dapat mencatat dan mencabut aturan kepala kantor (%(rank)s) untuk kantor itu saja "
        "(%(area)s). Untuk aturan ini mintalah kepada direktorat."
    )
    return text % {"rank": Rank.OFFICE_HEAD, "area": Area(AreaKind.OFFICE, str(facts.get("office", "")))}


def _signed_later(facts: Facts) -> str:
    text = _("Aturan ini bertanggal %(day)s (signed_on), sesudah hari ini. Tunggu sampai ditandatangani.")
    return text % {"day": date_text(date.fromisoformat(str(facts["signed_on"])))}


def _already_recorded(facts: Facts) -> str:
    text = _("Aturan %(number)s sudah tercatat dengan isi lain. Ubah atau cabut dengan aturan baru.")
    return text % {"number": facts.get("number", "")}


def _impossible(facts: Facts) -> str:
    text = _("%(claimed)s%% tidak mungkin: tidak ada yang dapat berkurang lebih dari 100%%.") % {
        "claimed": facts.get("claimed", "")
    }
    if "recomputed" in facts:
        text += " " + _("Dihitung ulang hasilnya %(recomputed)s%%.") % {"recomputed": facts["recomputed"]}
    return text


def _counted_twice(facts: Facts) -> str:
    text = _("%(month)s: %(measure)s %(service)s di %(office)s sudah tercatat sebulan penuh dan juga per hari.")
    return text % {name: facts.get(name, "") for name in ("month", "measure", "service", "office")}


SENTENCES: Mapping[str, Any] = {
    # About a booking as it is asked for
    "key.invalid": gettext_lazy("Formulir ini tidak lengkap. Muat ulang halaman, lalu coba lagi."),
    "key.reused": gettext_lazy(
        "Formulir ini sudah pernah dikirim dengan isi lain. Muat ulang halaman, lalu coba lagi."
    ),
    "service.unknown": gettext_lazy("Layanan itu tidak ada. Pilih dari daftar."),
    "service.not_bookable": gettext_lazy("Layanan itu diberikan tanpa kunjungan, jadi tidak perlu dipesan."),
    "service.urgent_only": gettext_lazy("Pada hari itu kantor hanya melayani keperluan mendesak."),
    "purpose.unknown": gettext_lazy("Pilih salah satu keperluan dari daftar."),
    "urgency.unknown": gettext_lazy("Pilih salah satu alasan mendesak dari daftar."),
    "urgency.required": gettext_lazy(
        "Tempat itu disediakan untuk keperluan mendesak. Sebutkan alasannya, atau pilih waktu lain."
    ),
    "needed_on.past": gettext_lazy("Tanggal dokumen diperlukan sudah lewat."),
    "party.size": _party_size,
    "person.twice": gettext_lazy("Nomor identitas ini sudah diisi untuk orang lain dalam pemesanan ini."),
    "person.already_booked": gettext_lazy(
        "Nomor identitas ini masih memiliki jadwal kunjungan lain. Pindahkan atau batalkan jadwal itu lebih dahulu."
    ),
    "person.missed": _missed,
    "identity.wrong_kind": _identity_kind,
    "identity.invalid": _identity,
    "name.invalid": _name,
    "born_on.invalid": gettext_lazy("Tanggal lahir harus sesudah tahun 1900 dan tidak boleh di masa depan."),
    "phone.invalid": gettext_lazy("Nomor telepon tidak dikenali. Contoh: 0812 3456 7890 atau +60 12 345 6789."),
    "email.invalid": gettext_lazy("Alamat surel tidak dikenali. Contoh: nama@contoh.id"),
    # About a slot
    "slot.unknown": gettext_lazy("Waktu itu tidak ada pada jadwal. Pilih dari daftar."),
    "slot.past": gettext_lazy("Waktu itu sudah lewat. Pilih waktu lain."),
    "slot.full": _slot_full,
    "slot.same": gettext_lazy("Ini jadwal Anda yang sekarang. Pilih waktu lain, atau biarkan tetap."),
    "office.closed": gettext_lazy("Kantor ditutup pada hari itu atas perintah Direktorat Jenderal Imigrasi."),
    "office.unknown": gettext_lazy("Kantor itu tidak ada dalam daftar."),
    # About a booking that is there
    "booking.not_found": gettext_lazy("Kode atau kunci tidak cocok. Periksa lagi keduanya."),
    "booking.not_live": gettext_lazy("Jadwal ini sudah dibatalkan."),
    "booking.past": gettext_lazy("Waktu kunjungan ini sudah lewat."),
    "booking.too_late": _too_late,
    "booking.changed": gettext_lazy("Jadwal ini baru saja diubah. Lihat keadaannya sekarang, lalu coba lagi."),
    "call.none": gettext_lazy("Tidak ada panggilan telepon yang terbuka untuk jadwal ini."),
    # About a place that is held until it is answered, and about what cannot wait
    "offer.none": gettext_lazy("Tidak ada tempat yang disimpan untuk dijawab. Lihat keadaan jadwal Anda sekarang."),
    "urgency.none": gettext_lazy("Pemesanan ini tidak menyebut keperluan mendesak."),
    "urgency.own_audit": gettext_lazy("Yang menilai keperluan mendesak ini tidak boleh memeriksanya ulang sendiri."),
    # About a draw
    "draw.collecting": gettext_lazy(
        "Tempat pada hari itu dibagikan melalui undian. Daftarlah ke undian, atau pilih hari lain."
    ),
    "draw.not_found": gettext_lazy("Undian atau permohonan itu tidak ditemukan."),
    "draw.not_open": gettext_lazy("Pendaftaran undian belum dibuka."),
    "draw.over": gettext_lazy("Pendaftaran undian sudah ditutup."),
    "draw.wishes": _draw_wishes,
    "draw.wish_unknown": gettext_lazy("Waktu atau hari itu tidak ada dalam undian ini. Pilih dari daftar."),
    "draw.already_entered": gettext_lazy(
        "Nomor identitas ini sudah terdaftar dalam undian ini. Hanya permohonan pertama yang dihitung."
    ),
    "draw.not_entered": gettext_lazy("Permohonan ini sudah ditarik dari undian."),
    "draw.off": gettext_lazy("Kantor ini tidak membagikan tempat melalui undian."),
    "draw.group_unknown": gettext_lazy("Kantor ini tidak memiliki kelompok layanan itu."),
    "draw.hours_wrong": gettext_lazy(
        "Pendaftaran undian dibuka sekarang atau nanti, tidak di masa lalu, dan ditutup sesudah dibuka."
    ),
    "draw.closes_too_late": _draw_closes_too_late,
    "draw.one_at_a_time": gettext_lazy("Kantor ini masih memiliki undian yang belum diadakan."),
    "draw.still_open": gettext_lazy("Pendaftaran undian belum ditutup, jadi undian belum dapat diadakan."),
    # About files that are sent
    **upload_words.SENTENCES,
    # About a case
    **case_words.SENTENCES,
    # About a reply to a notice
    **reply_words.SENTENCES,
    # About the office's own work
    "instrument.not_competent": _not_competent,
    "instrument.signer_not_competent": _signer_not_competent,
    "instrument.already_recorded": _already_recorded,
    "instrument.signed_later": _signed_later,
    "instrument.unknown": gettext_lazy("Aturan dengan nomor itu tidak tercatat."),
    "instrument.undone_already": gettext_lazy("Aturan itu sudah dibatalkan."),
    "instrument.no_reason": gettext_lazy("Tulis alasan pembatalannya; alasan itu tercatat bersama aturannya."),
    "instrument.revokes_unknown": gettext_lazy("Aturan yang hendak dicabut tidak tercatat. Periksa nomornya."),
    "instrument.same_signer": gettext_lazy(
        "Anda sudah menandatangani aturan ini. Penutupan yang luas memerlukan tanda tangan orang kedua."
    ),
    "instrument.proposed_otherwise": gettext_lazy(
        "Aturan ini sudah diusulkan dengan isi lain. Orang kedua harus menandatangani isi yang sama."
    ),
    "period.empty": gettext_lazy("Hari terakhir harus sesudah hari pertama."),
    "period.too_long": _too_long,
    "policy.faults": gettext_lazy("Berkas aturan memuat kesalahan; tidak ada yang dimuat."),
    "sign_in.too_many": _too_many_tries,
    "staff.added_already": gettext_lazy("Nama pengguna itu sudah dipakai; akunnya dibiarkan seperti adanya."),
    "staff.office_missing": gettext_lazy("Peran itu bekerja di satu kantor. Sebutkan kantornya."),
    "staff.office_not_for_role": gettext_lazy("Peran itu untuk semua kantor. Jangan sebutkan kantor."),
    "staff.unknown": gettext_lazy("Tidak ada petugas dengan nama pengguna itu."),
    "token.days": _token_days,
    "role.unknown": gettext_lazy("Peran itu tidak ada."),
    **PLAN_SENTENCES,
    **VISIT_SENTENCES,
    **NOTICE_SENTENCES,
    **PAPER_SENTENCES,
    # About figures
    "decline.impossible": _impossible,
    "claim.no_base": gettext_lazy(
        "Tulis angka dasar di atas nol dan angka sesudah yang tidak kurang dari nol: tanpa itu tidak ada persentase."
    ),
    "decline.no_base": gettext_lazy(
        "Tidak ada seorang pun pada masa dasarnya, jadi tidak ada persentase. Pilih dasar lain; bila kantor punya "
        "angka masa itu, petugasnya dapat memasukkannya dengan serambi import-history."
    ),
    "decline.no_units": gettext_lazy("Salah satu masa tidak memiliki hari kerja, jadi tidak dapat dibandingkan."),
    "decline.not_begun": gettext_lazy("Masa itu belum mulai, atau belum ada hari yang sudah lewat."),
    "figures.not_published": gettext_lazy(
        "Sebagian angka masa itu tidak diumumkan: bulannya belum selesai, belum dihitung, atau terlalu sedikit orang."
    ),
    "history.counted_twice": _counted_twice,
    "period.unreadable": gettext_lazy(
        "Tulis masa sebagai tahun, bulan, hari, atau dari..sampai, misalnya 2020-09 atau 2020-09-01..2020-09-10."
    ),
    "baseline.unreadable": gettext_lazy(
        "Dasar itu tidak dikenal: same-month-last-year, same-month-mean-3, mean-month-2019, previous-period, "
        "atau suatu masa."
    ),
    "measure.not_compared": gettext_lazy("Ukuran itu tidak dikenal atau tidak dapat dibandingkan."),
    "weighting.unknown": gettext_lazy("Pembobotan itu tidak dikenal: working-days atau none."),
    "group.unknown": gettext_lazy("Kantor ini tidak memiliki kelompok layanan itu."),
    "number.unreadable": gettext_lazy("Tulis sebuah angka, misalnya 90 atau -52,8."),
}
"""A sentence, or a function of the facts that gives one."""
