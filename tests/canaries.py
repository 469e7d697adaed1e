"""E-mail addresses that must be found nowhere, and looking for them in whatever bytes somebody can get."""

import re
import zlib
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from tests.records.test_stolen_dump import forms

DOMAIN = "sangkar-kenari.example"
CANARIES = tuple(f"kicau.{word}@{DOMAIN}" for word in ("satu", "dua", "tiga", "empat"))
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def leaks(found: bytes) -> set[str]:
    """What of the canaries stands in some bytes, and in which form; looks into the streams of a PDF."""
    text = b"\n".join([found, *_inflated(found)]).decode("latin-1")
    small = text.lower()
    return {said for said, shape in _wanted() if (shape in text if said.startswith("base64") else shape in small)}


def shapes(piece: str) -> Iterator[tuple[str, str]]:
    yield from forms(piece)
    if quote(piece, safe="") != piece:
        yield "url", quote(piece, safe="")
    yield "markup", piece.replace("@", "&#64;").replace(".", "&#46;")


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """Every shape of every piece; base64 as it is, the others in small letters."""
    return frozenset(
        (f"{name} of {piece}", shape if name == "base64" else shape.lower())
        for piece in _pieces()
        for name, shape in shapes(piece)
    )


def _pieces() -> Iterator[str]:
    """Every address, and the parts of one that would give it away."""
    yield DOMAIN
    for canary in CANARIES:
        yield canary
        yield canary.partition("@")[0]


def _inflated(found: bytes) -> Iterator[bytes]:
    for packed in STREAM.findall(found):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            continue
