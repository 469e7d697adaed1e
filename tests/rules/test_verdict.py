"""The verdict on a file: every paper of the real catalogue, one missing at a time."""

from datetime import date

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.requirement import documents_asked
from serambi.rules.verdict import PURPOSE_QUESTIONS, VerdictKind, conditions_to_ask, verdict_on

ON = date(2020, 9, 10)
POLICY = read_policy(POLICY_FOLDER)
SERVICES = {service.code: service for service in POLICY.services}
CASES = [
    (service.code, purpose) for service in POLICY.services for purpose in sorted(service.purposes) if service.documents
]


def answers(purpose: str) -> dict[str, str]:
    return dict.fromkeys(PURPOSE_QUESTIONS[purpose], "dijawab")


@pytest.mark.parametrize(("code", "purpose"), CASES)
def test_complete_file_passes_and_each_single_missing_paper_is_named(code, purpose):
    service = SERVICES[code]
    conditions = {d.code for d in conditions_to_ask(service, purpose, ON)}
    papers = {d.code for d in documents_asked(service, purpose=purpose, on=ON)}

    def verdict(brought):
        return verdict_on(
            service, purpose=purpose, on=ON, conditions=conditions, brought=brought, answers=answers(purpose)
        )

    assert verdict(papers).kind is VerdictKind.COMPLETE
    for paper in papers:
        made = verdict(papers - {paper})
        assert made.kind is VerdictKind.INCOMPLETE
        assert [each.document.code for each in made.missing] == [paper]
        assert all(each.document.source for each in made.missing)


def test_conditional_paper_is_asked_only_when_its_condition_holds():
    service = SERVICES["passport-new"]
    (first, *_) = conditions_to_ask(service, "tourism", ON)
    always = {d.code for d in documents_asked(service, purpose="tourism", on=ON) if d.condition is None}

    def verdict(conditions):
        return verdict_on(
            service, purpose="tourism", on=ON, conditions=conditions, brought=always, answers=answers("tourism")
        )

    assert verdict(()).kind is VerdictKind.COMPLETE
    assert [each.document.code for each in verdict({first.code}).missing] == [first.code]


def test_umrah_asks_a_recommendation_in_2020_and_not_after_august_2023():
    service = SERVICES["passport-new"]

    def papers(on: date, purpose: str) -> set[str]:
        return {d.code for d in documents_asked(service, purpose=purpose, on=on)}

    extra = papers(ON, "umrah") - papers(ON, "tourism")
    assert extra
    assert not extra & papers(date(2023, 8, 28), "umrah")


def test_unclear_purpose_names_the_open_questions():
    service = SERVICES["passport-new"]
    papers = {d.code for d in documents_asked(service, purpose="work", on=ON)}

    made = verdict_on(
        service, purpose="work", on=ON, conditions=papers, brought=papers, answers={"country": "Korea", "job": " "}
    )

    assert made.kind is VerdictKind.UNCLEAR_PURPOSE
    assert made.unanswered == ("town", "job", "contract", "company")
