"""The answers of a draft in words, for checking them; and what a confirmed booking shows."""

from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, day_at, day_text
from serambi.counters.common.words import in_language, number_text
from serambi.counters.portal.draft import Draft, Way
from serambi.counters.portal.keyring import Booked
from serambi.counters.portal.pages.days import slot_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.standing import invitation_text, reach_text
from serambi.records.queries.catalogue import all_purposes, service_by_code
from serambi.records.queries.line import position_in_line
from serambi.rules.booking import Applicant
from serambi.rules.catalogue import Document, Service, is_meant_for_age
from serambi.rules.identity import masked
from serambi.rules.requirement import documents_asked
from serambi.rules.vulnerable import age_on

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
    """What one visitor takes along; `qr` is an image as a data address, `position` that in line, empty without."""

    name: str
    code: str
    secret: str
    link: str
    qr: str
    position: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was confirmed; `when` is empty without a time, `then` says what happens next to those in line."""

    when: str
    service: str
    slips: tuple[Slip, ...]
    documents: tuple[Document, ...]
    then: tuple[str, ...]


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
    lines.extend(_place(at, draft))
    answers = [Answer(label, text, _url(at, step), label) for label, text, step in lines]
    return (*answers, *_people(at, draft))


def warnings_of(at: AtOffice, draft: Draft) -> tuple[str, ...]:
    """Who is not of the age that the service is meant for on the day of the visit (of today, while none is known)."""
    service = service_by_code(code=draft.service or "")
    if service is None:
        return ()
    on = draft.on or at.today
    unfit = [person for person in draft.people if not is_meant_for_age(service, person.born_on, on)]
    return tuple(_age_text(service, person, on) for person in unfit)


def confirmation(at: AtOffice, booked: Booked, root: str) -> Confirmation:
    """What a confirmed booking shows; `root` is the address of the site, without a slash at its end."""
    door = "portal:draw-request" if booked.way is Way.DRAW else "portal:booking"
    return Confirmation(
        when=at.moment(booked.start_at) if booked.start_at else "",
        service=service_text(booked.service),
        slips=tuple(
            Slip(
                name=person.name,
                code=person.code,
                secret=person.secret,
                link=f"{root}{reverse(door, args=[person.code])}?key={person.secret}",
                qr=qr_of(person.code),
                position=number_text(position_in_line(code=person.code) or 0) if booked.way is Way.LINE else "",
            )
            for person in booked.people
        ),
        documents=papers(at, service=booked.service, purpose=booked.purpose, start_at=booked.start_at or at.now),
        then=(invitation_text(), reach_text()),
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


def _place(at: AtOffice, draft: Draft) -> list[tuple[str, str, str]]:
    """The lines about the place that is asked for, as (label, text, question)."""
    match draft.way:
        case Way.LINE:
            return [(_("Yang diminta"), _("tempat dalam daftar tunggu, tanpa waktu"), "waiting")]
        case Way.DRAW:
            days = [day_text(date.fromisoformat(wish)) for wish in draft.wishes]
            unlucky = _("masuk daftar tunggu") if draft.may_wait else _("tidak menunggu")
            return [
                (_("Undian: hari pilihan"), "; ".join(days), "draw"),
                (_("Bila tidak mendapat tempat"), unlucky, "draw"),
            ]
    when = slot_text(at, group=draft.group, on=draft.on, slot=draft.slot or "") if draft.on else ""
    return [(_("Jadwal kedatangan"), when or _("tidak tersedia lagi"), "day")]


def _age_text(service: Service, person: Applicant, on: date) -> str:
    years = age_on(person.born_on, on)
    age = ngettext("%(years)s tahun", "%(years)s tahun", years) % {"years": years}
    said = {"name": person.name, "age": age, "service": in_language(service.name)}
    if service.age_from is not None and years < service.age_from:
        text = _(
            "%(name)s berumur %(age)s. Layanan “%(service)s” untuk yang berumur %(bound)s tahun ke atas, "
            "atau sudah menikah."
        )
        return text % {**said, "bound": service.age_from}
    text = _("%(name)s berumur %(age)s. Layanan “%(service)s” untuk yang berumur di bawah %(bound)s tahun.")
    return text % {**said, "bound": service.age_under}


def _people(at: AtOffice, draft: Draft) -> list[Answer]:
    return [
        Answer(
            label=_("Orang ke-%(number)s") % {"number": number},
            text=_person_text(person),
            url=reverse("portal:book-person", args=[at.code, number]),
            hidden=person.name,
        )
        for number, person in enumerate(draft.people, start=1)
    ]


def _person_text(person: Applicant) -> str:
    """Who comes, and on a line of its own how to reach them."""
    who = f"{person.name}, {masked(person.identity.number)}, {date_text(person.born_on)}"
    contacts = [contact for contact in (person.phone, person.email) if contact]
    return "\n".join([who, *contacts])


def _url(at: AtOffice, step: str) -> str:
    return reverse(f"portal:book-{step}", args=[at.code])
