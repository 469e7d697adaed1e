"""The tables, in the order in which a procedure locks them."""

from serambi.records.models.ledger import LedgerRow
from serambi.records.models.people import StaffMember, StaffToken
from serambi.records.models.places import Office, Region

from serambi.records.models.catalogue import FeeRow, PublicHoliday, PurposeRow, ServiceRow  # isort: skip
from serambi.records.models.draws import DrawPerson, DrawRequest, DrawWindow
from serambi.records.models.instruments import AssessmentRow, InstrumentRow, ProposedOrder
from serambi.records.models.rota import RotaDay, TeamIsolation
from serambi.records.models.slots import OfficeDay, ReturningPlace, Slot

from serambi.records.models.bookings import ApplicantRow, Booking, BookingStatus, RequestKey  # isort: skip
from serambi.records.models.obligations import Obligation, OrderTask, UrgencyVerdict, WaitingPlace  # isort: skip
from serambi.records.models.visits import GateEvent, HallDay, QueueOverride, Visit, VisitStatus  # isort: skip
from serambi.records.models.uploads import Upload, UploadMark  # isort: skip
from serambi.records.models.cases import BankPayment, Case, CasePause, CaseStatus, VoidedSlip  # isort: skip
from serambi.records.models.stays import StayRow  # isort: skip
from serambi.records.models.messages import Message  # isort: skip
from serambi.records.models.paper import DaySheetRow, PaperLineRow, PaperTicket  # isort: skip
from serambi.records.models.figures import DailyFigure, FigureRun, HistoryFigure, PublishedMonth  # isort: skip
from serambi.records.models.notices import Notice, NoticeVersion, NoticeWithdrawal  # isort: skip
from serambi.records.models.replies import Reply, ReplyDecision  # isort: skip

__all__ = [
    "ApplicantRow",
    "AssessmentRow",
    "BankPayment",
    "Booking",
    "BookingStatus",
    "Case",
    "CasePause",
    "CaseStatus",
    "DailyFigure",
    "DaySheetRow",
    "DrawPerson",
    "DrawRequest",
    "DrawWindow",
    "FeeRow",
    "FigureRun",
    "GateEvent",
    "HallDay",
    "HistoryFigure",
    "InstrumentRow",
    "LedgerRow",
    "Message",
    "Notice",
    "NoticeVersion",
    "NoticeWithdrawal",
    "Obligation",
    "Office",
    "OfficeDay",
    "OrderTask",
    "PaperLineRow",
    "PaperTicket",
    "ProposedOrder",
    "PublicHoliday",
    "PublishedMonth",
    "PurposeRow",
    "QueueOverride",
    "Region",
    "Reply",
    "ReplyDecision",
    "RequestKey",
    "ReturningPlace",
    "RotaDay",
    "ServiceRow",
    "Slot",
    "StaffMember",
    "StaffToken",
    "StayRow",
    "TeamIsolation",
    "Upload",
    "UploadMark",
    "UrgencyVerdict",
    "Visit",
    "VisitStatus",
    "VoidedSlip",
    "WaitingPlace",
]
