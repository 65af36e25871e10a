"""What the conditions of a share may look at: the register's facts, the results, the supplier's own answers."""

from __future__ import annotations

from collections.abc import Callable

from duediligence.model.assessment import DECIMALS, SupplierAssessment, Tier
from duediligence.model.conditions import Scalar, Test, Values, When
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.response import SourceKind
from duediligence.planning.record import is_answer, newest

RESULT = "result."
"""Before the name of a result where a fact of the register bears the same name."""

_TIER_WORDS = frozenset(tier.value for tier in Tier)


def aimed(when: When) -> When:
    """The condition in which `tier` is the assessed tier where it is tested for words, else the register's fact."""
    facts = {(RESULT + name if _tests_result(name, test) else name): test for name, test in when.facts.items()}
    return When(facts=facts, answer=when.answer, any=tuple(aimed(branch) for branch in when.any))


def fact_names(when: When, content: SectorContent) -> frozenset[str]:
    """The ids of the facts of the register that an aimed condition looks at."""
    return frozenset(content.fact_ids[name] for name in when.names() if name in content.fact_ids)


def facts_and_results(supplier: SupplierAssessment, content: SectorContent) -> Callable[[str], Values]:
    """A reader of one supplier's facts and results by the names that conditions use; None is unknown."""

    def read(name: str) -> Values:
        if name in _RESULTS:
            value = _RESULTS[name](supplier)
            return None if value is None else (value,)
        table, _, column = name.partition(".")
        if column and table == "country":
            return _of_country(supplier, column, content.countries)
        if column and table == "goods":
            return _of_goods(supplier, column, content.goods)
        return supplier.supplier.facts.get(content.fact_ids.get(name, name)) or None

    return read


def own_answers(supplier: SupplierAssessment) -> Callable[[str], Values]:
    """A reader of the supplier's own newest answers; what it did not answer is unknown."""

    def read(question: str) -> Values:
        own = [r for r in supplier.answers if r.question == question and r.source == SourceKind.SUPPLIER.value]
        rows = newest(own)
        if not rows or not all(is_answer(row) for row in rows):
            return None
        return tuple(key for row in rows for key in row.keys)

    return read


def _tests_result(name: str, test: Test) -> bool:
    return name == "tier" and isinstance(test, tuple) and not _TIER_WORDS.isdisjoint(test)


_RESULTS: dict[str, Callable[[SupplierAssessment], Scalar | None]] = {
    RESULT + "tier": lambda s: s.tier.value,
    "established": lambda s: round(s.established, DECIMALS),
    "possible": lambda s: round(s.possible, DECIMALS),
    "coverage": lambda s: None if s.coverage is None else round(s.coverage, DECIMALS),
    "status": lambda s: s.status,
}


def _of_country(supplier: SupplierAssessment, column: str, table: PlaceTable) -> Values:
    """The value of the supplier's subdivision where the table has one, else of its country."""
    values = table.values.get(column, {})
    countries, parts = supplier.supplier.words("country")[:1], supplier.supplier.words("subdivision")
    places = [*((country, part) for country in countries for part in parts), countries]
    found = next((values[place] for place in places if place in values), None)
    return None if found is None else _with_flag(found)


def _of_goods(supplier: SupplierAssessment, column: str, table: PlaceTable) -> Values:
    """Known as soon as country and goods are: a pair that is not listed is False."""
    countries, goods = supplier.supplier.words("country"), supplier.supplier.words("goods")
    if not countries or not goods:
        return None
    values = table.values.get(column, {})
    found = [values.get((countries[0], good), False) for good in goods]
    return tuple(value for item in found for value in _with_flag(item))


def _with_flag(value: Scalar) -> tuple[Scalar, ...]:
    """Tables may write flags as 1 and 0, which meet a test of true and false too."""
    if not isinstance(value, bool) and value in (0, 1):
        return (value, bool(value))
    return (value,)
