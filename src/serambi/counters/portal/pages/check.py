"""The answers of a draft in words, for checking them; and what a confirmed booking shows."""

from dataclasses import dataclass
from datetime import datetime

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, day_at
from serambi.counters.common.words import in_language
from serambi.counters.portal.draft import Draft
from serambi.counters.portal.keyring import Booked
from serambi.counters.portal.pages.days import slot_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.catalogue import all_purposes, service_by_code
from serambi.rules.catalogue import Document
from serambi.rules.identity import masked
from serambi.rules.requirement import documents_asked

QR_SCALE = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One line to check; `url` leads to its question."""

    label: str
    text: str
    url: str
    hidden: str
    """What the link says besides "change", for those who hear the page."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one visitor takes along; `qr` is an image as a data address."""

    name: str
    code: str
    secret: str
    link: str
    qr: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    when: str
    service: str
    slips: tuple[Slip, ...]
    documents: tuple[Document, ...]


def answers_of(at: AtOffice, draft: Draft) -> tuple[Answer, ...]:
    """Every answer with the way to change it."""
    waits = _("Ya, bisa menunggu") if draft.can_wait else _("Tidak, mendesak")
    lines = [
        (_("Layanan"), service_text(draft.service or ""), "service"),
        (_("Keperluan"), purpose_text(draft.purpose or ""), "purpose"),
        (_("Bisa menunggu?"), waits, "wait"),
    ]
    if draft.urgency:
        lines.append((_("Alasan mendesak"), words.word(words.URGENCIES, draft.urgency), "urgency"))
        needed = date_text(draft.needed_on) if draft.needed_on else _("tidak diisi")
        lines.append((_("Dokumen diperlukan pada"), needed, "urgency"))
    when = slot_text(at, group=draft.group, on=draft.on, slot=draft.slot or "") if draft.on else ""
    lines.append((_("Jadwal kedatangan"), when or _("tidak tersedia lagi"), "day"))
    answers = [Answer(label, text, _url(at, step), label) for label, text, step in lines]
    return (*answers, *_people(at, draft))


def confirmation(at: AtOffice, booked: Booked, root: str) -> Confirmation:
    """What a confirmed booking shows; `root` is the address of the site, without a slash at its end."""
    return Confirmation(
        when=at.moment(booked.start_at),
        service=service_text(booked.service),
        slips=tuple(
            Slip(
                name=person.name,
                code=person.code,
                secret=person.secret,
                link=f"{root}{reverse('portal:booking', args=[person.code])}?key={person.secret}",
                qr=qr_of(person.code),
            )
            for person in booked.people
        ),
        documents=papers(at, service=booked.service, purpose=booked.purpose, start_at=booked.start_at),
    )


def papers(at: AtOffice, *, service: str, purpose: str, start_at: datetime) -> tuple[Document, ...]:
    """What to bring to a visit, by the office's day."""
    known = service_by_code(code=service)
    return documents_asked(known, purpose=purpose, on=day_at(start_at, at.zone)) if known else ()


def qr_of(code: str) -> str:
    """A booking code as a QR image, an SVG in a data address."""
    return str(segno.make(code, error="m", micro=False).svg_data_uri(scale=QR_SCALE, border=2))


def service_text(code: str) -> str:
    service = service_by_code(code=code)
    return in_language(service.name) if service else code


def purpose_text(code: str) -> str:
    return next((in_language(purpose.name) for purpose in all_purposes() if purpose.code == code), code)


def _people(at: AtOffice, draft: Draft) -> list[Answer]:
    return [
        Answer(
            label=_("Orang ke-%(number)s") % {"number": number},
            text=f"{person.name}, {masked(person.identity.number)}, {date_text(person.born_on)}",
            url=reverse("portal:book-person", args=[at.code, number]),
            hidden=person.name,
        )
        for number, person in enumerate(draft.people, start=1)
    ]


def _url(at: AtOffice, step: str) -> str:
    return reverse(f"portal:book-{step}", args=[at.code])
