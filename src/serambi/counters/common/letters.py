"""A letter as an e-mail: plain text and simple HTML, the person's language first, the other one after it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common.dates import day_text, moment_text
from serambi.counters.common.words import in_language
from serambi.records.queries.letters import Letter, StayWord
from serambi.records.queries.reply_letters import ReplyLetter
from serambi.rules.catalogue import Document
from serambi.rules.contact import why_not_email
from serambi.rules.policy import REPLY_ADDRESS_DAYS

SUBJECTS: Mapping[str, object] = {
    "confirmed": gettext_lazy("Jadwal kunjungan Anda sudah tercatat"),
    "moved": gettext_lazy("Jadwal kunjungan Anda dipindahkan"),
    "cancelled": gettext_lazy("Jadwal kunjungan Anda dibatalkan"),
    "reminder": gettext_lazy("Pengingat kunjungan Anda"),
    "postponed": gettext_lazy("Kunjungan Anda ditunda; Anda dalam daftar tunggu"),
    "urgency_rejected": gettext_lazy("Alasan mendesak Anda tidak dapat diterima; Anda dalam daftar tunggu"),
    "offer": gettext_lazy("Jadwal Anda berubah: mohon jawaban"),
    "called_off": gettext_lazy("Kunjungan Anda ditiadakan; tempat Anda dalam daftar tunggu tetap ada"),
    "restored": gettext_lazy("Jadwal Anda semula berlaku lagi"),
    "expired": gettext_lazy("Tempat Anda dilepas; Anda tetap dalam daftar tunggu"),
    "draw_lost": gettext_lazy("Undian belum memberi Anda tempat; Anda masuk daftar tunggu"),
    "invited": gettext_lazy("Ada tempat untuk Anda: mohon jawaban"),
    "ready": gettext_lazy("Dokumen Anda siap diambil"),
    "reply_answered": gettext_lazy("Kantor menjawab tanggapan Anda"),
    "promise_moved": gettext_lazy("Hari janji berkas Anda berubah"),
    "stay_changed": gettext_lazy("Batas waktu izin tinggal Anda berubah"),
}
"""One for every kind of message; each has a template of its name under templates/messages/."""

LINE_BETWEEN_LANGUAGES = "-" * 60


@dataclass(frozen=True, slots=True)
class Part:
    """A letter in one language; `paragraphs` hold lines."""

    language: str
    link: str
    text: str

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(paragraph.splitlines()) for paragraph in self.text.split("\n\n"))


def email_of(letter: Letter | ReplyLetter, *, sender: Address, public_url: str, now: datetime) -> EmailMessage:
    """The e-mail of a letter, ready to send. Its Message-ID is the outbox row's, so a repeat can be recognised.

    What a person typed is only ever in the body, a name in one line. Raises ValueError for an address that cannot be
    one.
    """
    if why_not_email(letter.to) is not None:
        raise ValueError("not an e-mail address")
    languages = ("en", "id") if letter.language == "en" else ("id", "en")
    parts = [_part(letter, language, public_url) for language in languages]
    with translation.override(languages[0]):
        subject = f"{SUBJECTS[letter.kind]} – {letter.code}"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = Address(addr_spec=letter.to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<message-{letter.message_id}.{letter.code}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = f"\n\n{LINE_BETWEEN_LANGUAGES}\n\n".join(part.text for part in parts)
    mail.set_content(text + "\n", cte="quoted-printable")
    html = render_to_string("messages/base.html", {"subject": subject, "parts": parts})
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = ", ".join(languages)
    return mail


def _part(letter: Letter | ReplyLetter, language: str, public_url: str) -> Part:
    with translation.override(language):
        root = f"{public_url}/en" if language == "en" else public_url
        facts = _said_of_reply(letter, root) if isinstance(letter, ReplyLetter) else _said_of_visit(letter, root)
        text = render_to_string(f"messages/{letter.kind}.txt", facts)
    return Part(language, facts["link"], re.sub(r"\n{3,}", "\n\n", text).strip())


def _said_of_visit(letter: Letter, root: str) -> dict[str, Any]:
    facts = {
        "name": one_line(letter.name),
        "code": letter.code,
        "service": in_language(letter.service),
        "office": letter.office,
        "address": one_line(letter.address),
        "when": _moment(letter.start_at, letter.zone),
        "was": _moment(letter.was_at, letter.zone) or _("waktu itu"),
        "until": _moment(letter.until, letter.zone),
        "order": letter.order,
        "is_of_gate": letter.is_of_gate,
        "is_of_isolation": letter.is_of_isolation,
        "reason": one_line(letter.reason),
        "documents": [_document_text(document) for document in letter.documents],
        "link": f"{root}/{letter.path}",
        "case": letter.case,
        "collect_until": _day(letter.collect_until),
        "promised": _day(letter.promised_on),
        "was_promised": _day(letter.was_promised_on),
        "cases_link": f"{root}/cases/",
        "stay": _stay(letter.stay) if letter.stay else None,
        "notice_link": f"{root}/{letter.office_code}/notices/{letter.notice}/" if letter.notice else "",
    }
    if letter.kind in ("cancelled", "expired"):
        facts["was"] = _moment(letter.was_at, letter.zone)
    return facts


def _said_of_reply(letter: ReplyLetter, root: str) -> dict[str, Any]:
    replies = f"{root}/{letter.office_code}/notices/{letter.notice}/replies/"
    return {
        "name": one_line(letter.name),
        "office": letter.office,
        "title": one_line(in_language(letter.title)),
        "answer": letter.answer,
        "link": f"{replies}?at={letter.code}#reply-{letter.code}",
        "days": REPLY_ADDRESS_DAYS,
    }


def one_line(typed: str) -> str:
    """A text that somebody typed, without line breaks and signs that cannot be seen."""
    return "".join(sign for sign in " ".join(typed.split()) if sign.isprintable())


def _moment(instant: datetime | None, zone: str) -> str:
    return moment_text(instant, zone) if instant else ""


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


def _stay(word: StayWord) -> dict[str, str | bool]:
    return {
        "permit": word.permit.upper(),
        "passport": word.passport,
        "was": day_text(word.was_on) if word.was_on else _("belum ditetapkan"),
        "last": day_text(word.last_on) if word.last_on else _("belum ditetapkan"),
        "is_open": word.last_on is None,
        "is_emergency": word.becomes is not None,
    }


def _document_text(document: Document) -> str:
    name = in_language(document.name)
    return f"{name} ({in_language(document.condition)})" if document.condition else name
