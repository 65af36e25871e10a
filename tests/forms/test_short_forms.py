"""In every bundled sector the forms of suppliers are short, and hold all that a tier depends on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.forms.select import Brief, build_form
from duediligence.forms.shorten import Screened
from duediligence.model.assessment import Tier
from duediligence.model.case import Case
from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.form import Form
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import Supplier
from duediligence.model.sector import Dimension
from duediligence.model.workspace import Company
from duediligence.resources import content_root
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine

LIBRARY = Library([Root(content_root())])
SECTORS = LIBRARY.sector_ids()
COMPANY = Company(id="c", name="c")
UNKNOWN = [Supplier(country, country, {"country": (country,)}) for country in ("NL", "IN", "MM")]
"""Suppliers of whom the register knows the country and no more: most questions may apply."""
AT_MOST = 25


@cache
def _sector(sector: str) -> SectorContent:
    return load_sector(LIBRARY, sector)


@cache
def _screened(sector: str) -> dict[str, tuple[Supplier, Screened]]:
    """The suppliers of the sector's cases, and some of whom little is known, as their facts alone show them."""
    suppliers = [*(_of_case(case, _sector(sector)) for case in _cases(sector)), *UNKNOWN]
    found = assess_suppliers(PolarsEngine(), suppliers, (), _sector(sector), 1)
    return {assessed.id: (assessed.supplier, Screened.of(assessed)) for assessed in found}


def _cases(sector: str) -> list[Case]:
    return list(LIBRARY.records(Case, sector, "tests.yaml").values())


def _of_case(case: Case, content: SectorContent) -> Supplier:
    facts: dict[str, tuple[Scalar, ...]] = {}
    for name, value in case.facts.items():
        if value is not None:
            facts[content.fact_ids[name]] = value if isinstance(value, tuple) else (value,)
    return Supplier(case.id, case.id, facts)


def _forms(sector: str, low: bool | None = None) -> Iterator[tuple[Form, Form]]:
    """The forms of the sector's suppliers (of low risk, of others, or all), and with everything that applies."""
    for supplier, screened in _screened(sector).values():
        if low is None or screened.low is low:
            brief = Brief(_sector(sector), supplier, Respondent.SUPPLIER, COMPANY, "en", screened=screened)
            yield build_form(brief), build_form(Brief(_sector(sector), supplier, Respondent.SUPPLIER, COMPANY))


def _asked(form: Form) -> list[Question]:
    return [asked.question for asked in form.asked]


@pytest.mark.parametrize("sector", SECTORS)
def test_a_low_risk_supplier_sees_at_most_25_questions(sector: str) -> None:
    low = {case.id for case in _cases(sector) if case.expect.tier is Tier.LOW}
    assert low
    for id in low:
        supplier, _ = _screened(sector)[id]
        brief = Brief(_sector(sector), supplier, Respondent.SUPPLIER, COMPANY, screened=Screened({}, low=True))
        assert 0 < len(build_form(brief).asked) <= AT_MOST, id


@pytest.mark.parametrize("sector", SECTORS)
def test_no_supplier_is_asked_for_more_than_three_quarters_of_an_hour(sector: str) -> None:
    for form, full in _forms(sector):
        assert 0 < form.minutes <= 45, form.supplier
        assert len(form.asked) + form.kept_back == len(full.asked)


@pytest.mark.parametrize("sector", SECTORS)
def test_whoever_answers_the_whole_form_can_be_rated(sector: str) -> None:
    """Coverage counts core questions: all are asked, and of a supplier of low risk more than the floor."""
    floor = _sector(sector).scales.coverage_floor.value
    for low, least in ((False, 1.0), (True, floor + 0.2)):
        for form, full in _forms(sector, low):
            core = [question for question in _asked(full) if question.core]
            assert sum(question in _asked(form) for question in core) >= least * len(core), form.supplier


@pytest.mark.parametrize("sector", SECTORS)
def test_every_answer_that_makes_a_supplier_critical_or_keeps_visitors_away_can_be_given(sector: str) -> None:
    forms = list(_forms(sector))
    assert any(_grave(full) for _, full in forms)
    assert all(_grave(form) == _grave(full) for form, full in forms)


def _grave(form: Form) -> set[str]:
    return {q.id for q in _asked(form) if any(effects.critical or effects.closes_access for _, effects in q.effects())}


@pytest.mark.parametrize("sector", SECTORS)
def test_the_gate_can_open_on_what_is_asked(sector: str) -> None:
    """On both sides, work that is not voluntary and under menace of penalty, wherever it can on all questions."""
    forms = list(_forms(sector))
    assert any(_open_sides(full, _sector(sector)) == set(Dimension) for _, full in forms)
    for form, full in forms:
        assert _open_sides(form, _sector(sector)) == _open_sides(full, _sector(sector)), form.supplier


def _open_sides(form: Form, content: SectorContent) -> set[Dimension]:
    """The sides of the gate that the worst of answers would open."""
    words: dict[Dimension, list[str]] = defaultdict(list)
    for (_, side), word in _strongest(_asked(form), content).items():
        words[side].append(word)
    counts = {side: [found.count(grade) for grade in ("strong", "medium", "weak")] for side, found in words.items()}
    return {side for side, count in counts.items() if any(rule.holds(*count) for rule in content.scales.gate.value)}


def _strongest(questions: Iterable[Question], content: SectorContent) -> dict[tuple[str, Dimension], str]:
    """The strongest sign that each matter can show on each side of the gate."""
    strength = content.scales.strengths
    found: dict[tuple[str, Dimension], str] = defaultdict(lambda: "weak")
    for question in questions:
        for signal in (signal for _, effects in question.effects() for signal in effects.signals):
            side = content.matter_of[question.id], signal.dimension or content.indicators[signal.indicator].dimension
            found[side] = max(found[side], signal.strength, key=lambda word: strength[word].value)
    return found
