"""Services, purposes and fees are read whole, or refused with every fault at its line."""

from datetime import date

import pytest

from serambi.rules.catalogue import Document, Fee, Jurisdiction, Purpose, Service, Text, Who
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.catalogue import parse_fees, parse_purposes, parse_service
from serambi.rules.policyfile.faults import Fault, PolicyFaults

FEES = """\
code,name_id,name_en,amount_idr,choice,regulation,from,until,confidence,source,note
BOOK,Paspor,Passport,350000,passport,PP 28/2019,2019-05-03,2024-12-18,VERIFIED,a page,
BOOK,Paspor,Passport,400000,,PP 1/2025,2024-12-18,,VERIFIED,a page,
"""
PURPOSES = """\
[[purpose]]
code = "umrah"
name = { id = "Umrah", en = "Umrah" }
"""
SERVICE = """\
code = "passport-new"
group = "passport"
who = "citizen"
position = 3
age_from = 17
name = { id = "Paspor baru", en = "New passport" }
summary = { id = "Paspor pertama", en = "A first passport" }
fees = ["BOOK"]
legal_days = 4
time_note = { id = "Empat hari", en = "Four days" }
jurisdiction = "any_office"
bookable = true
source = "a page"

[[document]]
code = "ktp"
name = { id = "KTP", en = "Identity card" }
source = "a page"
confidence = "VERIFIED"

[[document]]
code = "letter"
name = { id = "Surat", en = "Letter" }
when = { id = "bila ada", en = "if there is one" }
purposes = ["umrah"]
until = 2023-08-28
source = "a page"
confidence = "RECALLED"
"""


def parse(text: str) -> Service:
    return parse_service(text, "services/new.toml", purposes=["umrah"], fee_codes=["BOOK"])


def test_service_is_read_whole():
    assert parse(SERVICE) == Service(
        code="passport-new",
        group="passport",
        who=Who.CITIZEN,
        name=Text("Paspor baru", "New passport"),
        summary=Text("Paspor pertama", "A first passport"),
        documents=(
            Document("ktp", Text("KTP", "Identity card"), None, frozenset(), "a page", "VERIFIED"),
            Document(
                code="letter",
                name=Text("Surat", "Letter"),
                condition=Text("bila ada", "if there is one"),
                purposes=frozenset({"umrah"}),
                source="a page",
                confidence="RECALLED",
                asked_until=date(2023, 8, 28),
            ),
        ),
        fee_codes=("BOOK",),
        legal_days=4,
        time_note=Text("Empat hari", "Four days"),
        purposes=frozenset({"umrah"}),
        is_bookable=True,
        source="a page",
        jurisdiction=Jurisdiction.ANY_OFFICE,
        position=3,
        age_from=17,
        service_days=None,
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('group = "passport"', 'group = "visa"', 2, "group must be one of passport, permit, not visa"),
        ('who = "citizen"', 'who = "cat"', 3, "who must be one of citizen, foreigner, not cat"),
        (', en = "New passport"', "", 6, "name must have exactly the texts id and en"),
        ('["BOOK"]', '["BOOK", "BRIBE"]', 8, "fees has an unknown value BRIBE"),
        ("legal_days = 4", "legal_days = 0", 9, "legal_days must be at least 1"),
        ("position = 3\n", "", 1, "position is missing"),
        ("position = 3", "position = 0", 4, "position must be at least 1"),
        ("age_from = 17", "age_from = 0", 5, "age_from must be at least 1"),
        ("age_from = 17", "age_from = 17\nage_under = 17", 6, "age_under must be more than age_from, 17"),
        ("bookable = true", "bookable = 1", 12, "bookable must be true or false"),
        ('source = "a page"\n\n', "\n", 1, "source is missing"),
        ('code = "letter"', 'code = "ktp"', 22, "document ktp is there twice"),
        ('purposes = ["umrah"]', 'purposes = ["fun"]', 25, "purposes has an unknown value fun"),
        (
            "until = 2023-08-28",
            "from = 2023-08-28\nuntil = 2023-08-28",
            27,
            "the period ends on 2023-08-28, not after its first day 2023-08-28",
        ),
    ],
)
def test_broken_service_is_refused_at_its_line(old: str, new: str, line: int, reason: str):
    assert old in SERVICE

    with pytest.raises(PolicyFaults) as refused:
        parse(SERVICE.replace(old, new, 1))

    assert refused.value.faults == (Fault("services/new.toml", line, reason),)


def test_purposes_are_read_whole():
    assert parse_purposes(PURPOSES, "purposes.toml") == (Purpose("umrah", Text("Umrah", "Umrah")),)


def test_purpose_that_is_there_twice_is_refused():
    with pytest.raises(PolicyFaults) as refused:
        parse_purposes(PURPOSES + PURPOSES, "purposes.toml")

    assert refused.value.faults == (Fault("purposes.toml", 5, "purpose umrah is there twice"),)


def test_purposes_without_any_are_refused():
    with pytest.raises(PolicyFaults) as refused:
        parse_purposes("", "purposes.toml")

    assert refused.value.faults == (Fault("purposes.toml", 1, "there is no purpose"),)


def test_fees_are_read_whole():
    name = Text("Paspor", "Passport")

    assert parse_fees(FEES, "fees.csv") == (
        Fee(
            code="BOOK",
            name=name,
            amount_idr=350_000,
            regulation="PP 28/2019",
            valid=DayPeriod(date(2019, 5, 3), date(2024, 12, 18)),
            source="a page",
            confidence="VERIFIED",
            choice="passport",
        ),
        Fee("BOOK", name, 400_000, "PP 1/2025", DayPeriod(date(2024, 12, 18)), "a page", "VERIFIED"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("2024-12-18,,V", "2024-12-17,,V", 3, "the period of BOOK overlaps that of line 2"),
        (
            "2019-05-03,2024-12-18",
            "2019-05-03,2019-05-03",
            2,
            "the period ends on 2019-05-03, not after its first day 2019-05-03",
        ),
        ("2019-05-03", "", 2, "from is empty"),
        ("passport", "pasport", 2, "choice has an unknown value pasport"),
        ("350000", "-350000", 2, "amount_idr must be a whole number, not -350000"),
        ("VERIFIED,a page,\nBOOK", "VERIFIED,,\nBOOK", 2, "source is empty"),
    ],
)
def test_broken_fees_are_refused_at_their_line(old: str, new: str, line: int, reason: str):
    assert old in FEES

    with pytest.raises(PolicyFaults) as refused:
        parse_fees(FEES.replace(old, new, 1), "fees.csv")

    assert refused.value.faults == (Fault("fees.csv", line, reason),)
