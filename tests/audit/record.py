"""Records of the mini sector for the auditor's tests: suppliers with answers, assessed, in one line each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from functools import cache

from duediligence.audit.rules import sampling_rules, triangulation_rules
from duediligence.declarations.library import Library, Root
from duediligence.findings import Location
from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from duediligence.model.sampling import SamplingRules
from duediligence.model.triangulation import TriangulationRules
from duediligence.resources import content_root
from duediligence.scoring.assess import assess_suppliers
from tests import mini

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
NORTH = Supplier("north", "Atelier Noord", {"country": ("NO",), "workers": (120.0,), "migrant_share": (0.0,)})
EAST = Supplier("east", "Bedrijf Oost", {"country": ("IN",), "workers": (900.0,), "migrant_share": (0.5,)})


@cache
def rules() -> TriangulationRules:
    """The bundled rules of triangulation."""
    return triangulation_rules(Library([Root(content_root())]))


@cache
def sampling() -> SamplingRules:
    """The bundled rules of sampling."""
    return sampling_rules(Library([Root(content_root())]))


def said(
    supplier: Supplier, question: str, key: str | float, source: str = "supplier", day: date | None = SPRING,
    document: str = "", seen: bool = False, comment: str = "", row: int = 2,
) -> Answer:  # fmt: skip
    """One answer: an option, a number, or a state such as `refused`."""
    asked = mini.content().questions[question]
    numbers = (float(key),) if isinstance(key, (int, float)) else ()
    states = {state.value for state in AnswerState}
    state = AnswerState(key) if isinstance(key, str) and key in states else AnswerState.ANSWERED
    chosen = asked.key_of(*numbers) if numbers else str(key)
    return Answer(
        supplier=supplier.id,
        question=question,
        source=SourceKind(source),
        state=state,
        keys=(chosen,) if chosen and state is AnswerState.ANSWERED else (),
        numbers=numbers,
        date=day,
        document=document,
        document_seen=seen,
        comment=comment,
        location=Location("responses/a.csv", "", f"E{row}", row),
    )


def assessed(*answers: Answer, suppliers: Sequence[Supplier] = (NORTH, EAST)) -> dict[str, SupplierAssessment]:
    """The assessments of the suppliers by id."""
    found = assess_suppliers(mini.ENGINE, suppliers, answers, mini.content(), 1)
    return {s.id: s for s in found}


def assessment(found: dict[str, SupplierAssessment], day: date = date(2026, 11, 1)) -> Assessment:
    """A round of these suppliers."""
    suppliers = tuple(sorted(found.values(), key=lambda s: s.priority))
    return Assessment("c", "Proef BV", "x", "2026", day, {}, suppliers)


def random_record(seed: int, count: int) -> dict[str, SupplierAssessment]:
    """Many random suppliers with up to ten answers each."""
    chance = random.Random(seed)
    suppliers = [mini.random_supplier(chance, f"s{index:03}") for index in range(count)]
    answers = [mini.random_answer(chance, s.id) for s in suppliers for _ in range(chance.randrange(11))]
    return {s.id: s for s in assess_suppliers(mini.ENGINE, suppliers, answers, mini.content(), 1)}
