"""The tables, in the order in which a procedure locks them."""

from serambi.records.models.ledger import LedgerRow
from serambi.records.models.people import StaffMember, StaffToken
from serambi.records.models.places import Office, Region

from serambi.records.models.catalogue import FeeRow, PublicHoliday, PurposeRow, ServiceRow  # isort: skip
from serambi.records.models.draws import DrawPerson, DrawRequest, DrawWindow
from serambi.records.models.instruments import AssessmentRow, InstrumentRow, ProposedOrder
from serambi.records.models.slots import OfficeDay, ReturningPlace, Slot

from serambi.records.models.bookings import ApplicantRow, Booking, BookingStatus, RequestKey  # isort: skip
from serambi.records.models.obligations import Obligation, OrderTask, UrgencyVerdict, WaitingPlace  # isort: skip
from serambi.records.models.messages import Message  # isort: skip
from serambi.records.models.figures import DailyFigure, FigureRun, HistoryFigure  # isort: skip

__all__ = [
    "ApplicantRow",
    "AssessmentRow",
    "Booking",
    "BookingStatus",
    "DailyFigure",
    "DrawPerson",
    "DrawRequest",
    "DrawWindow",
    "FeeRow",
    "FigureRun",
    "HistoryFigure",
    "InstrumentRow",
    "LedgerRow",
    "Message",
    "Obligation",
    "Office",
    "OfficeDay",
    "OrderTask",
    "ProposedOrder",
    "PublicHoliday",
    "PurposeRow",
    "Region",
    "RequestKey",
    "ReturningPlace",
    "ServiceRow",
    "Slot",
    "StaffMember",
    "StaffToken",
    "UrgencyVerdict",
    "WaitingPlace",
]
