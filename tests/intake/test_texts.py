"""Every problem has words: what is wrong and what to do, in both languages, with the same things filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import duediligence
from duediligence.findings import Finding
from duediligence.i18n.texts import LANGUAGES, catalogue, translate
from duediligence.intake.register import read_register
from duediligence.intake.responses import read_responses
from duediligence.intake.typed.spelling import fold, spellings
from duediligence.model.response import AnswerState, SourceKind
from tests.intake.tables import ASSESSED_ON, FACTS, QUESTIONS, SUPPLIERS, csv_file

PACKAGE = Path(duediligence.__file__).parent
MADE = re.compile(r"""(?:error|warning|note|Unread|Refused|Fault|Finding|self\._again)\(\s*"([a-z][a-z0-9_]*)\"""")
FLOORS = ("intake", "model", "yamlfile.py")


def codes_in_use() -> Iterator[str]:
    for floor in FLOORS:
        path = PACKAGE / floor
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield from MADE.findall(file.read_text(encoding="utf-8"))


def filled(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", sorted(set(codes_in_use())))
def test_every_code_says_what_is_wrong_and_what_to_do(code: str) -> None:
    texts = catalogue("findings")
    for part in ("problem", "remedy"):
        assert set(texts[f"{code}.{part}"]) == set(LANGUAGES)
        assert all(texts[f"{code}.{part}"].values())


@pytest.mark.parametrize("area", ["findings", "errors", "states", "source_kinds", "columns", "words", "countries"])
def test_both_languages_fill_in_the_same(area: str) -> None:
    for key, texts in catalogue(area).items():
        assert set(texts) == set(LANGUAGES), key
        assert filled(texts["nl"]) == filled(texts["en"]), key


def test_findings_can_be_put_into_words_in_both_languages(tmp_path: Path) -> None:
    register = """
        | id       | name | contry | workers | workers |
        | s1       | A    | x      | 1.250   | 2       |
        | s1       | B    | x      | veel    |         |
        | _company | C    |        |         |         |
    """
    answers = "| supplier | source | date | question | answer |\n" + "\n".join(
        f"| {supplier} | {source} | {day} | {question} | {answer} |"
        for supplier, source, day, question, answer in (
            ("s001", "supplier", "2027-01-01", "migrants", "5"),
            ("s001", "supplier", "gisteren", "migrants", "0,5"),
            ("s00", "foo", "", "migrant", "400"),
            ("s001", "foo", "", "migrants", "400"),
            ("s001", "", "", "fee_matrix", "400"),
            ("s001", "", "", "recruitment_fees", "none_paid;paid_open"),
            ("s001", "", "", "recruitment_fees", "nvt"),
        )
    )
    found: list[Finding] = []
    found += read_register(csv_file(tmp_path / "r.csv", register), FACTS, "r.csv").findings
    found += read_responses(csv_file(tmp_path / "a.csv", answers), QUESTIONS, SUPPLIERS, ASSESSED_ON, tmp_path).findings
    assert len({finding.code for finding in found}) > 12
    for finding in found:
        for language in LANGUAGES:
            for part in ("problem", "remedy"):
                text = translate(f"findings.{finding.code}.{part}", language, **finding.params)
                assert "{" not in text


def test_every_state_and_source_is_known_by_its_label_in_both_languages() -> None:
    for area, kinds in (("states", AnswerState), ("source_kinds", SourceKind)):
        for kind in set(kinds) - {AnswerState.UNREAD}:  # which nobody types
            for language in LANGUAGES:
                label = translate(f"{area}.{kind.value}.label", language)
                assert spellings(area)[fold(label)] == kind.value
