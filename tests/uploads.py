"""A visit whose service asks for documents, and files sent for it."""

import hashlib
from dataclasses import dataclass

from serambi.procedures.book_visits import book_visits
from serambi.records import sealed_files
from serambi.records.codec import to_json
from serambi.records.models import Booking, ServiceRow, Upload
from serambi.rules.catalogue import Document, Text
from serambi.rules.upload import UploadState
from tests.factories import NOW, request, save_office, save_slot, service
from tests.innocent_files import jpeg

KTP = Document("ktp", Text("KTP", "Identity card"), None, frozenset(), "test", "EXAMPLE")
KK = Document("kk", Text("Kartu keluarga", "Family card"), Text("bila ada", "if any"), frozenset(), "test", "EXAMPLE")


@dataclass(frozen=True)
class Booked:
    code: str
    secret: str


def ask_for_documents() -> None:
    """Have the service `passport-new` ask for two documents."""
    asking = service(documents=(KTP, KK))
    ServiceRow.objects.update_or_create(
        code=asking.code, defaults={"group": "passport", "position": 0, "entry": to_json(asking)}
    )


def book_with_documents(office: str = "serang", **changes: object) -> Booked:
    slot = save_slot(save_office(office))
    ask_for_documents()
    (answer,) = book_visits(requests=[request(slot.code, office=office, **changes)], now=NOW, by="test")
    return Booked(answer.visits[0].code, answer.visits[0].secret)


def keep_file(code: str, content: bytes | None = None, document: str = "ktp", pages: int = 1) -> Upload:
    """A kept upload without the reading; `content` is what the reading would have drawn."""
    drawn = jpeg() if content is None else content
    name = hashlib.sha256(f"{code}{document}{len(drawn)}".encode()).hexdigest()[:32]
    kept = Upload.objects.create(
        booking=Booking.objects.get(code=code),
        document=document,
        code=name[:22],
        stored_as=name,
        size=len(drawn),
        sha256="0" * 64,
        received=len(drawn),
        state=UploadState.KEPT,
        media_type="application/pdf" if drawn.startswith(b"%PDF") else "image/jpeg",
        kept_size=len(drawn),
        pages=pages,
        made_at=NOW,
        ended_at=NOW,
        by="test",
    )
    sealed_files.settle(name, sealed_files.write_draft(name, drawn))
    return kept
