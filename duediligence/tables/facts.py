"""The facts table: a row a supplier, a column a fact; several values stand as `;a;b;`, unknown is null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duediligence.model.conditions import written
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.response import Supplier
from duediligence.tables.conditions import FACT, NUMERIC
from duediligence.tables.engine import Code, Engine, Frame

IDENTITY = ("id", "name")


def facts_table(engine: Engine, suppliers: Iterable[Supplier], content: SectorContent) -> Frame:
    """One row a supplier with every fact that conditions may look at."""
    facts = [fact for fact in content.facts.values() if fact.id not in IDENTITY]
    schema: dict[str, type] = {"supplier": Code, "country": str}
    schema.update({FACT + fact.id: _column_type(fact) for fact in facts})
    return engine.table((_row(supplier, facts) for supplier in suppliers), schema)


def _column_type(fact: Fact) -> type:
    if fact.type in NUMERIC:
        return float
    return bool if fact.type is FactType.FLAG else str


def _row(supplier: Supplier, facts: Sequence[Fact]) -> tuple[object, ...]:
    country = supplier.words("country")
    return (supplier.id, country[0] if country else None, *(_cell(supplier, fact) for fact in facts))


def _cell(supplier: Supplier, fact: Fact) -> object:
    values = supplier.facts.get(fact.id)
    if not values:
        return None
    if fact.type in NUMERIC:
        return supplier.number(fact.id)
    if fact.type is FactType.FLAG:
        return values[0] is True
    return f";{';'.join(written(value) for value in values)};"
