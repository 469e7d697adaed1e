"""Deciding a list of requests together: each is confirmed or refused on its own, in order, a party all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from serambi.rules.booking import BookingRequest, SlotFacts, why_not_book
from serambi.rules.catalogue import Service
from serambi.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with what was found out about it before any slot was looked at.

    `person_keys` are the keyed hashes of its people, in order; `refusal` is set when it is refused already.
    """

    request: BookingRequest
    service: Service | None
    person_keys: tuple[bytes, ...]
    refusal: Refusal | None


def decide_all(
    asked: Sequence[Asked],
    slots: Mapping[str, SlotFacts],
    live: frozenset[tuple[bytes, str]],
    now: datetime,
) -> tuple[Refusal | None, ...]:
    """Decide requests in their order; None means confirmed.

    `live` holds (person key, service group) of everybody with a live booking. A place or a person taken by an
    earlier request of the list is gone for the later ones. Refusal codes: those of why_not_ask and why_not_book.
    """
    left = dict(slots)
    holders = set(live)
    answers: list[Refusal | None] = []
    for each in asked:
        refusal = each.refusal or _why_not(each, left, holders, now)
        answers.append(refusal)
        if refusal is None and each.service is not None:
            slot = left[each.request.slot]
            left[slot.code] = replace(slot, free=slot.free - len(each.person_keys))
            holders.update((key, each.service.group) for key in each.person_keys)
    return tuple(answers)


def _why_not(
    each: Asked, slots: Mapping[str, SlotFacts], holders: set[tuple[bytes, str]], now: datetime
) -> Refusal | None:
    service = each.service
    if service is None:
        return Refusal("service.unknown", "service")
    booked = [place for place, key in enumerate(each.person_keys) if (key, service.group) in holders]
    return why_not_book(each.request, service, slots.get(each.request.slot), booked, now)
