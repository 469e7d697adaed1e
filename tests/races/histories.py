"""From the log of all clients to one history per slot and per person, and the models that must explain them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from tests.races.clients import Event
from tests.races.linearizable import Operation, is_linearizable

Action = tuple[str, int]
SlotState = tuple[int, int]
"""Places taken, and how many of these are on their way back."""


def unexplained_slots(events: Iterable[Event], ledger: Mapping[str, Mapping[str, str]], places: Mapping[str, int]):
    """The slots whose history no order of the calls explains. `ledger` holds the facts of each call, by its name."""
    histories = slot_histories(events, ledger, places)
    return sorted(
        slot
        for slot in histories
        if not is_linearizable(histories[slot], (0, 0), partial(slot_step, places[slot]), is_look)
    )


def unexplained_people(events: Iterable[Event]) -> list[int]:
    """The people whose bookings no order explains with at most one live at a time."""
    histories = person_histories(events)
    return sorted(who for who in histories if not is_linearizable(histories[who], 0, live_step, is_look))


def is_look(action: Action) -> bool:
    """A release is none: with nothing on its way back it changes nothing, yet later it would."""
    kind, _ = action
    return kind in ("free", "already")


def slot_step(places: int, state: SlotState, action: Action) -> SlotState | None:
    """What a slot does: a place given up stays taken until the release; a "full" tells exactly how many were free."""
    taken, returning = state
    kind, number = action
    match kind:
        case "take":
            return (taken + number, returning) if taken + number <= places else None
        case "free":
            return state if places - taken == number else None
        case "give up":
            return (taken, returning + 1) if returning < taken else None
        case "release":
            return (taken - returning, 0)
    raise AssertionError(kind)


def live_step(live: int, action: Action) -> int | None:
    """What a person's bookings do: one at most."""
    kind, _ = action
    match kind:
        case "book":
            return 1 if live == 0 else None
        case "already":
            return 1 if live == 1 else None
        case "cancel":
            return 0 if live == 1 else None
    raise AssertionError(kind)


def slot_histories(
    events: Iterable[Event], ledger: Mapping[str, Mapping[str, str]], slots: Iterable[str]
) -> dict[str, list[Operation[Action]]]:
    histories: dict[str, list[Operation[Action]]] = {slot: [] for slot in slots}
    for event in events:
        for slot, action in _on_slots(event, ledger.get(event.by, {}), histories):
            histories[slot].append(Operation(event.called_at, event.returned_at, action))
    return histories


def person_histories(events: Iterable[Event]) -> dict[int, list[Operation[Action]]]:
    histories: dict[int, list[Operation[Action]]] = defaultdict(list)
    for event in events:
        for person, action in _on_people(event):
            histories[person].append(Operation(event.called_at, event.returned_at, action))
    return histories


def _on_slots(event: Event, facts: Mapping[str, str], slots: Iterable[str]) -> Iterable[tuple[str, Action]]:
    match event.kind, event.answer:
        case "book", "confirmed" | "unknown":
            yield event.slot, ("take", len(event.people))
        case "cancel", "confirmed":
            yield facts["slot"], ("give up", 1)
        case "move", "confirmed":
            yield facts["from"], ("give up", 1)
            yield facts["to"], ("take", 1)
        case "release", "done":
            yield from ((slot, ("release", 0)) for slot in slots)
        case "read", "done":
            yield from ((slot, ("free", free)) for slot, free in event.free)
        case _, "slot.full":
            yield from ((slot, ("free", free)) for slot, free in event.free)


def _on_people(event: Event) -> Iterable[tuple[int, Action]]:
    match event.kind, event.answer:
        case "book", "confirmed" | "unknown":
            yield from ((person, ("book", 1)) for person in event.people)
        case "book", "person.already_booked":
            yield event.people[int(event.field.split(".")[1])], ("already", 1)
        case "cancel", "confirmed":
            yield from ((person, ("cancel", 1)) for person in event.people)
