"""`content test`: runs the cases that stand beside the content, each in the domain's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duediligence.declarations.sector import load_sector
from duediligence.findings import NOWHERE, Severity
from duediligence.intake.answers import QuestionReader
from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.case import Case, GivenAnswer, Raw
from duediligence.model.conditions import Scalar, written
from duediligence.model.content import SectorContent
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.workspace import Company, Workspace
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.scoring.assess import assess_suppliers
from duediligence.scoring.ledger import company_rows
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.layers import open_library


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
        cases = list(library.records(Case, id, "tests.yaml").values())
        if any(finding.severity is Severity.ERROR for finding in library.findings):
            raise library.invalid()
        results += _run(id, cases, declared, language)
    return results


def _run(sector: str, cases: Sequence[Case], content: SectorContent, language: str) -> list[CaseResult]:
    """Scores the sites of all cases in one go, then looks at each beside its own company."""
    problems: dict[str, list[str]] = {case.id: [] for case in cases}
    sites = [Supplier(case.id, case.id, _facts(case, content, problems[case.id])) for case in cases]
    answers = [_answer(case.id, a, content, problems[case.id]) for case in cases for a in case.answers]
    assessed = {s.id: s for s in assess_suppliers(PolarsEngine(), sites, list(filter(None, answers)), content, seed=1)}
    results = []
    for case in cases:
        assessment = _beside_company(sector, case, assessed[case.id], content, problems[case.id])
        problems[case.id] += _differences(case, assessment, content)
        results.append(CaseResult(sector, case.id, case.name.get(language), tuple(problems[case.id])))
    return results


def _beside_company(
    sector: str, case: Case, site: SupplierAssessment, content: SectorContent, problems: list[str]
) -> Assessment:
    own = [_answer(COMPANY, answer, content, problems) for answer in case.company.answers]
    company = Company(id="case", name="case", joined=case.company.joined)
    workspace = Workspace(company=company, sector=sector, assessed_on=case.assessed_on)
    return Assessment(
        company=company.id,
        company_name=company.name,
        sector=sector,
        round="",
        assessed_on=case.assessed_on,
        editions={},
        suppliers=(site,),
        agreements=assess_agreements(content, workspace, (site,), company_rows(list(filter(None, own)), content)),
    )


def _facts(case: Case, content: SectorContent, problems: list[str]) -> dict[str, tuple[Scalar, ...]]:
    facts: dict[str, tuple[Scalar, ...]] = {}
    for name, value in case.facts.items():
        id = content.fact_ids.get(name)
        if id is None:
            problems.append(f"unknown fact {name}")
        elif value is not None:
            facts[id] = value if isinstance(value, tuple) else (value,)
    return facts


def _answer(supplier: str, given: GivenAnswer, content: SectorContent, problems: list[str]) -> Answer | None:
    question = content.questions.get(given.question)
    if question is None:
        problems.append(f"unknown question {given.question}")
        return None
    said, finding = QuestionReader(question).read(_written(given.answer), NOWHERE)
    if finding is not None:
        problems.append(f"{given.question}: {finding.code} ({given.answer})")
    return Answer(
        supplier=supplier,
        question=question.id,
        source=given.source,
        state=said.state,
        keys=said.keys,
        numbers=said.numbers,
        text=said.text,
        date=given.date,
        document=given.document,
        document_seen=given.document_seen,
        reason=given.reason,
    )


def _written(raw: Raw) -> str:
    if isinstance(raw, tuple):
        return "; ".join(_written(part) for part in raw)
    return written(raw)


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
    in_play = {id for id, bounds in site.indicators.items() if content.scales.in_play(bounds)}
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


def _missing(name: str, wanted: tuple[str, ...], got: set[str]) -> Iterator[str]:
    for id in wanted:
        if id not in got:
            yield f"{name}: expected {id}, got {', '.join(sorted(got)) or 'none'}"
