"""The page on which an order is written: a few questions, or its text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict

from serambi.counters.common.dates import day_at
from serambi.counters.common.roles import DIRECTORATE
from serambi.counters.console.forms.ordering import FILE, OFFICE_KINDS, GuidedOrderForm, OrderTextForm
from serambi.counters.console.pages.orders import CAPITAL_ZONE, area_choices, area_names
from serambi.counters.console.pages.place import at_office, own_office
from serambi.records.queries.staff import StaffRow
from serambi.rules.instrument import Rank
from serambi.rules.policyfile.faults import Fault
from serambi.rules.policyfile.writing import OrderKind

DIRECTOR = "Direktur Jenderal Imigrasi"
HEAD = "Kepala {office}"


def guided_form(staff: StaffRow, data: QueryDict | None) -> GuidedOrderForm:
    """The questions, with the choices that this member of staff has."""
    kinds = tuple(OrderKind) if staff.role == DIRECTORATE else OFFICE_KINDS
    return GuidedOrderForm(data, areas=area_choices(staff, area_names()), kinds=kinds)


def signing_place(staff: StaffRow, now: datetime) -> dict[str, Any]:
    """Issuer, rank and day of what this member of staff signs now."""
    if staff.office is None:
        return {"issuer": DIRECTOR, "rank": Rank.DIRECTORATE, "signed_on": day_at(now, CAPITAL_ZONE)}
    office = at_office(staff.office, now)
    return {"issuer": HEAD.format(office=office.name), "rank": Rank.OFFICE_HEAD, "signed_on": office.today}


def writing_page(
    staff: StaffRow,
    now: datetime,
    *,
    guided: GuidedOrderForm | None = None,
    form: OrderTextForm | None = None,
    text: str = "",
    file: str = FILE,
    faults: Sequence[Fault] = (),
    refusal: str = "",
) -> Mapping[str, object]:
    """What the page shows; `text` was just written or sent, `faults` and `refusal` are what is wrong with it."""
    return {
        "staff": staff,
        "office": own_office(staff, now),
        "guided": guided or guided_form(staff, None),
        "form": form or OrderTextForm(initial={"text": text, "file": file}),
        "is_written": bool(text) and not faults and not refusal,
        "faults": faults,
        "refusal": refusal,
        "here": "orders",
    }
