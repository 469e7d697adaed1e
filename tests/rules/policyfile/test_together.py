"""Instruments that do not fit each other are refused; those of real life are not."""

import pytest

from serambi.rules.policyfile.faults import Fault
from serambi.rules.policyfile.instruments import parse_instrument
from serambi.rules.policyfile.places import Places
from serambi.rules.policyfile.together import FiledInstrument, check_together

PLACES = Places(frozenset({"36"}), frozenset({"36.02", "36.73"}), frozenset({"serang"}))
GOVERNOR = {"issuer": "Gubernur Banten", "rank": "governor", "area": "province:36"}


def order(number: str, **said: str) -> FiledInstrument:
    """An order of a governor that declares a PSBB; each word in `said` replaces one of these."""
    word = {
        **GOVERNOR,
        "from": "2020-10-21",
        "until": "2020-11-20",
        "revokes": "",
        "topic": "restriction",
        "value": '"psbb"',
        "more": "",
        **said,
    }
    text = f"""\
number = "{number}"
short_name = "{number}"
title = "{number}"
issuer = "{word["issuer"]}"
rank = "{word["rank"]}"
signed_on = 2020-10-01
from = {word["from"]}
until = {word["until"]}
areas = ["{word["area"]}"]
revokes = [{word["revokes"]}]
source = "a page"
confidence = "VERIFIED"
[[clause]]
topic = "{word["topic"]}"
value = {word["value"]}
{word["more"]}
"""
    file = f"{number.lower()}.toml"
    return FiledInstrument(parse_instrument(text, file, PLACES), file, text)


NEXT = {"from": "2020-11-20", "until": "2020-12-20"}
SLIPPED = {"from": "2020-11-19", "until": "2020-12-20"}
OVERLAP = "restriction for province:36 overlaps clause 1 of A (a.toml), and no revocation parts them"


@pytest.mark.parametrize(
    ("filed", "faults"),
    [
        ([order("A"), order("B", **NEXT)], []),
        ([order("A"), order("B", **SLIPPED)], [Fault("b.toml", 14, OVERLAP)]),
        ([order("B", **SLIPPED), order("A")], [Fault("b.toml", 14, OVERLAP)]),
        ([order("A"), order("B", **SLIPPED, revokes='"A"')], []),
        ([order("A"), order("B", **SLIPPED, area="region:36.02")], []),
        ([order("A"), order("B", **SLIPPED, value='"level-1"')], []),
        ([order("A"), order("B", **SLIPPED, more='zones = ["red"]')], []),
        ([order("A"), order("B", **SLIPPED, issuer="Bupati Lebak", rank="mayor", area="region:36.02")], []),
        (
            [order(n, topic="advice", value='{ id = "Tunda", en = "Wait" }') for n in ("A", "B")],
            [],
        ),
        ([order("A"), order("A", **NEXT)], [Fault("a.toml", 1, "number A is already in a.toml")]),
        (
            [order("A", revokes='"Z"')],
            [Fault("a.toml", 10, "revokes Z, which does not exist")],
        ),
        ([order("A", revokes='"A"')], [Fault("a.toml", 10, "revokes itself")]),
        (
            [order("A"), order("B", issuer="Bupati Lebak", rank="mayor", area="region:36.02", revokes='"A"')],
            [Fault("b.toml", 10, "Bupati Lebak may not revoke A")],
        ),
        ([], []),
    ],
    ids=[
        "end to end",
        "slipped date",
        "slipped date, other order of arrival",
        "revocation parts them",
        "other area",
        "other restriction",
        "other condition",
        "other issuer",
        "advice adds up",
        "same number",
        "revokes nothing",
        "revokes itself",
        "revokes a higher rank",
        "none",
    ],
)
def test_faults_between_instruments(filed: list[FiledInstrument], faults: list[Fault]):
    assert check_together(filed) == faults


def test_revocation_by_a_third_parts_two_older_ones():
    first = order("A", until="2021-12-20")
    second = order("B", **{"from": "2020-12-01", "until": "2021-12-20"}, revokes='"A"')
    third = order("C", **{"from": "2021-01-01", "until": "2021-12-20"}, revokes='"B"')

    assert check_together([first, second, third]) == []
