"""Cases in plain words: stages, steps, pauses, the questions about a purpose, and every refusal about a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.dates import day_text
from serambi.counters.common.words import in_language, word
from serambi.records.queries.orders import order_behind
from serambi.rules.catalogue import Text
from serambi.rules.collection import CollectorKind
from serambi.rules.payment import FREE_OF_CHARGE
from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseEvent, CaseStage
from serambi.rules.verdict import AskedCondition, VerdictKind

STAGES = {
    CaseStage.RECEIVED: gettext_lazy("Berkas diterima"),
    CaseStage.VERIFIED: gettext_lazy("Berkas sudah dicocokkan"),
    CaseStage.INTERVIEWED: gettext_lazy("Menunggu pembayaran"),
    CaseStage.PAID: gettext_lazy("Sudah dibayar, sedang diputuskan"),
    CaseStage.ADJUDICATED: gettext_lazy("Disetujui, menunggu pencetakan"),
    CaseStage.PRINTED: gettext_lazy("Sudah dicetak, menunggu pemeriksaan mutu"),
    CaseStage.CHECKED: gettext_lazy("Lolos pemeriksaan mutu"),
    CaseStage.READY: gettext_lazy("Siap diambil"),
    CaseStage.COLLECTED: gettext_lazy("Sudah diserahkan"),
    CaseStage.RETURNED: gettext_lazy("Dikembalikan"),
    CaseStage.WITHDRAWN: gettext_lazy("Ditarik oleh pemohon"),
    CaseStage.REFUSED: gettext_lazy("Ditolak"),
    CaseStage.LAPSED: gettext_lazy("Gugur"),
}
NEXT_STEPS = {
    CaseStage.RECEIVED: gettext_lazy("Petugas mencocokkan berkas Anda, lalu memanggil Anda untuk wawancara."),
    CaseStage.VERIFIED: gettext_lazy("Foto, sidik jari, dan wawancara di kantor."),
    CaseStage.INTERVIEWED: gettext_lazy("Bayar lewat bank atau kantor pos dengan kode billing."),
    CaseStage.PAID: gettext_lazy("Pejabat memutuskan permohonan Anda."),
    CaseStage.ADJUDICATED: gettext_lazy("Dokumen Anda dicetak."),
    CaseStage.PRINTED: gettext_lazy("Mutu dokumen Anda diperiksa."),
    CaseStage.CHECKED: gettext_lazy("Dokumen Anda disiapkan untuk diambil."),
    CaseStage.READY: gettext_lazy("Ambil dokumen Anda di kantor."),
}
"""What comes next for an open case."""

FREE_STAGES = {
    CaseStage.INTERVIEWED: gettext_lazy("Sudah diwawancarai, tanpa biaya"),
    CaseStage.PAID: gettext_lazy("Tanpa biaya, sedang diputuskan"),
}
FREE_NEXT = gettext_lazy("Petugas melanjutkan berkas Anda; Anda tidak perlu membayar.")
FREE_STEP = gettext_lazy("Tidak ada yang harus dibayar")
"""The same where nothing is paid."""

PROMISE_MOVED = "promise_moved"
STEPS = {
    "received": gettext_lazy("Berkas lengkap dan diterima"),
    CaseEvent.VERIFY: gettext_lazy("Berkas dicocokkan dengan aslinya"),
    "examined": gettext_lazy("Pemeriksaan (BAP) selesai"),
    CaseEvent.INTERVIEW: gettext_lazy("Foto, sidik jari, dan wawancara selesai"),
    "slip": gettext_lazy("Kode billing diberikan"),
    "slip_voided": gettext_lazy("Kode billing dibatalkan, jangan dibayar"),
    CaseEvent.PAY: gettext_lazy("Pembayaran diterima"),
    CaseEvent.ADJUDICATE: gettext_lazy("Permohonan disetujui"),
    CaseEvent.PRINT: gettext_lazy("Dokumen dicetak"),
    CaseEvent.CHECK: gettext_lazy("Mutu dokumen baik"),
    CaseEvent.REPRINT: gettext_lazy("Mutu tidak baik: dicetak ulang"),
    CaseEvent.MAKE_READY: gettext_lazy("Dokumen siap diambil"),
    CaseEvent.COLLECT: gettext_lazy("Dokumen diserahkan"),
    CaseEvent.RETURN: gettext_lazy("Berkas dikembalikan"),
    CaseEvent.WITHDRAW: gettext_lazy("Permohonan ditarik"),
    CaseEvent.REFUSE: gettext_lazy("Permohonan ditolak"),
    CaseEvent.LAPSE: gettext_lazy("Permohonan gugur"),
    "paused": gettext_lazy("Penghitungan waktu dihentikan sementara"),
    "resumed": gettext_lazy("Penghitungan waktu berjalan lagi"),
    PROMISE_MOVED: gettext_lazy("Hari janji berubah"),
}
"""What happened to a case, for its timeline."""

BUTTONS = {
    CaseEvent.VERIFY: gettext_lazy("Berkas cocok dengan aslinya"),
    CaseEvent.INTERVIEW: gettext_lazy("Wawancara selesai"),
    CaseEvent.ADJUDICATE: gettext_lazy("Setujui"),
    CaseEvent.PRINT: gettext_lazy("Sudah dicetak"),
    CaseEvent.CHECK: gettext_lazy("Mutu baik"),
    CaseEvent.REPRINT: gettext_lazy("Mutu tidak baik, cetak ulang"),
    CaseEvent.MAKE_READY: gettext_lazy("Siap diambil"),
    CaseEvent.RETURN: gettext_lazy("Kembalikan berkas"),
    CaseEvent.WITHDRAW: gettext_lazy("Pemohon menarik permohonan"),
    CaseEvent.REFUSE: gettext_lazy("Tolak permohonan"),
}
"""The steps an officer takes by hand. Paying is the bank's file's, handing over has its own form, lapsing its job."""

PAUSES = {
    PauseReason.APPLICANT: gettext_lazy("menunggu pemohon"),
    PauseReason.CLOSURE: gettext_lazy("kantor ditutup atas perintah"),
    PauseReason.NATIONAL_SYSTEM: gettext_lazy("sistem nasional terganggu"),
}
LAPSES = {
    "not_paid": gettext_lazy("tidak dibayar sampai batas waktunya"),
    "not_collected": gettext_lazy("tidak diambil sampai batas waktunya"),
}
COLLECTORS = {
    CollectorKind.APPLICANT: gettext_lazy("Pemohon sendiri"),
    CollectorKind.PROXY: gettext_lazy("Orang yang mewakili"),
    CollectorKind.POST: gettext_lazy("Kantor pos"),
}
VERDICTS = {
    VerdictKind.COMPLETE: gettext_lazy("Berkas lengkap"),
    VerdictKind.INCOMPLETE: gettext_lazy("Berkas belum lengkap"),
    VerdictKind.UNCLEAR_PURPOSE: gettext_lazy("Keperluan belum jelas"),
}
QUESTIONS = {
    "country": gettext_lazy("Negara tujuan"),
    "places": gettext_lazy("Tempat yang dikunjungi"),
    "length": gettext_lazy("Lama tinggal"),
    "companions": gettext_lazy("Pergi bersama siapa"),
    "date": gettext_lazy("Tanggal berangkat"),
    "university": gettext_lazy("Sekolah atau universitas"),
    "subject": gettext_lazy("Bidang studi"),
    "town": gettext_lazy("Kota"),
    "job": gettext_lazy("Pekerjaan di sana"),
    "contract": gettext_lazy("Kontrak kerja"),
    "company": gettext_lazy("Perusahaan"),
    "organiser": gettext_lazy("Penyelenggara perjalanan"),
    "hospital": gettext_lazy("Rumah sakit"),
    "referral": gettext_lazy("Rujukan dokter"),
    "relative": gettext_lazy("Keluarga yang dikunjungi"),
    "assignment": gettext_lazy("Surat tugas"),
}
FEE_CHOICES = {
    "": gettext_lazy("Yang dibayar"),
    "passport": gettext_lazy("Paspor yang dibuat, satu saja"),
    "visit_extension": gettext_lazy("Lama perpanjangan, satu saja"),
    "charge": gettext_lazy("Biaya beban, atau keadaan kahar, satu saja"),
    "limited_stay": gettext_lazy("Lama izin tinggal, satu saja"),
    "permanent_stay": gettext_lazy("Izin tinggal tetap"),
}
ON_TOP = gettext_lazy("Biaya tambahan")
BANK_FAULTS = {
    "missing": gettext_lazy("kolom %(value)s kosong"),
    "code": gettext_lazy("kode billing harus 15 angka, bukan %(value)s"),
    "amount": gettext_lazy("jumlah harus rupiah bulat, bukan %(value)s"),
    "instant": gettext_lazy("waktu bayar harus seperti 2020-09-10T09:30:00+07:00, bukan %(value)s"),
    "file": gettext_lazy("ini bukan CSV dalam UTF-8 (%(value)s)"),
    "zone": gettext_lazy("waktu bayar %(value)s tidak menyebut zona waktu"),
}
UNMATCHED = {
    "unknown_code": gettext_lazy("tidak ada berkas dengan kode billing ini"),
    "in_future": gettext_lazy("waktu bayarnya belum tiba; minta bank memperbaiki waktunya"),
    "before_slip": gettext_lazy("waktu bayarnya sebelum kode billing ini dibuat; minta bank memeriksa waktunya"),
    "voided_code": gettext_lazy("kode billing ini sudah dibatalkan petugas sebelum dibayar"),
    "paid_then_voided": gettext_lazy(
        "sudah dibayar sebelum petugas membatalkan kode billing ini: hubungi pemohon, kembalikan uangnya, "
        "dan biarkan berkasnya terbuka sampai kode yang baru dibayar"
    ),
    "other_amount": gettext_lazy("jumlahnya lain dari yang ditagih"),
    "too_late": gettext_lazy("dibayar sesudah batas waktu"),
    "not_awaited": gettext_lazy("berkas tidak menunggu pembayaran"),
}


def stage_text(stage: CaseStage, is_free: bool) -> str:
    return str(FREE_STAGES[stage] if is_free and stage in FREE_STAGES else STAGES[stage])


def step_text(event: str, reason: str) -> str:
    if event == CaseEvent.PAY and reason == FREE_OF_CHARGE:
        return str(FREE_STEP)
    return str(STEPS.get(event, event))


def condition_text(asked: AskedCondition) -> str:
    """A condition with the papers that hang on it: "Bagi yang mengganti nama (Surat penetapan ganti nama)"."""
    condition = in_language(asked.text)
    papers = ", ".join(in_language(document.name) for document in asked.documents)
    return f"{condition[:1].upper()}{condition[1:]} ({papers})"


def no_promise_text(time_note: Text) -> str:
    """What stands in place of a promised day, with what the service says of its time."""
    return _("Untuk layanan ini tidak ada hari selesai yang dijanjikan. %(note)s") % {"note": in_language(time_note)}


def promise_moved_text(cause: str, promised_on: date | None) -> str:
    """The new day with the order behind it: "Senin, 21 September 2020 (SE-1)"."""
    day = day_text(promised_on) if promised_on else _("menunggu kantor dibuka lagi")
    order = order_behind(cause=cause)
    return f"{day} ({order})" if order else day


def _wrong_stage(facts: Mapping[str, str | int]) -> str:
    stage = word(STAGES, str(facts.get("stage", "")))
    return _("Langkah itu tidak dapat dilakukan sekarang; keadaan berkas: %(stage)s.") % {"stage": stage}


def _incomplete(facts: Mapping[str, str | int]) -> str:
    return _("Berkas belum lengkap: %(missing)s dokumen belum ada.") % {"missing": facts.get("missing", "")}


def _fee(facts: Mapping[str, str | int]) -> str:
    text = _("Biaya %(fee)s bukan biaya layanan ini, atau tidak berlaku pada hari ini.")
    return text % {"fee": facts.get("fee", "")}


def _alternatives(facts: Mapping[str, str | int]) -> str:
    text = _("Pilih satu saja: %(first)s dan %(second)s tidak dapat ditagih bersama.")
    return text % {"first": facts.get("first", ""), "second": facts.get("second", "")}


def _too_many(facts: Mapping[str, str | int]) -> str:
    text = _("Terlalu banyak percobaan dengan data yang tidak cocok. Coba lagi %(minutes)s menit lagi.")
    return text % {"minutes": facts.get("minutes", "")}


def _too_many_stays(facts: Mapping[str, str | int]) -> str:
    text = _("Terlalu banyak pendaftaran dari jaringan ini. Coba lagi %(minutes)s menit lagi.")
    return text % {"minutes": facts.get("minutes", "")}


SENTENCES: Mapping[str, Any] = {
    "case.not_found": gettext_lazy("Nomor berkas dan tanggal lahir tidak cocok. Periksa lagi keduanya."),
    "case.open_already": gettext_lazy("Berkas untuk jadwal ini sudah diterima."),
    "case.incomplete": _incomplete,
    "case.purpose_unclear": gettext_lazy("Keperluan pemohon belum jelas; masih ada pertanyaan yang belum dijawab."),
    "case.complete": gettext_lazy("Berkas ini lengkap dan keperluannya jelas: terima, jangan kembalikan."),
    "case.wrong_stage": _wrong_stage,
    "case.reason": gettext_lazy("Tulis alasannya; pemohon membacanya pada halaman pelacakan."),
    "case.ended": gettext_lazy("Berkas ini sudah selesai."),
    "case.paused": gettext_lazy("Penghitungan waktu sedang berhenti. Jalankan lagi sebelum melanjutkan."),
    "case.paused_already": gettext_lazy("Penghitungan waktu sudah berhenti."),
    "case.not_paused": gettext_lazy("Penghitungan waktu tidak sedang berhenti."),
    "case.not_examined": gettext_lazy("Paspor hilang atau rusak diperiksa dulu: catat nomor BAP sebelum wawancara."),
    "collector.no_authority": gettext_lazy(
        "Yang mewakili harus satu Kartu Keluarga, atau membawa surat kuasa bermeterai."
    ),
    "fee.unknown": _fee,
    "fee.alternatives": _alternatives,
    "fee.none": gettext_lazy("Pilih biayanya."),
    "fee.choice_missing": gettext_lazy("Pilih satu dari biaya yang saling menggantikan."),
    "slip.not_current": gettext_lazy("Kode billing itu bukan lagi kode berkas ini. Periksa kode yang berlaku."),
    "payments.faults": gettext_lazy("File bank memuat kesalahan; tidak ada yang dimuat."),
    "tracking.too_many": _too_many,
    "stay.too_many": _too_many_stays,
    "stay.entry_late": gettext_lazy("Hari masuk tidak boleh sesudah hari ini atau sesudah izin itu berakhir."),
    "stay.not_found": gettext_lazy("Data izin tinggal itu tidak ada lagi."),
}
