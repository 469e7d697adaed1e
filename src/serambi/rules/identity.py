"""Who a person is: the national identity number (NIK), passport numbers and names, and what is wrong with one."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import ascii_uppercase

from serambi.rules.policy import FOREIGN_PASSPORT_PATTERN, INDONESIAN_PASSPORT_PATTERN, NAME_MAX_CHARACTERS
from serambi.rules.refusal import Refusal

NIK_DIGITS = 16
WOMEN_ADD_DAYS = 40
INDONESIA = "ID"
NAME_PUNCTUATION = frozenset(" '’`.,-")


class IdentityKind(StrEnum):
    NIK = "nik"
    PASSPORT = "passport"


class IdentityWarning(StrEnum):
    """What a clerk should look at; never a reason to refuse."""

    UNKNOWN_REGION = "nik.unknown_region"
    OTHER_BIRTH_DATE = "nik.other_birth_date"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity document. `nationality` is an ISO 3166 alpha-2 code, None for a NIK."""

    kind: IdentityKind
    number: str
    nationality: str | None = None

    @property
    def canonical(self) -> str:
        """What makes two identities the same: kind, country and number, in one spelling."""
        country = INDONESIA if self.kind is IdentityKind.NIK else (self.nationality or "")
        return f"{self.kind}|{country.upper()}|{re.sub(r'[ .-]', '', self.number).upper()}"


def read_identity(kind: str, number: str, nationality: str | None = None) -> Identity:
    """An identity with its number in one spelling (no spaces, dots or dashes, capitals). Raises ValueError: kind."""
    cleaned = re.sub(r"[\s.-]", "", number).upper()
    country = nationality.strip().upper() if nationality and kind == IdentityKind.PASSPORT else None
    return Identity(IdentityKind(kind), cleaned, country or None)


def identities_of(number: str) -> tuple[Identity, ...]:
    """Every identity that a number alone may stand for: a NIK, or the passport of any country (of any two letters)."""
    nik = read_identity(IdentityKind.NIK, number)
    if len(nik.number) == NIK_DIGITS and nik.number.isdigit():
        return (nik,)
    pairs = (first + second for first in ascii_uppercase for second in ascii_uppercase)
    return tuple(read_identity(IdentityKind.PASSPORT, number, country) for country in pairs)


def why_not_identity(
    identity: Identity,
    *,
    indonesian_passport: str = INDONESIAN_PASSPORT_PATTERN,
    foreign_passport: str = FOREIGN_PASSPORT_PATTERN,
) -> Refusal | None:
    """Say what is wrong with an identity number, None when nothing certain is: the first of faults_of_identity."""
    faults = faults_of_identity(identity, indonesian_passport=indonesian_passport, foreign_passport=foreign_passport)
    return faults[0] if faults else None


def faults_of_identity(
    identity: Identity,
    *,
    indonesian_passport: str = INDONESIAN_PASSPORT_PATTERN,
    foreign_passport: str = FOREIGN_PASSPORT_PATTERN,
) -> tuple[Refusal, ...]:
    """Find everything that is wrong with an identity: of a passport the nationality, then the number.

    Wrong length or an impossible date is refused; region and birth date are warnings only (see nik_warnings).
    Refusal code: `identity.invalid`, fact `reason` = length | date | serial | pattern | nationality.
    Source: docs/sources.md.
    """
    if identity.kind is IdentityKind.NIK:
        reasons = [_nik_fault(identity.number)]
    else:
        pattern = indonesian_passport if identity.nationality == INDONESIA else foreign_passport
        is_country = re.fullmatch(r"[A-Z]{2}", identity.nationality or "")
        is_number = re.fullmatch(pattern, identity.number, re.ASCII)
        reasons = [None if is_country else "nationality", None if is_number else "pattern"]
    return tuple(Refusal("identity.invalid", "identity.number", {"reason": r}) for r in reasons if r)


def nik_warnings(identity: Identity, born_on: date, regions: Collection[str]) -> tuple[IdentityWarning, ...]:
    """What a clerk should check about a well-formed NIK; empty for passports.

    `regions` holds the known regency and city codes ("36.73"). The century in a NIK is ambiguous, so only day, month
    and the year's last two digits are compared. Source: docs/sources.md.
    """
    if identity.kind is not IdentityKind.NIK or _nik_fault(identity.number):
        return ()
    number = identity.number
    warnings = []
    if f"{number[:2]}.{number[2:4]}" not in regions:
        warnings.append(IdentityWarning.UNKNOWN_REGION)
    day = int(number[6:8]) % WOMEN_ADD_DAYS
    if (day, number[8:12]) != (born_on.day, born_on.strftime("%m%y")):
        warnings.append(IdentityWarning.OTHER_BIRTH_DATE)
    return tuple(warnings)


def masked(number: str) -> str:
    """An identity number for the screen: first six and last two signs (ASVS 14.2.6); short ones keep only two."""
    shown = 6 if len(number) == NIK_DIGITS else 0
    return number[:shown] + "•" * (len(number) - shown - 2) + number[-2:]


def read_name(typed: str) -> str:
    """A name in one spelling: composed Unicode, single spaces, none around."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def why_not_name(name: str) -> Refusal | None:
    """Say what is wrong with a name, None when nothing is.

    One word is a whole and lawful name. Letters of any script, spaces and the marks people write in names are
    taken; digits, signs, control and invisible characters are not. Refusal code: `name.invalid`, fact `reason` =
    empty | long | sign. Source: docs/sources.md.
    """
    if not any(unicodedata.category(sign)[0] == "L" for sign in name):
        return Refusal("name.invalid", "name", {"reason": "empty"})
    if len(name) > NAME_MAX_CHARACTERS:
        return Refusal("name.invalid", "name", {"reason": "long"})
    if all(sign in NAME_PUNCTUATION or unicodedata.category(sign)[0] in "LM" for sign in name):
        return None
    return Refusal("name.invalid", "name", {"reason": "sign"})


def _nik_fault(number: str) -> str | None:
    if len(number) != NIK_DIGITS or not number.isascii() or not number.isdigit():
        return "length"
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    if day > WOMEN_ADD_DAYS:
        day -= WOMEN_ADD_DAYS
    if not (_is_date(1900 + year, month, day) or _is_date(2000 + year, month, day)):
        return "date"
    return "serial" if number[12:] == "0000" else None


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
