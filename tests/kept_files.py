"""Looks at a kept file with other people's code than wrote it, and with none: what should be gone, is it?"""

import io
import re

import exifread
import pypdf

from serambi.procedures.steps.cleaning.redrawn import Redrawn
from tests.innocent_files import CANARY, EICAR

PLAIN_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC1, 0xC2, 0xC4, 0xDD, 0xDA}
TRACES = (
    CANARY,
    EICAR,
    b"Exif",
    b"GPS",
    b"ns.adobe",
    b"<script",
    b"<html",
    b"<?php",
    b"PK\x03\x04",
    b"8BIM",
    b"ICC_PRO",
)
PDF_NAMES = {
    *("Pages", "Page", "Kids", "Count", "Type", "Catalog", "Parent", "MediaBox", "Resources", "XObject", "Contents"),
    *("Length", "Subtype", "Image", "Width", "Height", "ColorSpace", "DeviceRGB", "DeviceGray", "BitsPerComponent"),
    *("Filter", "DCTDecode", "Size", "Root", "ID"),
}
"""Every name that a kept PDF may hold; all that acts, tells or embeds has another."""


def faults_in(kept: Redrawn) -> list[str]:
    """What is wrong with a kept file; nothing, if it is as it should be."""
    faults = [f"holds {trace!r}" for trace in TRACES if trace in kept.content]
    return faults + (_faults_of_pdf(kept) if kept.media_type == "application/pdf" else _faults_of_jpeg(kept.content))


def _faults_of_jpeg(content: bytes) -> list[str]:
    faults = [f"EXIF {tag}" for tag in exifread.process_file(io.BytesIO(content))]
    if content[:2] != b"\xff\xd8":
        return [*faults, "does not begin as a JPEG"]
    at = 2
    while True:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at] != 0xFF or marker not in PLAIN_SEGMENTS:
            return [*faults, f"segment {marker:02x} at {at}"]
        at += 2 + length
        if marker == 0xDA:
            break
    end = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(content, at)
    if end is None or end.group() != b"\xff\xd9":
        return [*faults, "does not end as a JPEG"]
    return faults if end.end() == len(content) else [*faults, f"{len(content) - end.end()} bytes after its end"]


def _faults_of_pdf(kept: Redrawn) -> list[str]:
    content = kept.content
    faults = [] if content.rstrip(b"\n").endswith(b"%%EOF") and content.count(b"%%EOF") == 1 else ["its end is not one"]
    pictures = [bytes(each) for each in re.findall(rb"stream\n(\xff\xd8.*?)\nendstream", content, re.DOTALL)]
    skeleton = re.sub(rb"stream\n.*?endstream", b"", content, flags=re.DOTALL)
    names = {name.decode() for name in re.findall(rb"/([A-Za-z0-9#]+)", skeleton)}
    faults += [f"name /{name}" for name in sorted(names - PDF_NAMES) if not re.fullmatch(r"X?(Page|Im)[0-9]*", name)]
    read = pypdf.PdfReader(io.BytesIO(content))
    if read.metadata or read.xmp_metadata or read.attachments or read.get_fields() or read.is_encrypted:
        faults.append("pypdf finds metadata, attachments, fields or a lock")
    if len(read.pages) != kept.pages or len(pictures) != kept.pages:
        faults.append(f"{len(read.pages)} pages and {len(pictures)} pictures for {kept.pages}")
    if any("/Annots" in page or "/AA" in page for page in read.pages):
        faults.append("annotations")
    return faults + [fault for picture in pictures for fault in _faults_of_jpeg(picture)]
