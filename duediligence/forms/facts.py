"""What is known of one supplier, for conditions: its register facts, and its country's and goods' columns."""

from __future__ import annotations

from collections.abc import Callable

from duediligence.model.conditions import Values
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.response import Supplier

FactReader = Callable[[str], Values]


def facts_of(supplier: Supplier, content: SectorContent) -> FactReader:
    """A reader of a supplier's facts by every name that a condition may use; None where one is unknown."""

    def read(name: str) -> Values:
        table, _, column = name.partition(".")
        if column and table == "country":
            return _of_country(supplier, content.countries, column)
        if column and table == "goods":
            return _of_goods(supplier, content.goods, column)
        return supplier.facts.get(content.fact_ids.get(name, name)) or None

    return read


def _of_country(supplier: Supplier, countries: PlaceTable, column: str) -> Values:
    values = countries.values.get(column, {})
    found = [values[(country,)] for country in supplier.words("country")[:1] if (country,) in values]
    return tuple(found) or None


def _of_goods(supplier: Supplier, goods: PlaceTable, column: str) -> Values:
    """Known as soon as country and goods are known: a pair that is not listed meets no test."""
    country, own = supplier.words("country")[:1], supplier.words("goods")
    if not country or not own:
        return None
    values = goods.values.get(column, {})
    return tuple(values[(country[0], good)] for good in own if (country[0], good) in values)
