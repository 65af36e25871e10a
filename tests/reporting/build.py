"""An invented round to draw reports from: 24 suppliers in 9 countries, every tier, and what goes wrong in real life.

The numbers are made by a short reading of the method, enough to look right; the engine has its own tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from math import prod
from pathlib import Path

from duediligence.findings import Location, warning
from duediligence.model.assessment import (
    AnswerRow,
    AskNext,
    Assessment,
    Contradiction,
    ControlRow,
    DriverRow,
    Gate,
    Interval,
    MatterRow,
    SignalRow,
    SupplierAssessment,
    Tier,
)
from duediligence.model.conditions import Scalar, holds, lookup
from duediligence.model.content import SectorContent
from duediligence.model.manifest import Manifest
from duediligence.model.response import Supplier
from duediligence.model.workspace import Company, Workspace
from tests.reporting.agreement import agreement_of
from tests.reporting.content import sample_content

TODAY = date(2026, 11, 1)
CORE = (
    "recruitment_fees",
    "papers_kept",
    "leave_premises",
    "weekly_hours",
    "wages_late",
    "end_contract",
    "threats",
    "housing",
)
CHECKS = {"worker_fees": "recruitment_fees", "worker_gate": "leave_premises", "visit_papers": "papers_kept"}

SITES = Path(__file__).with_name("sites.txt")


def sample_workspace(publishes_sites: bool = False) -> Workspace:
    """The workspace file of the invented company."""
    company = Company(
        id="c001",
        name="Voorbeeld Mode BV",
        size="medium",
        joined={"demo": date(2023, 3, 1)},
        publishes_sites=publishes_sites,
    )
    return Workspace(company=company, sector="garments", round="2026", assessed_on=TODAY)


def sample_manifest() -> Manifest:
    """What the sample claims to be made from."""
    return Manifest(
        version="0.1.0",
        assessed_on=TODAY,
        seed=1,
        inputs={"suppliers.xlsx": "5f" * 32, "responses/S01.xlsx": "a7" * 32},
        content={"sector_profiles/garments/profile.yaml": "c3" * 32, "questionnaires/supplier_core.yaml": "1e" * 32},
        editions={"garments": "2026.1", "supplier_form": "2026.1", "demo": "2026.1"},
    )


@cache
def sample_assessment(copies: int = 1) -> Assessment:
    """The invented round; with more copies, the same 24 sites again under other ids."""
    rows = [line for line in SITES.read_text("utf-8").splitlines() if not line.startswith("#")]
    sites = [_site(line, copy) for copy in range(copies) for line in rows]
    ranked = sorted(sites, key=_rank)
    suppliers = tuple(replace(s, priority=index) for index, s in enumerate(ranked, 1))
    return Assessment(
        company="c001",
        company_name="Voorbeeld Mode BV",
        sector="garments",
        round="2026",
        assessed_on=TODAY,
        editions={"garments": "2026.1", "demo": "2026.1", "supplier_form": "2026.1"},
        suppliers=suppliers,
        agreements=(agreement_of(suppliers),),
        findings=(
            warning(
                "unknown_question",
                Location(file="S09.xlsx", sheet="vragen", cell="C14"),
                found="weekly_hour",
                count=3,
                nearest="weekly_hours",
            ),
        ),
    )


def _site(line: str, copy: int) -> SupplierAssessment:
    id, name, country, process, good, workers, migrants, union, answers = (part.strip() for part in line.split("|"))
    place = 14 + int(id[1:])
    facts: dict[str, tuple[Scalar, ...]] = {
        "country": (country,), "processes": (process,), "goods": (good,), "home_work": (process == "embroidery",),
        "address": (f"Straat {place}, Voorbeeldstad",), "volume": (1000.0 * place,), "spend": (70000.0 + 10 * place,),
        "tier": (2.0,),
    }  # fmt: skip
    facts |= {"workers": (float(workers),)} if workers else {}
    facts |= {"migrant_share": (float(migrants),)} if migrants else {}
    facts |= {"union_present": (union == "yes",)} if union else {}
    suffix = f"_{copy}" if copy else ""
    where = Location(file="suppliers.xlsx", sheet="register", cell=f"A{place - 13}")
    return _assess(Supplier(id + suffix, name + (f" ({copy})" if copy else ""), facts, where), answers.split())


def _assess(supplier: Supplier, marks: list[str]) -> SupplierAssessment:
    content = sample_content()
    drivers = tuple(_drivers(supplier, content))
    answers = tuple(_answers(supplier.id, marks, content))
    inherent = {i: 1 - prod(1 - d.value for d in drivers if d.indicator == i) for i in content.indicators}
    matters = tuple(_matters(answers, inherent, bool(marks)))
    bounds = {i: _bounds(i, matters, inherent) for i in content.indicators}
    total = Interval(_norm(b.established for b in bounds.values()), _norm(b.possible for b in bounds.values()))
    answered = {content.matter_of[a.question] for a in answers if a.state == "answered" and a.counts}
    coverage = sum(q in answered for q in CORE) / len(CORE) if marks else None
    gate = _gate(answers)
    tier, reasons = _tier(answers, drivers, coverage, gate, total)
    return SupplierAssessment(
        supplier, bool(marks), tier, reasons, gate, 0.8, coverage, total.established, total.possible, 0,
        bounds, inherent, dict.fromkeys(content.indicators, 0.0), drivers, answers, matters,
        controls=tuple(ControlRow("fee_policy", "debt_bondage", 1.0, "E1") for _ in marks[:1]),
        contradictions=tuple(_contradictions(answers, content)), ask_next=tuple(_ask_next(answers, bounds, content)),
        robustness=0.5 + (int(supplier.id[1:3]) % 10) / 20 if marks else 0.94,
    )  # fmt: skip


def _drivers(supplier: Supplier, content: SectorContent) -> Iterable[DriverRow]:
    for driver in content.drivers:
        known = holds(driver.when, lookup({**supplier.facts, **{"process": supplier.facts["processes"]}}))
        for indicator, level in driver.raises.items():
            if known is False:
                continue
            used = level if known else {"severe": "high", "high": "elevated"}.get(level, "low")
            unknown = () if known else tuple(sorted(driver.when.names() - set(supplier.facts)))
            value = content.scales.levels[used].value
            yield DriverRow(driver.id, indicator, used, value, driver.critical and bool(known), unknown)


def _answers(id: str, marks: list[str], content: SectorContent) -> Iterable[AnswerRow]:
    spoken = {mark.lstrip("-!?~").split("@")[0] for mark in marks if "@" not in mark}
    if "+" in marks:
        marks = [*(q for q in CORE if q not in spoken), "complaints_line", *(m for m in marks if m != "+")]
    for place, mark in enumerate(marks, 3):
        question, _, source = mark.lstrip("-!?~").partition("@")
        yield _answer(id, place, mark[0], question, source or "supplier", content)


def _answer(id: str, place: int, mark: str, question: str, source: str, content: SectorContent) -> AnswerRow:
    good, bad = content.questions[question].options
    covers = next(iter(content.questions[question].covers()), "")
    state = {"!": "refused", "?": "no_answer"}.get(mark, "answered")
    signals = tuple(
        SignalRow(s.indicator, s.strength, content.indicators[s.indicator].dimension.value, bad.critical, mark == "~")
        for s in bad.signals
    )
    seen = source == "supplier" and place % 4 == 0 and state == "answered"
    evidence = "E2" if seen else "E0" if state != "answered" else content.scales.evidence[source].value
    return AnswerRow(
        question, content.matter_of[question], source, evidence,
        date(2026, 6 if source == "supplier" else 8, min(28, place)), state,
        keys=((bad if mark in "-~" else good).id,) if state == "answered" else (),
        signals=signals if mark in "-~" else (), assures=(covers,) if mark not in "-~!?" and covers else (),
        document="verslag-2026.pdf" if seen else "", reason="Dat delen wij niet." if mark == "!" else "",
        comment="Wordt na de oogst opgelost." if mark == "-" and source == "supplier" else "",
        location=Location(file=f"{id}.xlsx", sheet="vragen", cell=f"D{place}"),
    )  # fmt: skip


def _matters(answers: tuple[AnswerRow, ...], inherent: dict[str, float], put: bool) -> Iterable[MatterRow]:
    content = sample_content()
    strengths = {name: scale.value for name, scale in content.scales.strengths.items()}
    for matter in CORE if put else ():
        (indicator,) = content.questions[matter].covers()
        mine = [a for a in answers if a.matter == matter and a.counts]
        worries = [strengths[s.strength] for a in mine for s in a.open_signals]
        caps = [content.scales.caps[a.evidence].value for a in mine if a.assures]
        base = inherent[indicator]
        if worries:
            yield MatterRow(matter, indicator, max(worries), max(base, *worries), "concern", True)
        elif any(a.state == "refused" for a in mine):
            yield MatterRow(matter, indicator, 0.0, max(base, 0.8), "refused", True)
        elif caps:
            yield MatterRow(matter, indicator, 0.0, (1 - max(caps)) * base, "assured", True)
        else:
            yield MatterRow(matter, indicator, 0.0, base, "open", True)


def _bounds(indicator: str, matters: tuple[MatterRow, ...], inherent: dict[str, float]) -> Interval:
    mine = [m for m in matters if m.indicator == indicator]
    established = 1 - prod(1 - m.established for m in mine)
    return Interval(established, max([established, *(m.possible for m in mine)]) if mine else inherent[indicator])


def _norm(values: Iterable[float]) -> float:
    return min(1.0, float(sum(v**8 for v in values) ** (1 / 8)))


def _gate(answers: tuple[AnswerRow, ...]) -> Gate:
    points = {"strong": 2, "medium": 1, "weak": 0}
    sides = {"involuntariness": 0, "coercion": 0}
    for signal in (s for a in answers for s in a.open_signals):
        sides[signal.dimension] += points[signal.strength]
    positive = [side for side, score in sides.items() if score >= 3]
    return Gate.BOTH if len(positive) == 2 else Gate(positive[0]) if positive else Gate.NONE


def _tier(
    answers: tuple[AnswerRow, ...], drivers: tuple[DriverRow, ...], coverage: float | None, gate: Gate, total: Interval
) -> tuple[Tier, tuple[str, ...]]:
    if any(s.critical for a in answers for s in a.open_signals):
        worst = sorted(a.question for a in answers for s in a.open_signals if s.critical)
        return Tier.CRITICAL, tuple(f"critical_concern:{question}" for question in worst)
    if any(d.critical for d in drivers):
        return Tier.CRITICAL, tuple(sorted(f"critical_driver:{d.id}" for d in drivers if d.critical))
    if coverage is not None and coverage < 0.5:
        return Tier.NOT_RATEABLE, ("coverage_below_floor",)
    if gate is not Gate.NONE:
        return Tier.HIGH, (f"gate:{gate.value}",)
    if total.established >= 0.6 or total.possible >= 0.6:
        return Tier.HIGH, ()
    if total.established >= 0.2 or total.possible >= 0.3:
        return Tier.MEDIUM, ()
    return Tier.LOW, ()


def _contradictions(answers: tuple[AnswerRow, ...], content: SectorContent) -> Iterable[Contradiction]:
    for matter in CORE:
        mine = [a for a in answers if a.matter == matter]
        against = tuple(sorted({a.source for a in mine if a.open_signals}))
        calm = tuple(sorted({a.source for a in mine if a.assures}))
        if against and calm:
            yield Contradiction(matter, next(iter(content.questions[matter].covers())), calm, against)


def _ask_next(answers: tuple[AnswerRow, ...], bounds: dict[str, Interval], content: SectorContent) -> Iterable[AskNext]:
    open_matters = {a.matter for a in answers if a.state != "answered"} or set(CORE[:2])
    for matter in sorted(open_matters):
        gap = next((bounds[i].possible for i in content.questions[matter].covers()), 0.0)
        if gap > 0.05:
            yield AskNext(matter, "supplier", "E2", round(gap * 0.2, 4), round(gap * 0.3, 4))
    if max(b.possible for b in bounds.values()) >= 0.3:
        yield AskNext("worker_fees", "workers", "E5", 0.12, 0.2)


def _rank(s: SupplierAssessment) -> tuple[object, ...]:
    order = {Tier.CRITICAL: 0, Tier.HIGH: 1, Tier.NOT_RATEABLE: 1, Tier.MEDIUM: 2, Tier.LOW: 3}
    return (order[s.tier], s.gate is not Gate.BOTH, s.gate is Gate.NONE, -s.possible, -s.established, s.id)
