"""What a person must bring: the documents a service asks for, by purpose and day."""

from datetime import date

from serambi.rules.catalogue import Document, Service


def documents_asked(service: Service, *, purpose: str | None, on: date) -> tuple[Document, ...]:
    """List the documents asked of a visit on a day for a purpose, in the catalogue's order.

    `purpose` None lists those of every purpose. A document with a condition is listed; the condition says for whom.
    """
    return tuple(
        document
        for document in service.documents
        if (purpose is None or not document.purposes or purpose in document.purposes)
        and (document.asked_from is None or document.asked_from <= on)
        and (document.asked_until is None or on < document.asked_until)
    )
