"""`serambi import-payments`: whole or not at all, and safe to repeat."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from serambi.counters.cli import main
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.open_case import open_case
from serambi.records.codec import to_json
from serambi.records.models import BankPayment, Case, FeeRow, ServiceRow
from serambi.rules.catalogue import Fee, Text
from serambi.rules.period import DayPeriod
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import NOW, request, save_office, save_slot, service

pytestmark = pytest.mark.django_db(transaction=True)

LATER = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)
HEADER = "billing_code,amount_idr,paid_at,bank\n"


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def billing_code() -> str:
    """The code of a slip over Rp 350,000."""
    slot = save_slot(save_office())
    ServiceRow.objects.update(entry=to_json(service(fee_codes=("BOOK",))))
    fee = Fee("BOOK", Text("Paspor", "Passport"), 350_000, "PP", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED")
    FeeRow.objects.create(code=fee.code, valid_from=fee.valid.from_on, entry=to_json(fee))
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    number = open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=LATER, by="desk").number
    for event in (CaseEvent.VERIFY, CaseEvent.INTERVIEW):
        advance_case(number=number, event=event, now=LATER, by="officer")
    return issue_payment_slip(number=number, fee_codes=("BOOK",), now=LATER, by="desk").billing_code


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main.run(["serambi", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_import_payments_pays_lists_what_matches_nothing_and_repeats_safely(capsys, tmp_path, billing_code):
    file = tmp_path / "bank.csv"
    paid_at = "2020-09-10T10:00:00+07:00"
    file.write_text(f"{HEADER}{billing_code},350000,{paid_at},BRI\n{'0' * 15},100,{paid_at},BRI\n")

    first = run(capsys, "import-payments", file)
    again = run(capsys, "import-payments", file)

    assert first == (
        main.DONE,
        "2 payments: 1 cases paid, 0 known from before, 1 without a match\n"
        "unmatched: line 3, 000000000000000: unknown_code\n",
        "",
    )
    assert again == (main.DONE, "2 payments: 0 cases paid, 2 known from before, 0 without a match\n", "")
    assert (Case.objects.get().stage, BankPayment.objects.count()) == ("paid", 2)


def test_import_payments_of_a_faulty_file_names_every_line_and_loads_nothing(capsys, tmp_path, billing_code):
    file = tmp_path / "bank.csv"
    file.write_text(f"{HEADER}{billing_code},350000,2020-09-10T10:00:00+07:00,BRI\n123,x,y,BRI\n,,,\n")

    code, out, err = run(capsys, "import-payments", file)

    assert (code, out) == (main.REFUSED, "")
    assert err.splitlines() == [
        f"{file}:3: billing_code must have 15 digits, not 123",
        f"{file}:4: billing_code is missing",
        "payments.faults: The bank's file has faults; nothing was loaded.",
        "  faults: 2",
    ]
    assert (Case.objects.get().stage, BankPayment.objects.count()) == ("interviewed", 0)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"code,amount\n1,2\n", "1: billing_code is missing"),
        (b"\xff\xfe", "1: this is no CSV in UTF-8: UnicodeDecodeError"),
        (b"", "1: billing_code is missing"),
        (b'billing_code,amount_idr,paid_at\n"1', "1: this is no CSV in UTF-8: Error"),
    ],
)
def test_import_payments_of_what_is_no_such_file_is_refused(capsys, tmp_path, content, fault):
    file = tmp_path / "bank.csv"
    file.write_bytes(content)

    code, _, err = run(capsys, "import-payments", file)

    assert (code, err.splitlines()[0]) == (main.REFUSED, f"{file}:{fault}")


def test_import_payments_of_no_file_is_wrong_use(capsys, tmp_path):
    assert run(capsys, "import-payments", tmp_path / "nowhere.csv")[0] == main.WRONG_USE
