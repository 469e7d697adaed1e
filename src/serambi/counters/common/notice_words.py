"""A notice in words, as every channel says it: its headline, and how what it is about stands now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, day_text, hours_text, moment_text, period_text
from serambi.counters.common.reasons import TOPICS, value_text
from serambi.counters.common.words import in_language, number_text, signed_percent_text
from serambi.records.queries.notice_versions import VersionRow
from serambi.records.queries.notices import NoticeRow
from serambi.rules.notice import Figured, GroupHours, Holding, NoticeKind, NoticeState, Said, topics_of

LANGUAGES = ("id", "en")
STATES = {
    NoticeState.COMING: gettext_lazy("Akan berlaku"),
    NoticeState.IN_FORCE: gettext_lazy("Berlaku"),
    NoticeState.AMENDED: gettext_lazy("Diubah"),
    NoticeState.ENDED: gettext_lazy("Berakhir"),
    NoticeState.UNDONE: pgettext_lazy("pengumuman", "Dibatalkan"),
    NoticeState.WITHDRAWN: gettext_lazy("Ditarik"),
}
LOOKS = {NoticeState.IN_FORCE: "", NoticeState.COMING: "wait", NoticeState.AMENDED: "wait"}
"""How a panel looks; the states that are missing stop. None looks like "all is well": the order may be a closure."""
ITEM = "- "
HEADLINES = {
    NoticeState.AMENDED: gettext_lazy("Diubah: %(title)s"),
    NoticeState.ENDED: gettext_lazy("Berakhir: %(title)s"),
    NoticeState.UNDONE: gettext_lazy("Dibatalkan: %(title)s"),
    NoticeState.WITHDRAWN: gettext_lazy("Ditarik: %(title)s"),
}
KINDS = {
    NoticeKind.ORDER: gettext_lazy("Aturan"),
    NoticeKind.FIGURES: gettext_lazy("Angka pelayanan"),
    NoticeKind.DAY: gettext_lazy("Jam dan tempat"),
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's lines, and the items of the list that it ends with (each written with a dash before it)."""

    lines: tuple[str, ...]
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((*self.lines, *(f"{ITEM}{item}" for item in self.items)))


def in_both(say: Callable[[], Any]) -> dict[str, Any]:
    """What a function says, by language."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = say()
    return said


def headline(row: NoticeRow) -> str:
    """The title, with a word before it when it no longer holds as it was published."""
    title = in_language(row.shown.words.title)
    text = HEADLINES.get(row.state)
    return str(text) % {"title": title} if text else title


def standing_lines(row: NoticeRow) -> tuple[str, ...]:
    """How what a notice is about stands now, line by line; the first says it all, so it also fits a board."""
    match row.state:
        case NoticeState.WITHDRAWN:
            return (withdrawn_text(row, row.shown),)
        case NoticeState.UNDONE:
            when = _moment(row, row.instrument.undone_at if row.instrument else None)
            text = _("%(order)s dibatalkan pada %(when)s, seolah-olah tidak pernah ada.")
            return (text % {"order": _order(row), "when": when}, *_now_lines(row))
        case NoticeState.ENDED:
            return (_ended_text(row), *_now_lines(row))
        case NoticeState.AMENDED:
            changes = [_change_text(field, row) for field in row.changes]
            return (_("Yang diumumkan di sini sudah berubah: %(changes)s.") % {"changes": "; ".join(changes)},)
        case NoticeState.COMING if row.standing.left:
            return (_("Mulai berlaku %(day)s.") % {"day": day_text(row.standing.left.from_on)},)
        case NoticeState.IN_FORCE if row.instrument and row.standing.left:
            return (_("Berlaku %(period)s.") % {"period": period_text(row.standing.left)},)
    return ()


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """A body's paragraphs."""
    parts = body.replace("\r\n", "\n").strip().split("\n\n")
    return tuple(_paragraph(part.strip().splitlines()) for part in parts if part.strip())


def summary(row: NoticeRow) -> str:
    """What a reader should know at once: how it stands where that is not as published, else its first paragraph."""
    if row.state is not NoticeState.IN_FORCE:
        lines = standing_lines(row)
        if lines:
            return lines[0]
    first = paragraphs(in_language(row.shown.words.body))
    return " ".join(first[0].lines) if first else ""


def withdrawn_text(row: NoticeRow, version: VersionRow) -> str:
    """When a version was taken back, and why."""
    why = in_language(version.withdrawn_why) if version.withdrawn_why else ""
    text = _("Pengumuman ini ditarik pada %(when)s. Alasan: %(why)s")
    return text % {"when": _moment(row, version.withdrawn_at), "why": why}


def field_lines(fields: tuple[str, ...], said: Said) -> Iterator[str]:
    """Fields of a state in words, each with the orders that decided it: "Kuota pemohon: 25 % dari … (SE 9)"."""
    for field in fields:
        for label, text in _texts(field, said):
            by = ", ".join(said.holding.by.get(field, ()))
            yield f"{label}: {text} ({by})" if by else f"{label}: {text}"


def _paragraph(lines: list[str]) -> Paragraph:
    start = len(lines)
    while start and lines[start - 1].startswith(ITEM):
        start -= 1
    return Paragraph(tuple(lines[:start]), tuple(line.removeprefix(ITEM) for line in lines[start:]))


def _ended_text(row: NoticeRow) -> str:
    left, until = row.standing.left, row.shown.until_on
    if row.instrument is not None and left is None:
        return _("%(order)s dicabut sebelum berlaku.") % {"order": _order(row)}
    ends = [day for day in (left.until_on if left else None, until) if day is not None]
    if row.instrument is not None and left is not None and left.until_on == min(ends):
        return _("%(order)s tidak berlaku lagi sejak %(day)s.") % {"order": _order(row), "day": date_text(min(ends))}
    return _("Pengumuman ini hanya untuk waktu sebelum %(day)s.") % {"day": date_text(min(ends))}


def _now_lines(row: NoticeRow) -> tuple[str, ...]:
    """What holds now instead."""
    lines = list(field_lines(topics_of(row.about.kind, row.instrument), row.now_said))
    return (_("Yang berlaku sekarang: %(lines)s.") % {"lines": "; ".join(lines)},) if lines else ()


def _change_text(field: str, row: NoticeRow) -> str:
    was, now = dict(_texts(field, row.shown.said)), dict(_texts(field, row.now_said))
    by = ", ".join(row.now_said.holding.by.get(field, ()))
    parts = [f"{label}: {was.get(label, '–')} → {text}" for label, text in now.items() if was.get(label) != text]
    said = "; ".join(parts)
    return f"{said} ({by})" if by else said


def _texts(field: str, said: Said) -> Iterator[tuple[str, str]]:
    """A field of a state with its label, or several where it has parts."""
    match field:
        case "figured":
            yield _("Angka"), _figured_text(said.figured)
        case "ends_on":
            yield _("Berakhir"), date_text(said.ends_on) if said.ends_on else _("tidak ditentukan")
        case "address":
            yield _("Alamat"), said.holding.address or _("tidak diketahui")
        case "groups":
            yield from _group_texts(said.holding)
        case _:
            yield str(TOPICS[field]), value_text(field, getattr(said.holding, field))


def _group_texts(holding: Holding) -> Iterator[tuple[str, str]]:
    for group in holding.groups:
        name = words.word(words.SERVICE_GROUPS, group.code).lower()
        yield _("Kuota sehari, %(group)s") % {"group": name}, number_text(group.quota)
        yield _("Jam pelayanan, %(group)s") % {"group": name}, hours_line(group)


def hours_line(group: GroupHours) -> str:
    """ "Senin–Kamis 07.30–16.00; Jumat 07.30–16.30"."""
    return "; ".join(f"{days} {hours}" for days, hours in hours_text(group.opens_at, group.closes_at))


def _figured_text(figured: Figured | None) -> str:
    if figured is None:
        return _("tidak diumumkan")
    text = _("%(value)s orang, %(change)s dari %(base)s")
    change = signed_percent_text(figured.change)
    return text % {"value": number_text(figured.value), "change": change, "base": number_text(figured.base)}


def _order(row: NoticeRow) -> str:
    return row.instrument.short_name if row.instrument else ""


def _moment(row: NoticeRow, at: datetime | None) -> str:
    return moment_text(at, row.profile.time_zone) if at else ""
