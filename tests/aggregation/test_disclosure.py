"""Disclosure control on small tables that can be checked by hand, and on random ones by trying every possibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.aggregation.cells import NOBODY, Key, Sum
from duediligence.aggregation.linked import Node, System, rounded
from duediligence.aggregation.parameters import Parameters, parameters
from duediligence.aggregation.primary import Rule, sensitive
from duediligence.aggregation.protect import Protection, protect
from duediligence.aggregation.relations import Relation
from duediligence.errors import ContentError, DisclosureError, UsageError
from duediligence.i18n.texts import translate
from duediligence.model.aggregate import Unit
from tests import generators

LIMITS = parameters(generators.content().scales)
EXACT = replace(LIMITS, round_to=1)
TOTAL = Key("all", "base", "all", "total")


def key(row: str, column: str) -> Key:
    return Key("all", "t", row, column)


def node(key: Key, parts: Sequence[float], unit: Unit = Unit.SITES, **more: object) -> Node:
    """A cell to which the companies 0, 1, 2, ... add these values."""
    ranked = sorted(((value, -number) for number, value in enumerate(parts) if value), reverse=True)
    first, second = (*ranked, (0.0, -NOBODY), (0.0, -NOBODY))[:2]
    cell = Sum(sum(parts), len(ranked), -first[1], first[0], -second[1], second[0])
    given = {"minimum": 5, "base": TOTAL, **more}
    return Node(key=key, sum=cell, unit=unit, **given)  # type: ignore[arg-type]


def rules_of(*nodes: Node, limits: Parameters = LIMITS) -> dict[Key, Rule]:
    return sensitive(System({n.key: n for n in nodes}, ()), {}, limits)


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ([3, 3, 3, 3], Rule.TOO_FEW),
        ([3, 3, 3, 3, 3], None),
        ([60, 10, 10, 10, 9], Rule.ONE_DOMINATES),
        ([48, 40, 5, 4, 3], Rule.TWO_DOMINATE),
        ([40, 30, 20, 5, 5], None),
        ([], None),
    ],
)
def test_a_number_with_few_or_dominant_companies_is_withheld(parts: Sequence[float], rule: Rule | None) -> None:
    assert rules_of(node(key("r", "a"), parts), node(TOTAL, [100] * 9, base=None)).get(key("r", "a")) == rule


def test_the_p_percent_rule_holds_where_dominance_does_not() -> None:
    loose = replace(LIMITS, largest_share=1.0, two_largest_share=1.0)
    cell = node(key("r", "a"), [500.0, 450.0, 20.0, 10.0, 10.0])
    assert rules_of(cell, node(TOTAL, [2000] * 5, base=None), limits=loose)[cell.key] is Rule.P_PERCENT


def test_findings_ask_for_ten_companies() -> None:
    cell = node(key("r", "a"), [1] * 9, unit=Unit.COMPANIES, minimum=LIMITS.minimum_companies_findings)
    assert LIMITS.minimum_companies_findings == 10
    assert rules_of(cell, node(TOTAL, [1] * 60, base=None))[cell.key] is Rule.TOO_FEW


def test_all_or_none_tells_about_everybody() -> None:
    everybody, total = node(key("r", "a"), [1] * 12, Unit.COMPANIES), node(TOTAL, [1] * 12, Unit.COMPANIES, base=None)
    assert rules_of(everybody, total)[everybody.key] is Rule.ALL_ALIKE
    nobody = node(key("r", "a"), [], Unit.COMPANIES, telling=True)
    assert rules_of(nobody, total)[nobody.key] is Rule.ALL_ALIKE
    harmless = node(key("r", "a"), [], Unit.COMPANIES)
    assert harmless.key not in rules_of(harmless, total)


def test_nothing_is_published_without_the_rules() -> None:
    scales = generators.content().scales.model_copy(update={"disclosure": {}})
    with pytest.raises(ContentError) as problem:
        parameters(scales)
    assert problem.value.code == "disclosure_scale_missing"


@pytest.mark.parametrize(("value", "printed"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12.5, 15)])
def test_counts_are_rounded_to_five(value: float, printed: float) -> None:
    assert rounded(value, 5) == printed


# ---- tables whose margins would give a hidden cell back

Table = Mapping[tuple[int, int], Sequence[float]]


def cells_of(name: Key, rows: int, columns: int) -> list[tuple[int, int]]:
    """The inner cells that a cell, a margin or the total holds."""
    inside = product(range(rows), range(columns))
    if name == TOTAL:
        return list(inside)
    return [(r, c) for r, c in inside if name.row in (f"r{r}", "total") and name.column in (f"c{c}", "total")]


def square(parts: Table, rows: int, columns: int) -> tuple[System, dict[Key, dict[int, float]]]:
    """A table with row totals, column totals and a known grand total; and what each company adds to each of them."""
    names = [key(f"r{r}", f"c{c}") for r, c in product(range(rows), range(columns))]
    names += [key(f"r{r}", "total") for r in range(rows)] + [key("total", f"c{c}") for c in range(columns)] + [TOTAL]
    shares, nodes = {}, {}
    for name in names:
        added = [sum(values) for values in zip(*(parts[cell] for cell in cells_of(name, rows, columns)), strict=True)]
        shares[name] = dict(enumerate(added))
        base = None if "total" in (name.row, name.column) else key(name.row, "total")
        nodes[name] = node(name, added, base=base, exact=name == TOTAL)
    relations = [
        *(
            Relation((key(f"r{r}", "total"),), tuple(key(f"r{r}", f"c{c}") for c in range(columns)))
            for r in range(rows)
        ),
        *(
            Relation((key("total", f"c{c}"),), tuple(key(f"r{r}", f"c{c}") for r in range(rows)))
            for c in range(columns)
        ),
        Relation((TOTAL,), tuple(key(f"r{r}", "total") for r in range(rows))),
        Relation((TOTAL,), tuple(key("total", f"c{c}") for c in range(columns))),
    ]
    return System(nodes, tuple(relations)), shares


def shielded(parts: Table, rows: int, columns: int, limits: Parameters = EXACT, proved: bool = True) -> Protection:
    system, shares = square(parts, rows, columns)
    return protect(system, {}, limits, lambda: shares, proved)


def even(rows: int, columns: int) -> dict[tuple[int, int], list[float]]:
    return {cell: [4.0] * 8 for cell in product(range(rows), range(columns))}


def test_one_hidden_cell_takes_others_along_in_its_row_and_column() -> None:
    parts = even(3, 3)
    parts[1, 1] = [2.0, 1.0, *[0.0] * 6]
    withheld = shielded(parts, 3, 3).withheld
    assert withheld[key("r1", "c1")] is Rule.TOO_FEW
    assert [name for name in withheld if name.row == "r1" and name.column != "c1"]
    assert [name for name in withheld if name.column == "c1" and name.row != "r1"]
    assert len(withheld) < 9


def test_an_even_table_is_printed_whole() -> None:
    assert shielded(even(3, 3), 3, 3).withheld == {}
    assert shielded(even(3, 3), 3, 3, proved=False).withheld == {}


def test_rounding_alone_does_not_protect_a_large_number_of_few() -> None:
    parts = even(2, 2)
    parts[0, 0] = [200.0, 150.0, *[0.0] * 6]
    assert len(shielded(parts, 2, 2, LIMITS).withheld) > 1


def test_without_the_solver_the_whole_family_is_withheld_and_it_says_so() -> None:
    parts = even(3, 3)
    parts[1, 1] = [2.0, 1.0, *[0.0] * 6]
    found = shielded(parts, 3, 3, proved=False)
    assert not found.verified
    assert set(found.withheld) == set(square(parts, 3, 3)[0].nodes) - {TOTAL}
    assert set(found.withheld.values()) == {Rule.TOO_FEW, Rule.WHOLE_TABLE}


def test_a_cell_that_nothing_can_protect_stops_the_run() -> None:
    lone, total = key("r", "a"), node(TOTAL, [3, 1], base=None, exact=True)
    system = System({TOTAL: total, lone: node(lone, [3, 1])}, (Relation((TOTAL,), (lone,)),))
    with pytest.raises(DisclosureError) as problem:
        protect(system, {}, EXACT, lambda: {lone: {0: 3.0, 1: 1.0}, TOTAL: {0: 3.0, 1: 1.0}}, True)
    assert problem.value.code == "cells_not_protected"


@st.composite
def random_tables(draw: st.DrawFn) -> tuple[int, int, Table]:
    rows, columns = draw(st.sampled_from([(2, 2), (2, 3), (3, 2)]))
    count = draw(st.integers(5, 7))
    one = st.sampled_from([0.0, 0.0, 1.0, 2.0])
    parts = {cell: draw(st.lists(one, min_size=count, max_size=count)) for cell in product(range(rows), range(columns))}
    return rows, columns, parts


@settings(deadline=None, max_examples=40)
@given(random_tables())
def test_no_withheld_value_can_be_solved_from_what_is_shown(drawn: tuple[int, int, Table]) -> None:
    rows, columns, parts = drawn
    system, _ = square(parts, rows, columns)
    try:
        found = shielded(parts, rows, columns)
    except DisclosureError:
        return  # nothing is published
    protected = [name for name in found.withheld if name in sensitive(system, {}, EXACT)]
    tables = list(other_tables(system, found, rows, columns))
    for name in protected:
        inside = [key(f"r{r}", f"c{c}") for r, c in cells_of(name, rows, columns)]
        values = {sum(table[cell] for cell in inside) for table in tables}
        assert len(values) > 1, name


def other_tables(system: System, found: Protection, rows: int, columns: int) -> list[dict[Key, float]]:
    """Tables near the truth that a reader cannot tell from it: everything that is printed comes out the same."""
    inner = [key(f"r{r}", f"c{c}") for r, c in product(range(rows), range(columns))]
    free = [name for name in inner if name in found.withheld]
    truth = {name: system.nodes[name].sum.value for name in inner}
    margins = [name for name in system.nodes if name not in inner and name not in found.withheld]
    fitting = []
    for moves in product((-1, 0, 1), repeat=len(free)):
        table = {**truth, **{name: truth[name] + move for name, move in zip(free, moves, strict=True)}}
        sums = {name: sum(table[key(f"r{r}", f"c{c}")] for r, c in cells_of(name, rows, columns)) for name in margins}
        if min(table.values()) >= 0 and all(value == system.nodes[name].sum.value for name, value in sums.items()):
            fitting.append(table)
    return fitting


@settings(deadline=None, max_examples=40)
@given(random_tables())
def test_every_reported_range_holds_the_truth_and_is_wide_enough(drawn: tuple[int, int, Table]) -> None:
    rows, columns, parts = drawn
    system, _ = square(parts, rows, columns)
    try:
        found = shielded(parts, rows, columns, LIMITS)
    except DisclosureError:
        return
    for range in found.ranges:
        assert range.low - 1e-6 <= system.nodes[range.key].sum.value <= range.high + 1e-6
        assert range.holds
    assert set(sensitive(system, {}, LIMITS)) <= set(found.withheld)


def test_without_the_solver_nothing_is_published_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duediligence.aggregation.protect.find_spec", lambda name: None)
    with pytest.raises(UsageError) as problem:
        shielded(even(3, 3), 3, 3)
    assert problem.value.code == "disclosure_not_installed"
    assert "'.[disclosure]'" in translate(f"errors.{problem.value.code}", "en", extra="disclosure")
    assert not shielded(even(3, 3), 3, 3, proved=False).verified
