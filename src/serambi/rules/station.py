"""Where a visitor's file sends them: the hall's stages and the case's stages are one walk, told in one place."""

from serambi.rules.queueing import Stage
from serambi.rules.states import CaseStage


def station_of(case: CaseStage | None, *, has_slip: bool) -> Stage | None:
    """The stage of the visit at which a file goes on; None when nothing is left to do with its person here today.

    `case` is None while no file was accepted; `has_slip`: a payment slip was issued and holds. From then on the rest is
    the bank's and the back office's. Source: docs/rules.md, the case (document desk, interview, payment slip).
    """
    match case:
        case None:
            return Stage.DOCUMENTS
        case CaseStage.RECEIVED | CaseStage.VERIFIED:
            return Stage.INTERVIEW
        case CaseStage.INTERVIEWED if not has_slip:
            return Stage.PAYMENT
    return None


def station_ahead(stage: Stage, station: Stage | None) -> Stage | None:
    """Where to send somebody who stands at `stage` while their file waits at `station`: only ever forward.

    None while the work of this stage is still to be done, and when there is nothing left to do.
    """
    order = tuple(Stage)
    if station is None or order.index(station) <= order.index(stage):
        return None
    return station
