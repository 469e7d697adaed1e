"""Every way in which a call says no, as application/problem+json with a stable code."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from serambi.counters.common.refusals import sentence
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.rules.refusal import Refusal, Refused

NOT_FOUND, NOT_ALLOWED, CONFLICT, NO_LENGTH, TOO_LARGE, WRONG_INPUT, UNAVAILABLE = 404, 405, 409, 411, 413, 422, 503
TOO_MANY = 429
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
    "booking.not_live": CONFLICT,
    "booking.past": CONFLICT,
    "booking.too_late": CONFLICT,
    "booking.changed": CONFLICT,
    "body.length_unknown": NO_LENGTH,
    "body.too_large": TOO_LARGE,
    "tracking.too_many": TOO_MANY,
    "busy": UNAVAILABLE,
    "outcome.unknown": UNAVAILABLE,
}
"""Whatever is not here is something to correct in what was sent."""

TITLES = {
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
    "body.too_large": gettext_lazy("Isi permintaan paling besar 64 kB."),
    "body.unreadable": gettext_lazy("Isi permintaan harus berupa JSON."),
    "input.invalid": gettext_lazy(
        "Beberapa isian tidak dapat dibaca; semuanya disebut pada errors. Tidak ada yang disimpan."
    ),
    "busy": gettext_lazy("Layanan sedang sibuk dan tidak ada yang disimpan. Kirim lagi permintaan yang sama."),
    "outcome.unknown": gettext_lazy(
        "Belum pasti apakah permintaan ini tersimpan. Kirim lagi dengan Idempotency-Key yang sama; jawabannya pasti."
    ),
    "period.too_long": gettext_lazy("Jangka waktu paling lama %(most)s hari."),
    "key.invalid": gettext_lazy("Idempotency-Key memuat 1 sampai 100 tanda yang dapat dicetak."),
    "key.reused": gettext_lazy("Idempotency-Key ini sudah dipakai untuk permintaan dengan isi lain."),
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


@cache
def all_codes() -> tuple[tuple[str, int], ...]:
    """The codes with a status of their own, for the description of the API."""
    return tuple(sorted(STATUS.items()))


def answer_problems(api: NinjaAPI) -> None:
    """Have the API answer everything expected that can go wrong."""
    api.exception_handler(Refused)(lambda request, error: refusal_answer(request, error.refusal))
    api.exception_handler(ValidationError)(lambda request, error: _wrong_shape(request, error.errors))
    api.exception_handler(HttpError)(lambda request, error: refusal_answer(request, Refusal("body.unreadable")))
    api.exception_handler(Busy)(lambda request, error: _retry(request, "busy"))
    api.exception_handler(OutcomeUnknown)(lambda request, error: _retry(request, "outcome.unknown"))


def _retry(request: HttpRequest, code: str) -> HttpResponse:
    response = refusal_answer(request, Refusal(code))
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


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
