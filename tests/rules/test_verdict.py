"""The verdict on a file: every paper of the real catalogue, one missing at a time."""

import csv
from datetime import date
from pathlib import Path

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.requirement import documents_asked
from serambi.rules.verdict import PURPOSE_QUESTIONS, VerdictKind, conditions_to_ask, questions_of, verdict_on

ON = date(2020, 9, 10)
POLICY = read_policy(POLICY_FOLDER)
SERVICES = {service.code: service for service in POLICY.services}
QUESTIONS = {question for questions in PURPOSE_QUESTIONS.values() for question in questions}
PURPOSES = [purpose.code for purpose in POLICY.purposes]
CASES = [
    (service.code, purpose)
    for service in POLICY.services
    for purpose in sorted(service.purposes) or PURPOSES
    if service.documents
]


def answers(purpose: str) -> dict[str, str]:
    return dict.fromkeys(PURPOSE_QUESTIONS[purpose], "dijawab")


@pytest.mark.parametrize(("code", "purpose"), CASES)
def test_complete_file_passes_and_each_single_missing_paper_is_named(code, purpose):
    service = SERVICES[code]
    conditions = {d.code for d in conditions_to_ask(service, purpose, ON)}
    asked = documents_asked(service, purpose=purpose, on=ON)
    papers = {d.code for d in asked if not d.is_made_here}

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
    first = conditions_to_ask(service, "tourism", ON)[0]
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


def test_one_question_decides_about_all_papers_of_its_condition():
    service = SERVICES["passport-replacement"]
    always = {"ktp", "old-passport"}

    asked = conditions_to_ask(service, "tourism", ON)

    assert [[d.code for d in each.documents] for each in asked] == [["kk", "proof-of-birth"], ["change-of-name"]]
    made = verdict_on(
        service, purpose="tourism", on=ON, conditions={asked[0].code}, brought=always, answers=answers("tourism")
    )
    assert [each.document.code for each in made.missing] == ["kk", "proof-of-birth"]


def test_what_the_office_makes_itself_is_never_missing():
    service = SERVICES["passport-lost"]
    brought = {"police-report", "ktp", "kk", "proof-of-birth"}

    made = verdict_on(service, purpose="work", on=ON, conditions=(), brought=brought, answers=answers("work"))

    assert made.kind is VerdictKind.COMPLETE
    assert conditions_to_ask(service, "work", ON) == ()


def test_foreigners_are_not_asked_where_they_travel():
    service = SERVICES["permit-visit-extension"]

    assert questions_of(service, "tourism") == ()
    assert questions_of(SERVICES["passport-new"], "tourism") == PURPOSE_QUESTIONS["tourism"]


def required() -> list[dict[str, str]]:
    """The published papers of every kind, one a line: tests/golden/required_documents.csv."""
    with (Path(__file__).parents[1] / "golden" / "required_documents.csv").open(newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("row", required(), ids=lambda row: f"{row['kind']}: {row['documents']} {row['asked']}")
def test_every_published_paper_is_asked_as_published(row):
    service, purpose, on = SERVICES[row["service"]], row["purpose"], date.fromisoformat(row["on"])
    paper, conditions = row["documents"], conditions_to_ask(service, purpose, on)
    others = {d.code for d in documents_asked(service, purpose=purpose, on=on)} - {paper}

    def named(holding) -> bool:
        made = verdict_on(
            service, purpose=purpose, on=on, conditions=holding, brought=others, answers=dict.fromkeys(QUESTIONS, "ya")
        )
        return [each.document.code for each in made.missing] == [paper]

    every = {d.code for each in conditions for d in each.documents}
    expected = {"always": (True, True), "condition": (False, True), "office": (False, False), "never": (False, False)}
    assert (named(()), named(every)) == expected[row["asked"]]
    is_made_here = any(d.code == paper and d.is_made_here for d in service.documents)
    assert is_made_here == (row["asked"] == "office")
