"""Identity numbers and names: certain faults are refused, doubts are warnings."""

from datetime import date

import pytest

from serambi.rules.identity import (
    Identity,
    IdentityKind,
    IdentityWarning,
    masked,
    nik_warnings,
    read_identity,
    read_name,
    why_not_identity,
    why_not_name,
)
from serambi.rules.refusal import Refusal

BANTEN = {"36.02", "36.73"}


def reason(refusal: Refusal | None) -> object:
    return refusal and refusal.facts["reason"]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("3673011705900001", None),
        ("3673015705900001", None),  # a woman: day + 40
        ("3673012902000001", None),  # 29 Feb 2000
        ("367301170590001", "length"),
        ("36730117059000011", "length"),
        ("367301170590000A", "length"),
        ("36730117059০0001", "length"),  # a Bengali digit
        ("3673013202900001", "date"),
        ("3673010002900001", "date"),
        ("3673017202900001", "date"),
        ("3673012902010001", "date"),  # no 29 Feb in 1901 or 2001
        ("3673011713900001", "date"),
        ("3673011705900000", "serial"),
    ],
)
def test_why_not_identity_of_a_nik(number, fault):
    assert reason(why_not_identity(Identity(IdentityKind.NIK, number))) == fault


@pytest.mark.parametrize(
    ("number", "nationality", "fault"),
    [
        ("C1234567", "ID", None),
        ("AB123456", "ID", "pattern"),
        ("E12345678", "CN", None),
        ("1234", "KR", "pattern"),
        ("X1234567890", "KR", "pattern"),
        ("M1234567", None, "nationality"),
        ("M1234567", "KOR", "nationality"),
    ],
)
def test_why_not_identity_of_a_passport(number, nationality, fault):
    assert reason(why_not_identity(Identity(IdentityKind.PASSPORT, number, nationality))) == fault


def test_why_not_identity_pattern_is_a_setting():
    identity = Identity(IdentityKind.PASSPORT, "AB1234567", "ID")

    assert why_not_identity(identity, indonesian_passport=r"[A-Z]{2}\d{7}") is None


@pytest.mark.parametrize(
    ("number", "born_on", "warnings"),
    [
        ("3673011705900001", date(1990, 5, 17), ()),
        ("3602015705900001", date(1990, 5, 17), ()),
        ("3299011705900001", date(1990, 5, 17), (IdentityWarning.UNKNOWN_REGION,)),
        ("3673011705900001", date(1990, 5, 18), (IdentityWarning.OTHER_BIRTH_DATE,)),
        ("3673011705900001", date(1890, 5, 17), ()),  # the century is not in the number
    ],
)
def test_nik_warnings_never_refuse(number, born_on, warnings):
    identity = Identity(IdentityKind.NIK, number)

    assert why_not_identity(identity) is None
    assert nik_warnings(identity, born_on, BANTEN) == warnings


def test_nik_warnings_are_for_niks_only():
    assert nik_warnings(Identity(IdentityKind.PASSPORT, "C1234567", "ID"), date(1990, 5, 17), BANTEN) == ()


def test_read_identity_gives_one_spelling():
    assert read_identity("nik", " 3673 0117.0590-0001 ") == Identity(IdentityKind.NIK, "3673011705900001")
    assert read_identity("passport", "c 1234567", "id") == Identity(IdentityKind.PASSPORT, "C1234567", "ID")


def test_canonical_tells_countries_and_kinds_apart():
    same = {Identity(IdentityKind.PASSPORT, "C1234567", country).canonical for country in ("ID", "CN")}

    assert len(same) == 2


@pytest.mark.parametrize(("number", "shown"), [("3673011705900001", "367301••••••••01"), ("C1234567", "••••••67")])
def test_masked_hides_the_middle(number, shown):
    assert masked(number) == shown


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Ani", None),
        ("Suharto", None),
        ("A", None),
        ("Ai'nun Nisa", None),
        ("Budi, S.H.", None),
        ("Siti-Nurhaliza", None),
        ("ꦲꦤꦶ", None),  # Javanese script
        ("Владимир", None),
        ("O" * 100, None),
        ("O" * 101, "long"),
        ("", "empty"),
        ("' -", "empty"),
        ("Ani2", "sign"),
        ("Ani\x00", "sign"),
        ("Ani\u202e", "sign"),
        ("A\u200bni", "sign"),
        ("<b>Ani</b>", "sign"),
    ],
)
def test_why_not_name(name, fault):
    assert reason(why_not_name(name)) == fault


def test_read_name_composes_and_trims():
    assert read_name("  Jose\u0301   Maria ") == "Jos\u00e9 Maria"
