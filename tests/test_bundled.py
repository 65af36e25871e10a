"""Every sector that is bundled loads, passes its lint and its cases, and every text exists in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.findings import Severity
from duediligence.i18n.texts import LANGUAGES, catalogue
from duediligence.model.conditions import Scalar
from duediligence.model.facts import FactType
from duediligence.model.response import Answer, SourceKind, Supplier
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.cases import run_cases
from duediligence.workflow.contents import lint_sectors

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "duediligence"
SECTORS = Library([Root(ROOT)]).sector_ids()
AREAS = sorted(path.stem for path in (PACKAGE / "i18n").glob("*.yaml"))
SPELLINGS = {"columns", "countries", "source_kinds", "states", "words"}
"""Areas that list spellings which readers accept, not texts that people read."""


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_has_cases_and_they_hold(sector: str) -> None:
    results = run_cases(sector)
    assert len(results) >= 6
    assert [(result.id, result.failures) for result in results if not result.passed] == []


@pytest.mark.parametrize("sector", SECTORS)
def test_silence_is_never_safety_not_even_where_every_fact_is_a_good_one(sector: str) -> None:
    content = load_sector(Library([Root(ROOT)]), sector)
    good: dict[str, tuple[Scalar, ...]] = {"country": ("NL",), "workers": (60.0,)}
    for fact in content.facts.values():
        if fact.type in (FactType.FLAG, FactType.SHARE):
            good[fact.id] = (fact.id in ("union_present", "collective_agreement"),)
    best = [
        Answer("s1", question.id, SourceKind.SUPPLIER, keys=(key,))
        for question in content.questions.values()
        for key, effects in list(question.effects())[:1]
        if effects.no_concern
    ]
    (site,) = assess_suppliers(PolarsEngine(), [Supplier("s1", "s1", good)], best, content, seed=1)
    assert site.possible > 0
    worked = {id for id, i in content.indicators.items() if i.set == "ilo" and i.reducible}
    assert [id for id in worked if not site.indicators[id].possible > 0] == []


def test_the_content_lints_without_errors_or_warnings() -> None:
    linted = lint_sectors(None)
    told = [f"{f.code} {f.location}" for f in linted.findings if f.severity is not Severity.NOTE]
    assert told == []


@pytest.mark.parametrize("area", [area for area in AREAS if area not in SPELLINGS])
def test_every_text_of_the_tool_exists_in_both_languages_with_the_same_gaps(area: str) -> None:
    for key, texts in catalogue(area).items():
        assert set(texts) == set(LANGUAGES), f"{area}.{key}"
        gaps = [sorted(set(re.findall(r"{(\w+)", text))) for text in texts.values()]
        assert gaps[0] == gaps[1], f"{area}.{key}"


def test_every_finding_and_error_that_the_code_names_has_its_text() -> None:
    findings, errors = set(), set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        findings |= set(re.findall(r"\b(?:error|warning|note)\(\s*\"([a-z_0-9]+)\"", source))
        errors |= set(re.findall(r"(?:Usage|Input|Content|Disclosure)Error\(\s*\"([a-z_0-9]+)\"", source))
    assert len(findings) > 50
    texts = catalogue("findings")
    assert sorted(code for code in findings if f"{code}.problem" not in texts or f"{code}.remedy" not in texts) == []
    assert sorted(code for code in errors if code not in catalogue("errors")) == []
