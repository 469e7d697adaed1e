"""The draw is fair: nobody is quicker than chance, no place is given twice, and anybody can compute it again."""

import hashlib
import random
from array import array
from collections.abc import Sequence
from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.draw import NO_PLACE, DrawPlaces, Tickets, draw, rank, seed_hash

MONDAY, TUESDAY = date(2020, 9, 14), date(2020, 9, 15)
PLACES = (DrawPlaces("mon-0930", MONDAY, 2), DrawPlaces("mon-1000", MONDAY, 3), DrawPlaces("tue-0930", TUESDAY, 1))
WISHES = ("mon-0930", "mon-1000", "tue-0930", str(MONDAY), str(TUESDAY), "gone")

CHI_SQUARE_AT_ONE_PERCENT = 6.635
"""The upper 1 % point of chi-square with one degree of freedom (NIST/SEMATECH e-Handbook of Statistical Methods,
1.3.6.7.4)."""

Row = tuple[str, int, bool, Sequence[str]]
rows = st.lists(
    st.tuples(
        st.text("23456789ABCDEFGH", min_size=4, max_size=4),
        st.integers(1, 5),
        st.booleans(),
        st.lists(st.sampled_from(WISHES), min_size=1, max_size=4, unique=True),
    ),
    unique_by=lambda row: row[0],
    max_size=12,
)
some_places = st.lists(st.integers(0, 6), min_size=3, max_size=3).map(
    lambda counts: tuple(DrawPlaces(p.slot, p.on, count) for p, count in zip(PLACES, counts, strict=True))
)


def tickets(asked: Sequence[Row]) -> Tickets:
    return Tickets(
        codes=[row[0] for row in asked],
        people=array("B", [row[1] for row in asked]),
        urgent=array("B", [row[2] for row in asked]),
        wishes=[row[3] for row in asked],
    )


def outcome(asked: Sequence[Row], places: Sequence[DrawPlaces] = PLACES, seed: str = "seed") -> dict[str, str]:
    """The slot of each code, "" for none."""
    drawn = draw(seed, tickets(asked), places)
    return {row[0]: "" if at == NO_PLACE else places[at].slot for row, at in zip(asked, drawn.slots, strict=True)}


def test_seed_hash_and_rank_are_plain_sha_256():
    assert seed_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert rank("seed", "2345") == hashlib.sha256(b"seed|2345").hexdigest()


def test_draw_gives_the_first_wish_with_room_in_rank_order():
    asked = [(code, 1, False, ["tue-0930", "mon-0930"]) for code in ("AAAA", "BBBB", "CCCC", "DDDD")]
    first, second, third, last = sorted((row[0] for row in asked), key=lambda code: rank("seed", code))

    assert outcome(asked) == {first: "tue-0930", second: "mon-0930", third: "mon-0930", last: ""}


def test_draw_puts_urgent_needs_first_whatever_their_rank():
    codes = sorted(("AAAA", "BBBB", "CCCC"), key=lambda code: rank("seed", code))
    asked = [(code, 1, code == codes[2], ["tue-0930"]) for code in codes]

    drawn = draw("seed", tickets(asked), PLACES)

    assert list(drawn.order) == [2, 0, 1]
    assert outcome(asked) == {codes[0]: "", codes[1]: "", codes[2]: "tue-0930"}


def test_draw_keeps_a_party_whole_and_lets_a_smaller_one_pass():
    large, small = sorted(("AAAA", "BBBB"), key=lambda code: rank("seed", code))

    assert outcome([(large, 3, False, ["mon-0930"]), (small, 2, False, ["mon-0930"])]) == {large: "", small: "mon-0930"}


def test_draw_takes_a_day_slot_by_slot():
    asked = [(code, 2, False, [str(MONDAY)]) for code in ("AAAA", "BBBB", "CCCC")]
    first, second, third = sorted((row[0] for row in asked), key=lambda code: rank("seed", code))

    assert outcome(asked) == {first: "mon-0930", second: "mon-1000", third: ""}


def test_draw_without_requests_or_places_gives_nothing():
    assert outcome([]) == {}
    assert outcome([("AAAA", 1, True, ["mon-0930"])], ()) == {"AAAA": ""}


@given(rows, some_places)
def test_draw_never_gives_more_than_the_places_and_only_what_was_wished(asked, places):
    given_slots = outcome(asked, places)

    by_slot = {each.slot: each for each in places}
    for each in places:
        assert sum(row[1] for row in asked if given_slots[row[0]] == each.slot) <= each.places
    for code, _, _, wishes in asked:
        slot = given_slots[code]
        assert not slot or slot in wishes or str(by_slot[slot].on) in wishes


@given(rows, some_places, st.randoms(use_true_random=False))
def test_draw_does_not_know_the_order_of_arrival(asked, places, chance):
    shuffled = list(asked)
    chance.shuffle(shuffled)

    assert outcome(shuffled, places) == outcome(asked, places)


@given(rows, some_places)
def test_draw_passes_nobody_over(asked, places):
    """Whoever got nothing, or a later wish, found no room for the party when the turn was theirs."""
    given_slots = outcome(asked, places)
    in_turn = sorted(asked, key=lambda row: (not row[2], rank("seed", row[0])))
    left = {each.slot: each.places for each in places}
    for code, people, _, wishes in in_turn:
        by_wish = [[p.slot for p in places if wish in (p.slot, str(p.on))] for wish in wishes]
        room = [slot for slots in by_wish for slot in slots if left[slot] >= people]
        assert given_slots[code] == (room[0] if room else "")
        if room:
            left[room[0]] -= people


def bots_and_people(chance: random.Random, number: int = 500) -> tuple[list[Row], frozenset[str]]:
    """Bots that enter 10 ms after the opening, people three minutes later; in the order of arrival, with the bots'."""
    codes = [f"{chance.getrandbits(55):014X}" for _ in range(2 * number)]
    arrivals = [(0.010, code) for code in codes[:number]] + [(180.0, code) for code in codes[number:]]
    return [(code, 1, False, [str(MONDAY)]) for _, code in sorted(arrivals)], frozenset(codes[:number])


def first_come_first_served(asked: Sequence[Row], places: int) -> dict[str, str]:
    return {row[0]: "mon" if at < places else "" for at, row in enumerate(asked)}


def chi_square(won: dict[str, str], bots: frozenset[str]) -> float:
    """Pearson's statistic of the table bots and people against won and lost."""
    table = [
        [sum((code in bots) == is_bot and bool(slot) == has_won for code, slot in won.items()) for has_won in (1, 0)]
        for is_bot in (True, False)
    ]
    total = sum(map(sum, table))
    by_row, by_column = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    expected = [[row * column / total for column in by_column] for row in by_row]
    return sum((table[i][j] - expected[i][j]) ** 2 / expected[i][j] for i in (0, 1) for j in (0, 1))


def test_bots_at_ten_milliseconds_and_people_at_three_minutes_have_the_same_chance():
    chance = random.Random(20200910)
    asked, bots = bots_and_people(chance)

    won = outcome(asked, [DrawPlaces("mon", MONDAY, 200)], seed=f"{chance.getrandbits(256):064x}")

    assert sum(map(bool, won.values())) == 200
    assert chi_square(won, bots) < CHI_SQUARE_AT_ONE_PERCENT


def test_over_many_draws_the_test_of_equal_chance_fails_no_more_often_than_one_in_a_hundred():
    chance = random.Random(3)
    failed = 0
    for _ in range(300):
        asked, bots = bots_and_people(chance, 100)
        won = outcome(asked, [DrawPlaces("mon", MONDAY, 60)], seed=f"{chance.getrandbits(256):064x}")
        failed += chi_square(won, bots) >= CHI_SQUARE_AT_ONE_PERCENT

    assert failed <= 300 * 0.01 + 3 * sqrt(300 * 0.01 * 0.99)


def test_control_first_come_first_served_fails_the_test_of_equal_chance():
    asked, bots = bots_and_people(random.Random(20200910))

    assert chi_square(first_come_first_served(asked, 200), bots) > CHI_SQUARE_AT_ONE_PERCENT


@pytest.mark.parametrize("number", range(5))
def test_a_broker_gets_no_more_than_the_share_of_entries(number):
    """50 identities of one operator among 500 others, 100 places (reliability T14): within three deviations."""
    chance = random.Random(number)
    codes = [f"{chance.getrandbits(55):014X}" for _ in range(550)]
    won = outcome([(code, 1, False, ["mon"]) for code in codes], [DrawPlaces("mon", MONDAY, 100)], f"seed {number}")
    share = 50 / 550

    of_broker = sum(bool(won[code]) for code in codes[:50])

    deviation = sqrt(100 * share * (1 - share) * (550 - 100) / (550 - 1))
    assert abs(of_broker - 100 * share) <= 3 * deviation
