"""One walk: at which stage of the visit a file goes on, and that nobody is ever sent back."""

import pytest

from serambi.rules.queueing import Stage
from serambi.rules.states import CaseStage
from serambi.rules.station import station_ahead, station_of

WAITS_AT = {
    None: Stage.DOCUMENTS,
    CaseStage.RECEIVED: Stage.INTERVIEW,
    CaseStage.VERIFIED: Stage.INTERVIEW,
    CaseStage.INTERVIEWED: Stage.PAYMENT,
}


@pytest.mark.parametrize("case", [None, *CaseStage])
def test_a_file_goes_on_at_one_stage_and_nowhere_after_its_interview_and_slip(case):
    assert station_of(case, has_slip=False) == WAITS_AT.get(case)
    assert station_of(CaseStage.INTERVIEWED, has_slip=True) is None


@pytest.mark.parametrize(
    ("stage", "station", "ahead"),
    [
        (Stage.DOCUMENTS, Stage.DOCUMENTS, None),
        (Stage.DOCUMENTS, Stage.INTERVIEW, Stage.INTERVIEW),
        (Stage.DOCUMENTS, Stage.PAYMENT, Stage.PAYMENT),
        (Stage.INTERVIEW, Stage.PAYMENT, Stage.PAYMENT),
        (Stage.INTERVIEW, Stage.DOCUMENTS, None),
        (Stage.PAYMENT, Stage.INTERVIEW, None),
        (Stage.PAYMENT, None, None),
    ],
)
def test_a_ticket_is_only_sent_forward(stage, station, ahead):
    assert station_ahead(stage, station) == ahead
