"""Collects the texts to translate, keeps their English in locale/en and compiles it; --check changes nothing.

The source language is Indonesian: a text in the code is its own translation, so only English has a catalogue.
Babel does the work of gettext's programs, which need not be on the machine.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from gettext import GNUTranslations
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "serambi"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
TEMPLATE_ENDINGS = {".html", ".txt", ".xml"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Catalogues carry dates; a fixed one keeps two runs over the same texts equal.
UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing or stale")
    is_check = parser.parse_args().check
    settings.configure(USE_I18N=False)  # all that reading a template's texts asks of Django
    django.setup()
    problems = check() if is_check else collect()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"Translations: {len(problems)} to look at" if problems else "Translations: complete")
    return 1 if problems and is_check else 0


def check() -> list[str]:
    """Name every text without sound English, every entry no longer used, and what was not compiled."""
    wanted, kept = _texts_in_source(), _read(PO)
    return [*_problems(wanted, kept), *_stale_entries(wanted, kept), *_uncompiled(kept)]


def collect() -> list[str]:
    """Bring the catalogue up to the source, compile it, and name what is left to translate."""
    wanted, kept = _texts_in_source(), _read(PO)
    write_catalogue(wanted, kept)
    return list(_problems(wanted, kept))


def write_catalogue(wanted: Catalog, kept: Catalog) -> None:
    """Write the texts that are wanted with the English that is kept, as .po and as .mo."""
    kept.update(wanted, no_fuzzy_matching=True)
    kept.creation_date = kept.revision_date = UNCHANGING
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as opened:
        # No line numbers and a fixed order: two people's additions then seldom meet.
        write_po(opened, kept, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    with MO.open("wb") as opened:
        write_mo(opened, _read(PO))


def _empty() -> Catalog:
    return Catalog(locale="en", project="serambi", fuzzy=False, creation_date=UNCHANGING, revision_date=UNCHANGING)


def _read(file: Path) -> Catalog:
    if not file.exists():
        return _empty()
    with file.open("rb") as opened:
        return read_po(opened, locale="en")


def _texts_in_source() -> Catalog:
    catalog = _empty()
    for file in sorted(SOURCE.rglob("*")):
        for _, text, comments, context in _texts_in_file(file):
            place = (str(file.relative_to(ROOT)), 1)
            catalog.add(text, locations=[place], auto_comments=comments, context=context)
    return catalog


def _texts_in_file(file: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    if file.suffix == ".py":
        code = file.read_text()
    elif file.suffix in TEMPLATE_ENDINGS and "templates" in file.parts:
        # What is no text becomes a row of X; indented rows of X would not be Python.
        written = templatize(file.read_text(), origin=str(file))
        code = "\n".join(line.strip() for line in written.splitlines())
    else:
        return
    yield from extract("python", io.BytesIO(code.encode()), KEYWORDS, COMMENT_TAGS)


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> tuple[str | None, str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, first


def _problems(wanted: Catalog, kept: Catalog) -> Iterator[str]:
    known = {_key(message): message for message in _entries(kept)}
    for message in _entries(wanted):
        where, text = message.locations[0][0], _key(message)[1]
        translated = known.get(_key(message))
        if translated is None or not _has_english(translated):
            yield f"{where}: no English for {text!r}"
        elif translated.fuzzy:
            yield f"{where}: only a guess (fuzzy) for {text!r}"
        elif (asked := _placeholders(message.id)) != (given := _placeholders(translated.string)):
            yield f"{where}: the English of {text!r} has {sorted(given)} where it needs {sorted(asked)}"


def _placeholders(texts: str | Iterable[str]) -> set[str]:
    joined = texts if isinstance(texts, str) else " ".join(texts)
    return set(PLACEHOLDER.findall(joined))


def _has_english(message: Message) -> bool:
    parts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(parts) and all(parts)


def _stale_entries(wanted: Catalog, kept: Catalog) -> list[str]:
    used = {_key(message) for message in _entries(wanted)}
    left = [message for message in _entries(kept) if _key(message) not in used]
    left += list(kept.obsolete.values())
    name = PO.relative_to(ROOT)
    return [f"{name}: no longer used: {_key(message)[1]!r} (make messages)" for message in left]


def _uncompiled(kept: Catalog) -> list[str]:
    name = MO.relative_to(ROOT)
    if not MO.exists():
        return [f"{name}: missing (make messages)"]
    fresh = io.BytesIO()
    write_mo(fresh, kept)
    current, compiled = _as_django_reads(fresh.getvalue()), _as_django_reads(MO.read_bytes())
    differing = {key for key in current.keys() | compiled.keys() if current.get(key) != compiled.get(key)}
    texts = {key if isinstance(key, str) else key[0] for key in differing}
    return [f"{name}: older than the .po: {text!r} (make messages)" for text in sorted(texts)]


def _as_django_reads(compiled: bytes) -> dict[str | tuple[str, int], str]:
    """The texts of a .mo by the standard library: Babel's own reader loses the context of a text."""
    catalogue = GNUTranslations(io.BytesIO(compiled))._catalog  # type: ignore[attr-defined] - it has no public name
    return {key: text for key, text in catalogue.items() if key}


if __name__ == "__main__":
    sys.exit(main())
