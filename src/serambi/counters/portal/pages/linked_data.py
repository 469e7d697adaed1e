"""Offices and notices as linked data (schema.org, JSON-LD): for programs that read pages."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from serambi.counters.common.notice_words import headline, paragraphs, standing_lines
from serambi.counters.common.words import in_language
from serambi.records.queries.notices import NoticeRow
from serambi.rules.notice import NoticeState
from serambi.rules.offices import OfficeProfile

Data = Mapping[str, Any]

CONTEXT = "https://schema.org"
COUNTRY = "ID"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def office_data(profile: OfficeProfile) -> Data:
    """A GovernmentOffice; hours only where they are the office's own, not an example."""
    url = f"{settings.PUBLIC_URL}/{profile.code}/"
    data: dict[str, Any] = {"@type": "GovernmentOffice", "@id": f"{url}#office", "name": profile.name, "url": url}
    if profile.address:
        address = {"@type": "PostalAddress", "streetAddress": profile.address, "addressCountry": COUNTRY}
        data["address"] = address
    if profile.hours_note:
        data["openingHoursSpecification"] = _hours(profile)
    return data


def page_of_office(profile: OfficeProfile) -> Data:
    """What the page of an office says of itself."""
    return {"@context": CONTEXT, **office_data(profile)}


def notice_data(row: NoticeRow, url: str, picture: str) -> Data:
    """A notice as NewsArticle and SpecialAnnouncement; one that no longer holds says since when, and what it is now."""
    office = office_data(row.profile)
    text = "\n\n".join(["\n".join(standing_lines(row)), *_own_text(row)]).strip()
    published, updated = row.published_at.isoformat(), row.updated_at.isoformat()
    language = get_language() or "id"
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "headline": headline(row),
        "articleBody": text,
        "datePublished": published,
        "dateModified": updated,
        "inLanguage": language,
        "image": picture,
        "mainEntityOfPage": url,
        "creativeWorkStatus": str(row.state),
        "author": {"@id": office["@id"]},
        "publisher": {"@id": office["@id"]},
    }
    announcement: dict[str, Any] = {
        "@type": "SpecialAnnouncement",
        "@id": f"{url}#announcement",
        "name": headline(row),
        "text": text,
        "datePosted": published,
        "inLanguage": language,
        "url": url,
        "creativeWorkStatus": str(row.state),
        "announcementLocation": {"@id": office["@id"]},
    }
    expires = _expires(row)
    if expires is not None:
        article["expires"] = announcement["expires"] = expires
    return {"@context": CONTEXT, "@graph": [office, article, announcement]}


def _own_text(row: NoticeRow) -> list[str]:
    if row.state is NoticeState.WITHDRAWN:
        return []
    return [paragraph.text for paragraph in paragraphs(in_language(row.shown.words.body))]


def _expires(row: NoticeRow) -> str | None:
    """When it is or will be over: an instant for what is, a day for what will be; None where no end is known."""
    if not row.is_current:
        return row.updated_at.isoformat()
    left = row.standing.left
    days = [day for day in (left.until_on if left else None, row.shown.until_on) if day is not None]
    return str(min(days)) if days else None


def _hours(profile: OfficeProfile) -> list[Data]:
    group = profile.means.groups[0]
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{CONTEXT}/{DAYS[weekday]}",
            "opens": f"{group.opens_at:%H:%M}",
            "closes": f"{closes_at:%H:%M}",
        }
        for weekday, closes_at in sorted(group.closes_at.items())
    ]
