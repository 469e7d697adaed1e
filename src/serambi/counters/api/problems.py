"""Every way in which a call says no, as application/problem+json with a stable code."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from serambi.counters.common.refusals import SENTENCES, sentence
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.refusal import Refusal, Refused

NO_KEY, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, CONFLICT = 401, 403, 404, 405, 409
NO_LENGTH, TOO_LARGE, WRONG_INPUT, TOO_MANY, UNAVAILABLE = 411, 413, 422, 429, 503
RETRY_AFTER_SECONDS = 1
TYPE = "/api/v1/docs#{code}"

STATUS = {
    "office.unknown": NOT_FOUND,
    "service.unknown": NOT_FOUND,
    "booking.not_found": NOT_FOUND,
    "case.not_found": NOT_FOUND,
    "path.unknown": NOT_FOUND,
    "method.not_allowed": NOT_ALLOWED,
    "slot.full": CONFLICT,
    "slot.past": CONFLICT,
    "slot.same": CONFLICT,
    "office.closed": CONFLICT,
    "service.urgent_only": CONFLICT,
    "service.not_bookable": CONFLICT,
    "person.already_booked": CONFLICT,
    "person.missed": CONFLICT,
    "booking.not_live": CONFLICT,
    "booking.past": CONFLICT,
    "booking.too_late": CONFLICT,
    "booking.changed": CONFLICT,
    "offer.none": CONFLICT,
    "hall.full": CONFLICT,
    "hall.closed": CONFLICT,
    "visit.arrived_already": CONFLICT,
    "visit.left_already": CONFLICT,
    "visit.not_found": NOT_FOUND,
    "visit.other_day": CONFLICT,
    "visit.asked": CONFLICT,
    "visit.too_early": CONFLICT,
    "visit.kind_not_allowed": CONFLICT,
    "visit.priority_used_up": CONFLICT,
    "visitor.too_warm": CONFLICT,
    "token.invalid": NO_KEY,
    "staff.not_allowed": FORBIDDEN,
    # The one who signs, or the issuer the order names, has no say in what it orders: no other text of theirs would do.
    "instrument.not_competent": FORBIDDEN,
    "instrument.signer_not_competent": FORBIDDEN,
    "instrument.unknown": NOT_FOUND,
    "instrument.already_recorded": CONFLICT,
    "instrument.undone_already": CONFLICT,
    "instrument.same_signer": CONFLICT,
    "instrument.proposed_otherwise": CONFLICT,
    "body.length_unknown": NO_LENGTH,
    "body.too_large": TOO_LARGE,
    "tracking.too_many": TOO_MANY,
    "busy": UNAVAILABLE,
    "outcome.unknown": UNAVAILABLE,
}
"""Whatever is not here is something to correct in what was sent."""

TITLES = {
    NO_KEY: gettext_lazy("Kunci diperlukan"),
    FORBIDDEN: gettext_lazy("Tidak berwenang"),
    NOT_FOUND: gettext_lazy("Tidak ditemukan"),
    NOT_ALLOWED: gettext_lazy("Cara ini tidak tersedia"),
    CONFLICT: gettext_lazy("Tidak dapat dilakukan sekarang"),
    NO_LENGTH: gettext_lazy("Panjangnya tidak disebut"),
    TOO_LARGE: gettext_lazy("Terlalu besar"),
    WRONG_INPUT: gettext_lazy("Ada isian yang perlu diperbaiki"),
    TOO_MANY: gettext_lazy("Terlalu banyak percobaan"),
    UNAVAILABLE: gettext_lazy("Coba lagi"),
}

OWN_SENTENCES = {
    "path.unknown": gettext_lazy("Alamat ini tidak ada."),
    "method.not_allowed": gettext_lazy("Alamat ini tidak menerima cara tersebut."),
    "body.length_unknown": gettext_lazy("Sebut panjang isi permintaan dengan Content-Length."),
    "body.too_large": gettext_lazy("Isi permintaan paling besar %(most_kb)s kB."),
    "body.unreadable": gettext_lazy("Isi permintaan harus berupa JSON."),
    "token.invalid": gettext_lazy(
        "Panggilan ini untuk petugas: kirim Authorization: Bearer dengan kunci yang masih berlaku."
    ),
    "staff.not_allowed": gettext_lazy("Peran pemilik kunci ini tidak boleh melakukannya."),
    "input.invalid": gettext_lazy(
        "Beberapa isian tidak dapat dibaca; semuanya disebut pada errors. Tidak ada yang disimpan."
    ),
    "busy": gettext_lazy("Layanan sedang sibuk dan tidak ada yang disimpan. Kirim lagi permintaan yang sama."),
    "outcome.unknown": gettext_lazy(
        "Belum pasti apakah permintaan ini tersimpan. Kirim lagi dengan Idempotency-Key yang sama; jawabannya pasti."
    ),
    "period.too_long": gettext_lazy("Jangka waktu paling lama %(most)s hari."),
    "key.invalid": gettext_lazy("Idempotency-Key memuat 1 sampai 100 tanda yang dapat dicetak."),
    "key.reused": gettext_lazy(
        "Idempotency-Key ini sudah dipakai untuk permintaan dengan isi lain. "
        "Pakai kunci baru untuk permintaan yang diubah."
    ),
    "office.unknown": gettext_lazy("Kantor itu tidak ada. Semua kode kantor: GET /api/v1/offices"),
    "service.unknown": gettext_lazy("Layanan itu tidak ada. Semua kode layanan: GET /api/v1/services"),
    "purpose.unknown": gettext_lazy(
        "Keperluan itu tidak ada, atau bukan untuk layanan ini. Keperluan tiap layanan: GET /api/v1/services"
    ),
    "slot.unknown": gettext_lazy(
        "Waktu itu tidak ada pada jadwal. Waktu yang masih ada: GET /api/v1/offices/{office}/slots"
    ),
}
"""Refusals of this counter alone, or worded for forms elsewhere; all others stand in common/refusals.py."""

FIELD_SENTENCES = {
    "missing": gettext_lazy("Wajib diisi."),
    "extra_forbidden": gettext_lazy("Isian ini tidak dikenal."),
    "string_type": gettext_lazy("Harus berupa teks."),
    "string_unicode": gettext_lazy("Memuat tanda yang tidak dapat disimpan."),
    "string_pattern_mismatch": gettext_lazy("Bentuknya tidak sesuai."),
    "too_short": gettext_lazy("Terlalu sedikit."),
    "too_long": gettext_lazy("Terlalu banyak."),
    "literal_error": gettext_lazy("Bukan salah satu pilihan."),
    "value_error": gettext_lazy("Bentuknya tidak sesuai."),
}
FIELD_NAMES = {"key": "Idempotency-Key"}


def refusal_answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A rule's no."""
    field = FIELD_NAMES.get(refusal.field, refusal.field) if refusal.field else None
    with translation.override(language_of(request)):
        detail = _sentence(refusal)
        return _problem(refusal.code, detail, field=field, facts=dict(refusal.facts) or None)


def language_of(request: HttpRequest) -> str:
    """ "id" or "en": the first of the two that the caller takes."""
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if language.split("-")[0] in ("id", "en"):
            return language.split("-")[0]
    return "id"


def every_code() -> tuple[tuple[str, int], ...]:
    """Every code that a refusal can carry, with its status, by name."""
    return tuple((code, STATUS.get(code, WRONG_INPUT)) for code in sorted({*STATUS, *OWN_SENTENCES, *SENTENCES}))


def answer_problems(api: NinjaAPI) -> None:
    """Have the API answer everything expected that can go wrong."""
    api.exception_handler(Refused)(lambda request, error: refusal_answer(request, error.refusal))
    api.exception_handler(ValidationError)(lambda request, error: _wrong_shape(request, error.errors))
    api.exception_handler(PolicyFaults)(lambda request, error: _faults(request, error))
    api.exception_handler(AuthenticationError)(lambda request, error: _no_key(request))
    api.exception_handler(HttpError)(lambda request, error: refusal_answer(request, Refusal("body.unreadable")))
    api.exception_handler(Busy)(lambda request, error: _retry(request, "busy"))
    api.exception_handler(OutcomeUnknown)(lambda request, error: _retry(request, "outcome.unknown"))


def _retry(request: HttpRequest, code: str) -> HttpResponse:
    response = refusal_answer(request, Refusal(code))
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _no_key(request: HttpRequest) -> HttpResponse:
    response = refusal_answer(request, Refusal("token.invalid"))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _faults(request: HttpRequest, found: PolicyFaults) -> HttpResponse:
    with translation.override(language_of(request)):
        faults = [{"file": each.file, "line": each.line, "reason": each.reason} for each in found.faults]
        return _problem("policy.faults", sentence(Refusal("policy.faults")), faults=faults)


def _wrong_shape(request: HttpRequest, errors: Iterable[dict[str, Any]]) -> HttpResponse:
    with translation.override(language_of(request)):
        fields = [
            {"field": _field(error["loc"]), "code": error["type"], "detail": _field_sentence(error["type"])}
            for error in errors
        ]
        return _problem("input.invalid", str(OWN_SENTENCES["input.invalid"]), errors=fields)


def _field(place: tuple[str | int, ...]) -> str:
    """The path of a field as the caller wrote it: where it came from and our name for the body are left out."""
    inside = place[2:] if place[0] == "body" else place[1:]
    return ".".join(str(part) for part in inside) or "body"


def _field_sentence(kind: str) -> str:
    return str(FIELD_SENTENCES.get(kind, _("Tidak dapat dibaca.")))


def _sentence(refusal: Refusal) -> str:
    own = OWN_SENTENCES.get(refusal.code)
    return sentence(refusal) if own is None else str(own) % refusal.facts


def _problem(code: str, detail: str, **more: Any) -> HttpResponse:
    status = STATUS.get(code, WRONG_INPUT)
    body = {"type": TYPE.format(code=code), "title": str(TITLES[status]), "status": status, "detail": detail}
    body |= {"code": code} | {name: value for name, value in more.items() if value is not None}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
        headers={
            "Cache-Control": "no-store",
            "Content-Language": translation.get_language() or "id",
            "Vary": "Accept-Language",
        },
    )
