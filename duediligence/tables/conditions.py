"""Conditions as table expressions: true, false, or null where a fact is unknown, as `model.conditions.holds` has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import reduce

import narwhals as nw

from duediligence.model.conditions import Bounds, OneOf, Test, When, meets
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.facts import FactType

FACT = "fact:"
"""Prefix of the columns that hold facts; Apache Spark takes a dot in a name for a part of the column."""

NUMERIC = (FactType.NUMBER, FactType.SHARE)


def condition(when: When, content: SectorContent) -> nw.Expr:
    """The expression of a condition over the facts table (`tables.facts`) with its answer columns."""
    parts = [_fact(name, test, content) for name, test in when.facts.items()]
    parts += [nw.col(answer_column(question, options)) == 1 for question, options in when.answer.items()]
    if when.any:
        parts.append(_fold([condition(branch, content) for branch in when.any], lambda a, b: a | b))
    return _fold(parts, lambda a, b: a & b) if parts else _always()


def answer_column(question: str, options: OneOf) -> str:
    """The column that says whether the supplier's own answer to a question is one of these."""
    return f"answer:{question}={';'.join(options)}"


def answer_tests(when: When) -> Iterable[tuple[str, OneOf]]:
    """Every test of an earlier answer inside a condition."""
    yield from when.answer.items()
    for branch in when.any:
        yield from answer_tests(branch)


def _fact(name: str, test: Test, content: SectorContent) -> nw.Expr:
    table, _, column = name.partition(".")
    if column and table == "country":
        return _country(test, column, content.countries)
    if column and table == "goods":
        return _goods(test, column, content.goods)
    id = content.fact_ids[name]
    kind = content.facts[id].type
    if isinstance(test, Bounds):
        return _bounds(test, nw.col(FACT + id)) if kind in NUMERIC else _never(FACT + id)
    if isinstance(test, bool):
        return nw.col(FACT + id) == test if kind is FactType.FLAG else _never(FACT + id)
    return _one_of(test, FACT + id, kind)


def _one_of(options: OneOf, column: str, kind: FactType) -> nw.Expr:
    if kind in NUMERIC:
        numbers = [float(option) for option in options if _is_number(option)]
        return _fold([nw.col(column) == number for number in numbers] or [_never(column)], lambda a, b: a | b)
    if kind is FactType.FLAG:
        return _fold([nw.col(column) == (option == "true") for option in options], lambda a, b: a | b)
    return nw.col(column).str.contains(f";{_either(options)};")


def _bounds(bounds: Bounds, column: nw.Expr) -> nw.Expr:
    parts = []
    if bounds.above is not None:
        parts.append(column > bounds.above)
    if bounds.at_least is not None:
        parts.append(column >= bounds.at_least)
    if bounds.below is not None:
        parts.append(column < bounds.below)
    if bounds.at_most is not None:
        parts.append(column <= bounds.at_most)
    return _fold(parts, lambda a, b: a & b)


def _country(test: Test, column: str, table: PlaceTable) -> nw.Expr:
    values = table.values.get(column, {})
    known = sorted({place[0] for place in values})
    meeting = sorted({place[0] for place, value in values.items() if meets(test, (value,))})
    country = nw.col("country")
    other = nw.when(country.is_in(known)).then(nw.lit(0))
    return nw.when(country.is_in(meeting)).then(nw.lit(1)).otherwise(other) == 1


def _goods(test: Test, column: str, table: PlaceTable) -> nw.Expr:
    """Known as soon as country and goods are known: a pair that is not listed does not meet a test."""
    goods: dict[str, list[str]] = {}
    for (country, good), value in sorted(table.values.get(column, {}).items()):
        if meets(test, (value,)):
            goods.setdefault(country, []).append(good)
    pair = nw.concat_str(nw.col("country"), nw.col(FACT + "goods"))
    if not goods:
        return pair != pair
    listed = "|".join(f"{re.escape(country)}(?:;.*)?;{_either(names)};" for country, names in goods.items())
    return pair.str.contains(f"^(?:{listed})")


def _either(words: Iterable[str]) -> str:
    """A pattern for any of these words; one pass over a text finds all of them."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def _fold(parts: list[nw.Expr], join: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> nw.Expr:
    return reduce(join, parts)


def _always() -> nw.Expr:
    return ~nw.col("supplier").is_null()


def _never(column: str) -> nw.Expr:
    """False where the fact is known, null where it is not."""
    return nw.col(column) != nw.col(column)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
