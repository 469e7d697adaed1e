"""The figures of an office as an open-data package: what its files hold, and under which licence."""

from typing import Any

from django.urls import reverse

from serambi.counters.common.figure_answers import COLUMNS
from serambi.counters.portal.pages.place import AtOffice
from serambi.rules.figures import PUBLISHED
from serambi.rules.suppression import SMALLEST

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
KEPT_BACK = (
    f"Months that are over. Numbers under {SMALLEST} are kept back, and so is what they could be worked out from; "
    "counts of one day of several services are not published. An empty service is the total of its group."
)
DESCRIPTIONS = {
    "on": "First day of the month, or the day",
    "group": "Service group: passport or permit",
    "service": "Code of the service; empty for the total of the group",
    "measure": "What is counted",
    "count": "People; empty where kept back",
    "kept_back": "Whether the number is kept back",
    "imported": "Whether all or some was counted by the office before, and imported",
}
TYPES = {"on": "date", "count": "integer", "kept_back": "boolean", "imported": "boolean"}
FILES = (("months", "figures-months"), ("days", "figures-days"))


def datapackage(at: AtOffice, root: str) -> dict[str, Any]:
    """The description after Frictionless Data Package v1; `root` is the address of the service."""
    return {
        "profile": "tabular-data-package",
        "name": f"serambi-figures-{at.code}",
        "title": f"Figures of {at.name}",
        "description": KEPT_BACK,
        "homepage": root + reverse("portal:figures", args=[at.code]),
        "licenses": [LICENCE],
        "resources": [_resource(at, name, route) for name, route in FILES],
    }


def dcat(at: AtOffice, root: str) -> dict[str, Any]:
    """The same as a DCAT dataset in JSON-LD."""
    page = root + reverse("portal:figures", args=[at.code])
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": [
            {"@language": "id", "@value": f"Angka {at.name}"},
            {"@language": "en", "@value": f"Figures of {at.name}"},
        ],
        "dct:description": {"@language": "en", "@value": KEPT_BACK},
        "dct:publisher": {"@type": "http://xmlns.com/foaf/0.1/Organization", "http://xmlns.com/foaf/0.1/name": at.name},
        "dct:license": {"@id": LICENCE["path"]},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/MONTHLY"},
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_distribution(root + reverse(f"portal:{route}", args=[at.code])) for _, route in FILES],
    }


def _resource(at: AtOffice, name: str, route: str) -> dict[str, Any]:
    missing = {"measure": {"enum": [str(measure) for measure in PUBLISHED]}}
    fields = [
        {
            "name": column,
            "type": TYPES.get(column, "string"),
            "description": DESCRIPTIONS[column],
            **({"constraints": missing[column]} if column in missing else {}),
        }
        for column in COLUMNS
    ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": reverse(f"portal:{route}", args=[at.code]).rsplit("/", 1)[-1],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["on", "group", "service", "measure"]},
    }


def _distribution(address: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/text/csv"},
        "dct:license": {"@id": LICENCE["path"]},
    }
