"""Enter a draw: one request for up to five people; when in the window it comes makes no difference."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from serambi.procedures.steps.claim_keys import claim_keys, keep_answers
from serambi.procedures.steps.draw_slots import slots_of_draw
from serambi.procedures.steps.durable import Busy, durable_transaction
from serambi.procedures.steps.new_secrets import new_code, new_secret
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import from_json, to_json
from serambi.records.models import Booking, DrawPerson, DrawRequest, DrawWindow
from serambi.records.models.draws import DrawState
from serambi.records.queries.catalogue import service_by_code
from serambi.records.sealing import pseudonym, seal, secret_hash
from serambi.rules.booking import Applicant, why_not_ask
from serambi.rules.draw_window import DrawEntry, why_not_collecting, why_not_people, why_not_wish
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.vulnerable import is_vulnerable

TRIES = 5


@dataclass(frozen=True, slots=True)
class DrawReceipt:
    """The answer to an entry. `code` is public: it stands in the result; `secret` is shown once and opens the request,
    and the bookings it may become. `is_repeat` is True when the key had been answered before."""

    code: str
    secret: str
    is_repeat: bool = False


def enter_draw(*, entry: DrawEntry, now: datetime, by: str) -> DrawReceipt:
    """Take a request into a window's draw. The same key again gives the same receipt.

    Raises Busy, OutcomeUnknown, and Refused: `key.reused`, `draw.not_found`, `draw.over` (drawn, or past its hours),
    `draw.not_open`, those of rules.booking.why_not_ask, of why_not_wish and of why_not_people in rules.draw_window.
    Source: docs/draw.md.
    """
    for _ in range(TRIES):
        try:
            with durable_transaction():
                return _enter_once(entry, now, by)
        except IntegrityError as error:
            # Somebody entered one of our people between our look and our write: look again and say so.
            if "person_asks_once_per_draw" not in str(error):
                raise
    raise Busy


def _enter_once(entry: DrawEntry, now: datetime, by: str) -> DrawReceipt:
    content = repr(sorted((name, value) for name, value in asdict(entry).items() if name != "key"))
    (claim,) = claim_keys("draw", [(entry.key, content)], now)
    if claim.refusal is not None:
        raise Refused(claim.refusal)
    if claim.row_id is None:
        earlier = from_json(DrawReceipt, claim.earlier)
        return DrawReceipt(earlier.code, earlier.secret, is_repeat=True)
    window = DrawWindow.objects.held(entry.window)
    if window is None:
        raise Refused(Refusal("draw.not_found"))
    keys = [pseudonym(person.identity.canonical) for person in entry.people]
    refusal = _why_not(entry, window, keys, now)
    if refusal is not None:
        raise Refused(refusal)
    receipt = DrawReceipt(new_code(), new_secret())
    _write(entry, window, keys, receipt, claim.row_id, now)
    facts = {"window": window.code, "people": len(keys), "urgent": entry.urgency is not None}
    write_ledger("draw.entered", receipt.code, now=now, by=by, office=window.office.code, facts=facts)
    keep_answers({claim.row_id: to_json(receipt)})
    return receipt


def _why_not(entry: DrawEntry, window: DrawWindow, keys: list[bytes], now: datetime) -> Refusal | None:
    facts = window.facts()
    today = now.astimezone(ZoneInfo(window.office.time_zone)).date()
    service = service_by_code(code=entry.service)
    drawn = Refusal("draw.over") if window.state == DrawState.DRAWN else None
    return (
        drawn
        or why_not_collecting(facts, now)
        or why_not_ask(entry.as_request(facts.office), service, today)
        or why_not_wish(entry, facts, service, [(slot.code, slot.office_day.on) for slot in slots_of_draw(window, now)])
        or why_not_people(_entered(window, keys), _booked(window, keys))
    )


def _entered(window: DrawWindow, keys: list[bytes]) -> list[int]:
    rows = DrawPerson.objects.filter(window=window, takes_part=True, identity_hash__in=keys)
    return _places_of(keys, rows.values_list("identity_hash", flat=True))


def _booked(window: DrawWindow, keys: list[bytes]) -> list[int]:
    rows = Booking.objects.live().filter(group=window.group, identity_hash__in=keys)
    return _places_of(keys, rows.values_list("identity_hash", flat=True))


def _places_of(keys: list[bytes], found: Iterable[bytes]) -> list[int]:
    known = {bytes(key) for key in found}
    return [place for place, key in enumerate(keys) if key in known]


def _write(
    entry: DrawEntry, window: DrawWindow, keys: list[bytes], receipt: DrawReceipt, key_id: int, now: datetime
) -> None:
    request = DrawRequest.objects.create(
        window=window,
        code=receipt.code,
        secret_hash=secret_hash(receipt.secret),
        key_id=key_id,
        service=entry.service,
        purpose=entry.purpose,
        urgency=entry.urgency or "",
        needed_on=entry.needed_on,
        language=entry.language,
        people=len(keys),
        wishes=list(entry.wishes),
        may_wait=entry.may_wait,
        entered_at=now,
    )
    DrawPerson.objects.bulk_create(
        _person_row(request, position, person, key)
        for position, (person, key) in enumerate(zip(entry.people, keys, strict=True))
    )


def _person_row(request: DrawRequest, position: int, person: Applicant, key: bytes) -> DrawPerson:
    return DrawPerson(
        request=request,
        window=request.window,
        position=position,
        identity_hash=key,
        is_vulnerable=is_vulnerable(person.born_on, request.window.from_on),
        is_reachable=person.email is not None,
        sealed=seal(to_json(person)),
    )
