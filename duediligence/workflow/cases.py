"""`content test`: runs the cases that stand beside the content, each in the domain's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duediligence.declarations.library import Library
from duediligence.declarations.sector import load_sector
from duediligence.intake.answers import given_answer
from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.case import Case, GivenAnswer, Raw
from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.workspace import Company, Workspace
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.scoring.assess import assess_suppliers
from duediligence.scoring.ledger import company_rows
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.opened import open_library

SITE = "site"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Whether a case holds, and what differed from what it expects."""

    sector: str
    id: str
    name: str
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything that the case expects came out."""
        return not self.failures

    @property
    def document(self) -> dict[str, Any]:
        """The result as plain values."""
        return {"sector": self.sector, "case": self.id, "passed": self.passed, "failures": list(self.failures)}


def run_cases(sector: str | None, content: Path | None = None, language: str = "en") -> list[CaseResult]:
    """Runs the cases of one sector or of all. Raises ContentError where content or cases are invalid."""
    library = open_library(Path(), None, content)
    results = []
    for id in [sector] if sector else library.sector_ids():
        declared = load_sector(library, id)
        cases = library.records(Case, id, "tests.yaml")
        if library.findings and not cases:
            raise library.invalid()
        results += [_run(id, case, declared, language) for case in cases.values()]
    return results


def cases_of(library: Library, sector: str) -> list[Case]:
    """The cases of one sector."""
    return list(library.records(Case, sector, "tests.yaml").values())


def _run(sector: str, case: Case, content: SectorContent, language: str) -> CaseResult:
    problems: list[str] = []
    given = [_answer(SITE, a, case, content, problems) for a in case.answers]
    own = [_answer(COMPANY, a, case, content, problems) for a in case.company.answers]
    supplier = Supplier(SITE, SITE, _facts(case, content, problems))
    assessed = assess_suppliers(PolarsEngine(), [supplier], [a for a in given if a], content, seed=1)
    workspace = Workspace(
        company=Company(id="case", name="case", joined=case.company.joined), sector=sector, assessed_on=case.assessed_on
    )
    rows = company_rows([a for a in own if a], content)
    assessment = Assessment(
        company="case",
        company_name="case",
        sector=sector,
        round="",
        assessed_on=case.assessed_on,
        editions={},
        suppliers=assessed,
        agreements=assess_agreements(content, workspace, assessed, rows),
    )
    problems += _differences(case, assessment, content)
    return CaseResult(sector, case.id, case.name.get(language), tuple(problems))


def _facts(case: Case, content: SectorContent, problems: list[str]) -> dict[str, tuple[Scalar, ...]]:
    facts: dict[str, tuple[Scalar, ...]] = {}
    for name, value in case.facts.items():
        id = content.fact_ids.get(name)
        if id is None:
            problems.append(f"unknown fact {name}")
        elif value is not None:
            facts[id] = value if isinstance(value, tuple) else (value,)
    return facts


def _answer(
    supplier: str, given: GivenAnswer, case: Case, content: SectorContent, problems: list[str]
) -> Answer | None:
    question = content.questions.get(given.question)
    if question is None:
        problems.append(f"unknown question {given.question}")
        return None
    answer, findings = given_answer(
        question,
        _written(given.answer),
        supplier=supplier,
        source=given.source,
        date=given.date,
        reason=given.reason,
        document=given.document,
        document_seen=given.document_seen,
    )
    problems.extend(f"{given.question}: {finding.code}" for finding in findings)
    return answer


def _written(raw: Raw) -> str:
    if isinstance(raw, tuple):
        return "; ".join(_written(part) for part in raw)
    return f"{raw:g}" if isinstance(raw, float) else str(raw)


def _differences(case: Case, assessment: Assessment, content: SectorContent) -> Iterator[str]:
    (site,) = assessment.suppliers
    expect = case.expect
    for name, wanted, got in (
        ("status", expect.status, site.status),
        ("tier", expect.tier, site.tier),
        ("gate", expect.gate, site.gate),
    ):
        if wanted is not None and wanted != got:
            yield f"{name}: expected {wanted}, got {got} ({', '.join(site.tier_reasons)})"
    in_play = _in_play(site, content)
    yield from _missing("indicators", expect.indicators, in_play)
    for id in set(expect.not_indicators) & in_play:
        yield f"indicators: did not expect {id}"
    yield from _missing("drivers", expect.drivers, {row.id for row in site.drivers})
    if expect.measures:
        chosen = {action.measure for action in choose_plan(content, assessment).actions}
        yield from _missing("measures", expect.measures, chosen)
    states = {c.id: c.state for agreement in assessment.agreements for c in agreement.commitments}
    for id, state in expect.commitments.items():
        if states.get(id) != state:
            yield f"commitments: expected {id} {state}, got {states.get(id, 'nothing')}"


def _in_play(site: SupplierAssessment, content: SectorContent) -> set[str]:
    least = content.scales.preventive_from_possible.value
    return {id for id, b in site.indicators.items() if b.established > 0 or round(b.possible, 9) >= least}


def _missing(name: str, wanted: tuple[str, ...], got: set[str]) -> Iterator[str]:
    for id in wanted:
        if id not in got:
            yield f"{name}: expected {id}, got {', '.join(sorted(got)) or 'none'}"
