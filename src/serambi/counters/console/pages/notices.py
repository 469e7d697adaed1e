"""Notices as those see them who write them: the list, starting one from the state, and working on one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, moment_text, month_text, period_text
from serambi.counters.common.decline_asking import parameters_of
from serambi.counters.common.notice_answers import NoticeView, notice_view
from serambi.counters.common.notice_drafts import drafted_of_day, drafted_of_figures, drafted_of_order
from serambi.counters.common.notice_words import KINDS, LANGUAGES, STATES, Paragraph, paragraphs
from serambi.counters.common.refusals import sentence
from serambi.counters.common.roles import head_of
from serambi.counters.common.words import in_language, word
from serambi.counters.console.forms.notices import (
    FromDayForm,
    FromFiguresForm,
    FromOrderForm,
    NoticeForm,
    PublicationForm,
    WithdrawalForm,
)
from serambi.counters.console.pages.place import AtOffice
from serambi.procedures.draft_notice import draft_notice
from serambi.records.queries.decline import DeclineAsked, public_decline
from serambi.records.queries.notice_ground import Ground, ground_of
from serambi.records.queries.notice_versions import VersionRow
from serambi.records.queries.notices import DeskRow, desk_notice, desk_notices
from serambi.records.queries.offices import office_profile
from serambi.records.queries.public_figures import public_months
from serambi.records.queries.staff import StaffRow
from serambi.rules.baseline import Baseline, BaselineKind
from serambi.rules.figures import Measure
from serambi.rules.notice import About, NoticeKind, Words
from serambi.rules.policy import NOTICE_SHOWN_DAYS
from serambi.rules.refusal import Refusal
from serambi.rules.spans import month_of, read_span
from serambi.rules.territory import covers

MONTHS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice of the list; `said` is when it comes out, came out or was last changed."""

    slug: str
    title: str
    kind: str
    mark: str
    is_over: bool
    said: str


@dataclass(frozen=True, slots=True)
class VersionNote:
    number: int
    said: str
    by: str


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """The working copy as it will read, in one language."""

    language: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class NoticeDesk:
    """One notice at the desk. `public` is what readers see now, None before it has come out; `to_come` when the next
    version does, empty when none waits; `may_withdraw` whether there is something to take back."""

    slug: str
    about: str
    public: NoticeView | None
    to_come: str
    versions: tuple[VersionNote, ...]
    is_correction: bool
    may_withdraw: bool
    changed: str


def notice_lines(at: AtOffice) -> tuple[NoticeLine, ...]:
    return tuple(_line(at, row) for row in desk_notices(office=at.code, now=at.now))


def starting_forms(at: AtOffice, kind: str, data: QueryDict | None) -> dict[str, forms.Form]:
    """The three ways to start a notice, by kind; what was sent is in the form of its kind."""
    ground = _ground(at)
    sent = {each: data if each == kind else None for each in NoticeKind}
    return {
        NoticeKind.ORDER: FromOrderForm(sent[NoticeKind.ORDER], orders=list(_orders(ground))),
        NoticeKind.FIGURES: FromFiguresForm(sent[NoticeKind.FIGURES], months=_months(at), groups=list(_groups(ground))),
        NoticeKind.DAY: FromDayForm(sent[NoticeKind.DAY]),
    }


def start_notice(at: AtOffice, staff: StaffRow, kind: str, asked: Mapping[str, Any]) -> str:
    """Draft a notice from what a valid form asks for and keep it; gives its name. Raises as draft_notice, and Refused
    as public_decline."""
    ground = _ground(at)
    until_on: date | None = at.today + timedelta(days=NOTICE_SHOWN_DAYS)
    match kind:
        case NoticeKind.ORDER:
            about, until_on = About(NoticeKind.ORDER, order=asked["order"]), None
            drafted = drafted_of_order(ground, ground.instruments[asked["order"]])
        case NoticeKind.FIGURES:
            about, drafted = _of_figures(ground, asked)
        case _:
            about, drafted = About(NoticeKind.DAY, on=asked["on"]), drafted_of_day(ground, asked["on"])
            until_on = asked["on"] + timedelta(days=NOTICE_SHOWN_DAYS)
    return draft_notice(
        office=at.code,
        about=about,
        words=drafted,
        until_on=until_on,
        now=at.now,
        by=staff.username,
        head_of=head_of(staff),
    )


def desk_row(at: AtOffice, slug: str) -> DeskRow:
    """Raises Http404 where there is no such notice."""
    row = desk_notice(office=at.code, slug=slug, now=at.now)
    if row is None:
        raise Http404
    return row


def desk_page(at: AtOffice, row: DeskRow) -> NoticeDesk:
    return NoticeDesk(
        slug=row.slug,
        about=_about_text(row),
        public=notice_view(row.public) if row.public else None,
        to_come=moment_text(row.to_come.from_at, at.zone) if row.to_come else "",
        versions=tuple(_version_note(at, version) for version in row.versions),
        is_correction=bool(row.versions),
        may_withdraw=row.to_come is not None or (row.public is not None and row.public.shown.withdrawn_at is None),
        changed=_("diubah %(when)s oleh %(who)s")
        % {"when": moment_text(row.changed_at, at.zone), "who": row.changed_by},
    )


def desk_forms(row: DeskRow) -> dict[str, forms.Form]:
    """The forms of the page, as nobody has typed into them yet."""
    return {"form": notice_form(row), "publication": PublicationForm(), "withdrawal": WithdrawalForm()}


def notice_form(row: DeskRow) -> NoticeForm:
    kept = row.words
    initial = {"title_id": kept.title.id, "title_en": kept.title.en, "body_id": kept.body.id, "body_en": kept.body.en}
    return NoticeForm(initial=initial | {"until_on": row.until_on})


def preview_parts(row: DeskRow) -> tuple[PreviewPart, ...]:
    """The working copy as it will read, in both languages."""
    return tuple(
        PreviewPart(language, getattr(row.words.title, language), paragraphs(getattr(row.words.body, language)))
        for language in LANGUAGES
    )


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """A refusal at the field it concerns; at the top where the form has none of that name."""
    form.add_error(refusal.field if refusal.field in form.fields else None, sentence(refusal))


def _ground(at: AtOffice) -> Ground:
    profile = office_profile(code=at.code)
    if profile is None:
        raise Http404
    return ground_of(profile=profile, now=at.now)


def _orders(ground: Ground) -> Iterator[tuple[str, str]]:
    """Orders in force or to come that concern the office, the latest first."""
    seat = ground.orders.seat
    rows = []
    for number, left in ground.left.items():
        instrument = ground.instruments[number]
        is_over = left.until_on is not None and left.until_on <= ground.on
        if not is_over and any(covers(area, seat) for area in instrument.areas):
            rows.append((left.from_on, number, f"{instrument.short_name} ({period_text(left)})"))
    for _from_on, number, text in sorted(rows, reverse=True):
        yield number, text


def _months(at: AtOffice) -> list[tuple[str, str]]:
    months = sorted({cell.on for cell in public_months(office=at.code, now=at.now)}, reverse=True)
    return [(f"{on:%Y-%m}", month_text(on)) for on in months[:MONTHS_OFFERED]]


def _groups(ground: Ground) -> Iterator[tuple[str, str]]:
    for group in ground.profile.means.groups:
        yield group.code, word(words.SERVICE_GROUPS, group.code)


def _of_figures(ground: Ground, asked: Mapping[str, Any]) -> tuple[About, Words]:
    period = read_span(asked["month"]) or month_of(ground.on)
    question = DeclineAsked(
        ground.profile.code, period, Baseline(BaselineKind.LAST_YEAR), Measure.APPLIED, group=asked["group"]
    )
    found = public_decline(asked=question, now=ground.now)
    return About(NoticeKind.FIGURES, figures=parameters_of(found)), drafted_of_figures(ground, found)


def _line(at: AtOffice, row: DeskRow) -> NoticeLine:
    public, to_come = row.public, row.to_come
    if to_come is not None:
        said = _("terbit %(when)s") % {"when": moment_text(to_come.from_at, at.zone)}
    elif public is not None:
        said = _("terbit %(when)s") % {"when": moment_text(public.shown.from_at, at.zone)}
    else:
        said = _("diubah %(when)s") % {"when": moment_text(row.changed_at, at.zone)}
    mark = word(STATES, public.state) if public else _("Terjadwal") if to_come else _("Naskah")
    title = in_language(row.words.title) or row.slug
    return NoticeLine(row.slug, title, _about_text(row), mark, public is not None and not public.is_current, said)


def _about_text(row: DeskRow) -> str:
    kind = word(KINDS, row.about.kind)
    if row.instrument is not None:
        return f"{kind}: {row.instrument.short_name}"
    if row.about.on is not None:
        return f"{kind}: {date_text(row.about.on)}"
    period = read_span((row.about.figures or {}).get("period", ""))
    return f"{kind}: {month_text(period.from_on)}" if period else kind


def _version_note(at: AtOffice, version: VersionRow) -> VersionNote:
    said = _("terbit %(when)s") % {"when": moment_text(version.from_at, at.zone)}
    if version.correction is not None:
        said = f"{said}: {in_language(version.correction)}"
    if version.withdrawn_at is not None:
        said = f"{said} – {_withdrawn(at, version.withdrawn_at)}"
    return VersionNote(version.number, said, version.by)


def _withdrawn(at: AtOffice, when: datetime) -> str:
    return _("ditarik %(when)s") % {"when": moment_text(when, at.zone)}
