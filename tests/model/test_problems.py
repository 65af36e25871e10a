from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from duediligence.findings import Finding
from duediligence.model.agreement import Commitment
from duediligence.model.facts import Fact
from duediligence.model.measure import Measure
from duediligence.model.problems import findings_of
from duediligence.model.questionnaire import Question, Questionnaire
from duediligence.model.scales import Scales
from duediligence.model.sector import Profile
from duediligence.yamlfile import KeyPath, parse

NAME = "{nl: a, en: b}"


def problems(model: type[BaseModel], text: str, path: KeyPath = ()) -> list[Finding]:
    """What is wrong with the record at `path` of this text."""
    document, findings = parse(text, "x.yaml")
    assert document is not None
    assert findings == []
    record = document.data
    for part in path:
        record = record[part]
    with pytest.raises(ValidationError) as failure:
        model.model_validate(record)
    return findings_of(failure.value, document, path)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.location.path) for finding in findings)


def test_an_unknown_key_is_named_with_the_nearest_and_not_again_as_missing() -> None:
    (finding,) = problems(Question, f"id: q\ntext: {NAME}\ntpye: text\n")
    assert (finding.code, finding.location.line, finding.location.column) == ("unknown_key", 3, 1)
    assert (finding.params["key"], finding.params["nearest"]) == ("tpye", "type")


@pytest.mark.parametrize(
    ("model", "text", "path", "nearest"),
    [
        (Question, f"id: q\ntext: {NAME}\ntype: text\nask_when: {{x: {{abov: 1}}}}", "ask_when.x.abov", "above"),
        (Profile, f"id: p\nedition: 1\nname: {NAME}\nscope: {{naces: []}}", "scope.naces", "nace"),
        (Profile, f"id: p\nedition: 1\nname: {NAME}\nquestionnaires: {{supplier: [{{id: a, iff: {{}}}}]}}",
         "questionnaires.supplier[0].iff", "if"),
        (Commitment, f"id: c\ntext: {NAME}\nkind: answer\nmeasure: {{questoin: q, met: [a]}}",
         "measure.questoin", "question"),
        (Commitment, f"id: c\ntext: {NAME}\nkind: joint\nmeasure: {{action: {NAME}}}\ndue: {{form: 3}}",
         "due.form", "from"),
        (Fact, f"id: f\nname: {NAME}\nchoices: [{{id: a, name: {NAME}, alias: [b]}}]", "choices[0].alias", "aliases"),
        (Scales, "gate: {value: [{strnog: 1}]}", "gate.value[0].strnog", "strong"),
    ],
)  # fmt: skip
def test_the_nearest_key_is_one_that_the_record_takes_there(
    model: type[BaseModel], text: str, path: str, nearest: str
) -> None:
    (finding,) = [f for f in problems(model, text) if f.code == "unknown_key"]
    assert (finding.location.path, finding.params["nearest"]) == (path, nearest)


def test_a_missing_key_stands_at_its_record() -> None:
    (finding,) = problems(Fact, f"- id: a\n- id: b\n  name: {NAME}\n  choices:\n    - id: c\n", (1,))
    assert (finding.code, finding.params["key"]) == ("missing_key", "name")
    assert (finding.location.path, finding.location.line) == ("[1].choices[0]", 5)


def test_questions_without_sections_keep_their_place() -> None:
    text = f"id: a\nedition: 1\nrespondent: supplier\nquestions:\n  - {{id: q, text: {NAME}, type: choice}}\n"
    (finding,) = problems(Questionnaire, text)
    assert (finding.code, finding.location.path, finding.location.line) == ("needs_options", "questions[0]", 5)


def test_a_text_lacks_a_language() -> None:
    text = "id: q\ntext:\n  nl: Vraag\ntype: text\n"
    assert [(f.code, f.params["language"]) for f in problems(Question, text)] == [("text_missing_language", "en")]
    text = "id: q\ntext: Vraag\ntype: text\n"
    assert [(f.code, f.params["language"]) for f in problems(Question, text)] == [("text_missing_language", "nl + en")]


def test_a_text_in_braces_that_a_comma_cuts_is_named_in_plain_words() -> None:
    text = "id: q\ntext: {nl: Eerst, dan, en: First, then}\ntype: text\n"
    (finding,) = problems(Question, text)
    assert (finding.code, finding.location.line) == ("yaml_text_in_braces", 2)
    options = "options:\n  - {id: a, text: {nl: a, en: b}, ja, graag}\n"
    assert [f.code for f in problems(Question, f"id: q\ntext: {NAME}\ntype: choice\n{options}")] == [
        "yaml_text_in_braces"
    ]


@pytest.mark.parametrize(
    ("line", "code", "params"),
    [
        ("type: choise", "not_one_of", {"found": "choise", "nearest": "choice"}),
        ("type: 3", "not_one_of", {"found": "3"}),
        ("type: text\nid: Vraag", "bad_id", {"found": "Vraag"}),
        ("type: text\ncore: misschien", "wrong_type", {"found": "misschien", "expected": "true, false"}),
        ("type: text\nsources: rba", "wrong_type", {"found": "rba", "expected": "[a, b]"}),
        ("type: text\nunit: [a]", "wrong_type", {"expected": '"text" / nl: … en: …'}),
        ("type: text\nask_when: {x: {}}", "empty_bounds", {}),
        ("type: text\nask_when: {x: {above: y}}", "wrong_type", {"found": "y", "expected": "12.5"}),
        ("type: text\nask_when: nooit", "wrong_type", {"expected": "key: value"}),
        ("type: choice", "needs_options", {}),
        ("type: text\nbands: [{at_most: 3}]", "bands_need_number", {}),
        ("type: number\nbands: [{credit: 3}]", "out_of_range", {"found": "3", "limit": "≤ 1"}),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_finding(line: str, code: str, params: dict[str, str]) -> None:
    head = "" if "id:" in line else "id: q\n"
    (finding,) = problems(Question, f"{head}text: {NAME}\n{line}\n")
    assert finding.code == code
    assert {key: finding.params[key] for key in params} == params


def test_a_matrix_whose_zones_do_not_fit() -> None:
    axis = f"{{text: {NAME}, bands: [1]}}"
    options = f"options: [{{id: a, text: {NAME}}}]"
    text = f"id: q\ntext: {NAME}\ntype: matrix\nrows: {axis}\ncolumns: {axis}\nzones: [[a]]\n{options}\n"
    assert told(problems(Question, text)) == [("zones_do_not_fit", "")]


def test_small_patterns_are_spelled_out() -> None:
    text = f"id: m\ntext: {NAME}\nfor: {{}}\nhorizon: short\ndays: 7\nlead: company\ncloses_with: E9\n"
    (finding,) = problems(Measure, text)
    assert (finding.code, finding.params["allowed"]) == ("not_one_of", "E0, E1, E2, E3, E4, E5, E6")
    (finding,) = problems(Fact, f"id: f\nname: {NAME}\nprivate: ngo\n")
    assert (finding.code, finding.params["allowed"]) == ("not_one_of", "company, union")


def test_a_wrong_kind_of_commitment_is_told_once() -> None:
    text = f"id: c\ntext: {NAME}\nkind: anser\nmeasure: {{question: q, met: [a]}}\n"
    assert told(problems(Commitment, text)) == [("not_one_of", "kind")]


def test_every_mistake_of_a_record_is_told() -> None:
    text = (
        f"id: p\nedition: 1.10\nname: {{nl: a}}\ndrivers:\n"
        f"  - {{id: D, label: {NAME}, raises: {{Foo: low, b: 3}}}}\n"
        f"facts:\n  - {{id: f, name: {NAME}, type: choices}}\n"
    )
    assert told(problems(Profile, text)) == [
        ("bad_id", "drivers[0].id"),
        ("bad_id", "drivers[0].raises.Foo"),
        ("not_one_of", "facts[0].type"),
        ("text_missing_language", "name"),
        ("wrong_type", "drivers[0].raises.b"),
    ]
