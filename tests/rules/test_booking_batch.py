"""Deciding a list: whatever is asked, no slot gives more than it has and nobody gets two."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.booking_batch import Asked, decide_all
from serambi.rules.refusal import Refusal
from tests.factories import NOW, applicant, request, service
from tests.rules.test_booking import SLOT

SERVICE = service()
PEOPLE = {serial: applicant(serial) for serial in range(8)}


@st.composite
def asked_lists(draw: st.DrawFn) -> list[Asked]:
    asked = []
    for _ in range(draw(st.integers(0, 12))):
        serials = draw(st.lists(st.sampled_from(sorted(PEOPLE)), min_size=1, max_size=5, unique=True))
        slot = draw(st.sampled_from(["a", "b", "nowhere"]))
        made = request(slot, *(PEOPLE[serial] for serial in serials))
        asked.append(Asked(made, SERVICE, tuple(bytes([serial]) for serial in serials), None))
    return asked


@given(asked_lists(), st.integers(0, 10), st.integers(0, 10), st.frozensets(st.sampled_from(sorted(PEOPLE))))
def test_law_list_never_overbooks_and_nobody_holds_two(asked, free_a, free_b, holding):
    slots = {code: replace(SLOT, code=code, free=free) for code, free in (("a", free_a), ("b", free_b))}
    live = frozenset((bytes([serial]), "passport") for serial in holding)

    answers = decide_all(asked, slots, live, NOW)

    confirmed = [each for each, refusal in zip(asked, answers, strict=True) if refusal is None]
    taken = Counter(dict.fromkeys(slots, 0))
    for each in confirmed:
        taken[each.request.slot] += len(each.person_keys)
    assert all(taken[code] <= slots[code].free for code in taken)
    people = [key for each in confirmed for key in each.person_keys]
    assert len(people) == len(set(people))
    assert not {(key, "passport") for key in people} & live


def test_decide_all_first_come_first_served_and_keeps_earlier_refusals():
    asked = [Asked(request("a"), SERVICE, (bytes([n]),), None) for n in range(3)]
    asked.insert(0, Asked(request("a"), None, (), Refusal("service.unknown", "service")))

    answers = decide_all(asked, {"a": replace(SLOT, code="a", free=2)}, frozenset(), NOW)

    full = Refusal("slot.full", "slot", {"free": 0, "asked": 1})
    assert answers == (Refusal("service.unknown", "service"), None, None, full)
