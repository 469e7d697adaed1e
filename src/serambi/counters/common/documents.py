"""Which papers a visitor brings: those asked on the day, for the purpose."""

from datetime import date

from serambi.rules.catalogue import Document, Service


def documents_on(service: Service, on: date, purpose: str | None = None) -> tuple[Document, ...]:
    """The documents asked on a day, in the order of the catalogue; `purpose` None gives those of every purpose."""
    return tuple(document for document in service.documents if _is_asked(document, on, purpose))


def _is_asked(document: Document, on: date, purpose: str | None) -> bool:
    starts = document.asked_from is None or document.asked_from <= on
    ends = document.asked_until is not None and document.asked_until <= on
    fits = purpose is None or not document.purposes or purpose in document.purposes
    return starts and not ends and fits
