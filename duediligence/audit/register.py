"""The triangulation register: what each source says side by side, contradictions, and what nobody can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from duediligence.audit.statements import Cell, statements_by_cell
from duediligence.model.assessment import Contradiction, SupplierAssessment
from duediligence.model.audit import Clash, Gap, GapKind, RegisterRow, Statement
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.model.scales import Evidence
from duediligence.model.triangulation import Settlement, TriangulationRules

CALM = frozenset({"no_concern", "not_applicable"})
ASKED_AGAIN = (Respondent.WORKERS, Respondent.UNION, Respondent.NGO, Respondent.AUDITOR)
"""Who can put a matter to the test again: everybody but those who speak about themselves."""


def register_rows(
    supplier: SupplierAssessment, content: SectorContent, rules: TriangulationRules
) -> tuple[RegisterRow, ...]:
    """One row for every sign that is possible or spoken about, the most established on top."""
    said: dict[str, list[Statement]] = defaultdict(list)
    for (_, indicator), statements in statements_by_cell(supplier, content, rules).items():
        said[indicator] += statements
    rows = [
        RegisterRow(supplier.id, id, bounds, supplier.inherent.get(id, 0.0), tuple(said[id]))
        for id, bounds in supplier.indicators.items()
        if bounds.possible > 0 or said[id]
    ]
    return tuple(sorted(rows, key=lambda row: (-row.bounds.established, -row.bounds.possible, row.indicator)))


def clashes_of(supplier: SupplierAssessment, content: SectorContent, rules: TriangulationRules) -> tuple[Clash, ...]:
    """Every contradiction with who said what, the class that would settle it, and a way to get there."""
    cells = statements_by_cell(supplier, content, rules)
    return tuple(_clash(supplier.id, c, cells, content, rules) for c in supplier.contradictions)


def gaps_of(supplier: SupplierAssessment, content: SectorContent) -> Iterator[Gap]:
    """The signs in play that no good source settles, and why."""
    rows = defaultdict(list)
    for matter in supplier.matters:
        rows[matter.indicator].append(matter)
    for id, bounds in supplier.indicators.items():
        if bounds.established > 0 or not content.scales.asks_prevention(bounds.possible):
            continue
        matters = {row.matter: row for row in rows[id] if row.put or row.rule != "open"}
        if not content.indicators[id].reducible:
            yield Gap(GapKind.BY_PLACE, supplier.id, id, bounds.possible)
            continue
        refused = [m for m, row in matters.items() if row.rule == "refused"]
        silent = [m for m, row in matters.items() if row.rule == "open"]
        kind, behind = (
            (GapKind.NOT_ASKED, []) if not matters
            else (GapKind.REFUSED, refused) if refused
            else (GapKind.NO_ANSWER, silent) if silent
            else (GapKind.OWN_WORD, sorted(_on_own_word(supplier, id, matters)))
        )  # fmt: skip
        if behind or kind is GapKind.NOT_ASKED:
            yield Gap(kind, supplier.id, id, bounds.possible, tuple(behind))


def _on_own_word(supplier: SupplierAssessment, indicator: str, matters: Iterable[str]) -> set[str]:
    """The matters on which nobody but the site itself, without a document that was seen, gives reassurance."""
    best: dict[str, Evidence] = dict.fromkeys(matters, Evidence.E0)
    for row in supplier.answers:
        if row.counts and indicator in row.assures and row.matter in best:
            best[row.matter] = max(best[row.matter], Evidence[row.evidence])
    return {matter for matter, evidence in best.items() if evidence <= Evidence.E1}


def _clash(
    supplier: str, found: Contradiction, cells: Mapping[Cell, tuple[Statement, ...]], content: SectorContent,
    rules: TriangulationRules,
) -> Clash:  # fmt: skip
    said = [s for s in cells.get((found.matter, found.indicator), ()) if s.counts]
    objecting = tuple(s for s in said if s.state == "concern" and not s.closed)
    way = _way(found, {s.dimension for s in objecting}, rules.settle)
    return Clash(
        supplier=supplier,
        matter=found.matter,
        indicator=found.indicator,
        assuring=tuple(s for s in said if s.state in CALM),
        objecting=objecting,
        needed=max((content.scales.closing.least(s.dimension) for s in objecting), default=Evidence.E0).name,
        settlement=way.id,
        way=way.text,
        ask=tuple(_ask_again(found.matter, found.indicator, content)),
    )


def _way(found: Contradiction, dimensions: set[str], ways: Sequence[Settlement]) -> Settlement:
    """The first way that fits the sources and the dimension; the last where none does."""
    fitting = (
        way
        for way in ways
        if (not way.objecting or set(found.objecting) & {kind.value for kind in way.objecting})
        and (not way.assuring or set(found.assuring) & {kind.value for kind in way.assuring})
        and (way.dimension is None or way.dimension.value in dimensions)
    )
    return next(fitting, ways[-1])


def _ask_again(matter: str, indicator: str, content: SectorContent) -> Iterator[str]:
    for respondent in ASKED_AGAIN:
        for use in content.uses(respondent):
            for question in content.questionnaires[use.id].questions():
                if content.matter_of[question.id] == matter and indicator in question.covers():
                    yield question.id
