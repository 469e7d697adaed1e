"""What stands on the papers people take home: why a file came back, the receipt of a case, the payment slip."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from serambi.counters.common import case_words
from serambi.counters.common.dates import day_text, moment_text
from serambi.counters.common.words import in_language, rupiah_text
from serambi.counters.console.pages.desk import Desk, verdict_of, verdict_text
from serambi.counters.console.pages.people import catalogue_words
from serambi.counters.console.pages.place import AtOffice
from serambi.counters.console.printing import Part, Section
from serambi.records.queries.cases import CaseRow
from serambi.records.queries.desk import ReturnedFile
from serambi.rules.verdict import VerdictKind


def returned_slip(at: AtOffice, desk: Desk, returned: ReturnedFile) -> tuple[Part, ...]:
    """Why a file was returned, each reason with its source."""

    def part(language: str) -> Part:
        verdict = verdict_text(verdict_of(at, desk, returned.findings))
        sections = []
        if verdict.missing:
            sections.append(Section(_("Yang belum ada"), tuple(_sourced(*each) for each in verdict.missing)))
        if verdict.unanswered:
            lines = tuple((question, "") for question in verdict.unanswered)
            sections.append(Section(_("Yang belum jelas tentang keperluan"), lines))
        is_unclear = verdict.kind == VerdictKind.UNCLEAR_PURPOSE
        return Part(
            lang=language,
            office=at.name,
            title=_("Berkas dikembalikan"),
            rows=(
                (_("Kode booking"), desk.booking.code),
                (_("Layanan"), in_language(desk.service.name)),
                (_("Keperluan"), catalogue_words().purposes.get(desk.booking.purpose, desk.booking.purpose)),
                (_("Keputusan"), verdict.said),
                (_("Waktu"), moment_text(returned.at, at.zone)),
            ),
            sections=tuple(sections),
            paragraphs=(
                _("Anda boleh memesan jadwal baru kapan saja; tidak ada biaya yang ditagih."),
                _("Keperluan yang belum jelas bukan penolakan dan bukan daftar hitam.")
                if is_unclear
                else _("Bawa dokumen di atas bersama berkas yang lain pada kunjungan berikutnya."),
            ),
        )

    return _in_both_languages(part)


def receipt(at: AtOffice, case: CaseRow, public_url: str) -> tuple[Part, ...]:
    """The number by which the applicant follows the case."""

    def part(language: str) -> Part:
        prefix = "/en" if language == "en" else ""
        return Part(
            lang=language,
            office=at.name,
            title=_("Tanda terima berkas"),
            rows=(
                (_("Nomor berkas"), case.number),
                (_("Layanan"), catalogue_words().services.get(case.service, case.service)),
                (_("Diterima"), moment_text(case.steps[0].at, at.zone)),
            ),
            paragraphs=(
                _("Ikuti berkas Anda dengan nomor ini dan tanggal lahir pemohon di %(address)s")
                % {"address": f"{public_url}{prefix}/cases/"},
                *_promise(case),
            ),
        )

    return _in_both_languages(part)


def _promise(case: CaseRow) -> tuple[str, ...]:
    if case.no_promise is not None:
        return (case_words.no_promise_text(case.no_promise),)
    rule = _("Hari janjinya disebut sesudah wawancara dan dihitung lagi dari pembayaran.")
    if case.foreseen_on is None:
        return (rule,)
    text = _("Bila diwawancarai dan dibayar pada hari berkas diterima, dokumen dijanjikan paling lambat %(day)s.")
    return text % {"day": day_text(case.foreseen_on)}, rule


def payment_slip(at: AtOffice, case: CaseRow) -> tuple[Part, ...]:
    """What is paid at the bank or the post office, and until when."""

    def part(language: str) -> Part:
        until = moment_text(case.payable_until, at.zone) if case.payable_until else ""
        return Part(
            lang=language,
            office=at.name,
            title=_("Pengantar pembayaran"),
            rows=(
                (_("Kode billing"), case.billing_code or ""),
                (_("Jumlah"), rupiah_text(case.amount_idr)),
                (_("Paling lambat"), until),
                (_("Nomor berkas"), case.number),
            ),
            paragraphs=(_("Bayar lewat bank atau kantor pos. Simpan bukti pembayarannya."),),
        )

    return _in_both_languages(part)


def _in_both_languages(part: Callable[[str], Part]) -> tuple[Part, ...]:
    """The language of the page first."""
    first = "en" if (translation.get_language() or "id").startswith("en") else "id"
    parts = []
    for language in (first, "id" if first == "en" else "en"):
        with translation.override(language):
            parts.append(part(language))
    return tuple(parts)


def _sourced(paper: str, source: str) -> tuple[str, str]:
    return paper, _("Sumber: %(source)s") % {"source": source}


def signed_off(at: AtOffice, by: str, when: str) -> str:
    """Who made the paper, for its foot."""
    return f"{at.name} · {by} · {when}"
