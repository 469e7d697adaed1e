from datetime import date

from serambi.rules.catalogue import Document, Text
from serambi.rules.requirement import documents_asked
from tests.factories import service

DAY = date(2020, 9, 14)


def document(code: str, **changes) -> Document:
    values = {"name": Text(code, code), "condition": None, "purposes": frozenset(), "source": "", "confidence": ""}
    return Document(code=code, **(values | changes))


ALWAYS = document("always")
FOR_UMRAH = document("for umrah", purposes=frozenset({"umrah", "hajj"}))
UNTIL_THE_DAY = document("until the day", asked_until=DAY)
FROM_THE_DAY = document("from the day", asked_from=DAY)
SERVICE = service(documents=(ALWAYS, FOR_UMRAH, UNTIL_THE_DAY, FROM_THE_DAY))


def test_documents_asked_for_a_purpose_leaves_out_those_of_others():
    assert documents_asked(SERVICE, purpose="tourism", on=DAY) == (ALWAYS, FROM_THE_DAY)
    assert documents_asked(SERVICE, purpose="umrah", on=DAY) == (ALWAYS, FOR_UMRAH, FROM_THE_DAY)


def test_documents_asked_without_a_purpose_lists_those_of_all():
    assert documents_asked(SERVICE, purpose=None, on=date(2020, 9, 13)) == (ALWAYS, FOR_UMRAH, UNTIL_THE_DAY)
