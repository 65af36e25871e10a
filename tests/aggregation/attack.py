"""An attacker with the published files: everything that follows from them, from who takes part and from what he knows.

Built from the printed documents alone and from the meaning of the tables, not from the code that protects them. Each
number is an unknown; what is printed narrows it to what rounds to it; sums, and for a member his own contributions,
narrow it further. The answer for a hidden number is the smallest and the largest value that fits everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Any, TypeAlias

from duediligence.aggregation.linear import Row, minimise

Name: TypeAlias = tuple[str, str, str, str]
"""Year and group, table, row, column."""

DUE = ("due", "not_due")
GROUPS = {
    "critical": ("critical",), "high": ("high", "not_rateable"), "medium": ("medium",), "low": ("low",),
    "serious": ("critical", "high", "not_rateable"), "milder": ("medium", "low"),
}  # fmt: skip
COUNTS = ("companies", "sites", "actions")
FINDINGS = (
    "tiers", "tier_companies", "indicators", "indicator_companies", "countries", "countries_indicators", "goods",
    "goods_indicators", "processes", "processes_indicators", "shared_critical",
)  # fmt: skip
NO_FINDING = ("total", "low", "medium", "milder", "none", "not_established", "without")
"""Columns that tell of no finding; five companies are enough for them (in the tiers, only for the lowest)."""


def least_companies(name: Name) -> int:
    """How many companies must stand behind a number."""
    plain = name[3] in NO_FINDING and (name[1], name[3]) != ("tiers", "medium")
    return 10 if name[1] in FINDINGS and not plain else 5


@dataclass
class Attacker:
    """What one attacker has put together; `own` is what he contributes himself to a number.

    When a commitment is due follows from the lists of members, save for those that are `conditional`.
    """

    own: Mapping[Name, float] = field(default_factory=dict)
    bounds: dict[Name, tuple[float, float]] = field(default_factory=dict)
    sums: list[tuple[dict[Name, float], float, float]] = field(default_factory=list)
    hidden: set[Name] = field(default_factory=set)
    conditional: frozenset[str] = frozenset()

    def reads(self, document: Mapping[str, Any], now: str, step: int) -> None:
        """Takes in one report; `now` is the name of its year."""
        people = document["participation"]
        self._sees((f"{now}.all", "base", "all", "sites"), people["sites"]["value"], "sites", step)
        for table in document["tables"]:
            scope = f"{now}.{table['scope']}"
            for cell in table["cells"]:
                name = (scope, table["id"], cell["row"], cell["column"])
                self._sees(
                    name,
                    cell["value"],
                    table["unit"],
                    step,
                    exact=cell["column"] in DUE and cell["row"] not in self.conditional,
                )
        for table in document["tables"]:
            self._adds_up(table, f"{now}.{table['scope']}", people)
        self._compares(document, now)

    def compares_years(self, then: str, now: str) -> None:
        """Last year's printed numbers are those of the companies of both years, and of those who left."""
        for name in [name for name in self.bounds if name[0] == f"{now}.before"]:
            last = (f"{then}.all", *name[1:])
            if last in self.bounds:
                self._equal([last], [name, (f"{now}.left", *name[1:])])

    def _sees(self, name: Name, value: float | None, unit: str, step: int, exact: bool = False) -> None:
        low = self.own.get(name, 0.0)
        if value is None:
            self.hidden.add(name)
            self.bounds[name] = (low, inf)
        elif exact or value == 0 or unit not in COUNTS:
            self.bounds[name] = (value, value)
        else:  # whoever knows the rules knows that a number that is shown has enough companies behind it
            low = max(low, least_companies(name), ceil(value - step / 2))
            self.bounds[name] = (low, max(low, ceil(value + step / 2) - 1))

    def _adds_up(self, table: Mapping[str, Any], scope: str, people: Mapping[str, Any]) -> None:
        id, rows = table["id"], list(dict.fromkeys(cell["row"] for cell in table["cells"]))
        columns = list(dict.fromkeys(cell["column"] for cell in table["cells"]))
        companies = people["handed_in"] if scope.endswith(".all") else people["matched"]
        for row in rows:
            self._row(id, scope, row, columns, companies)
        self._between(id, scope, rows, columns)

    def _row(self, id: str, scope: str, row: str, columns: Sequence[str], companies: float) -> None:
        names = [(scope, id, row, column) for column in columns]
        if id == "commitments":
            self._equal([(scope, id, row, "due")], [name for name in names if name[3] not in DUE])
            self._total([(scope, id, row, column) for column in DUE], companies)
        elif id == "commitments_weight" and (self.hidden & set(names) or any(self.bounds[n][1] for n in names)):
            self._total(names, 1.0, slack=0.02)
        elif id in ("size", "score", "indicator_companies"):
            self._total(names, companies)
        elif id == "tier_companies":
            self._total([*names, (scope, id, row, "without")], companies)
            self._within((scope, "tiers", "all", row), names[0])
        elif id in ("tiers", "indicators", "coverage", "evidence"):
            self._equal([(scope, "base", "all", "sites")], names)
        elif id in ("countries", "goods", "processes", "actions", "action_leads"):
            self._equal([(scope, id, row, "total")], [name for name in names if name[3] != "total"])
        if id == "indicator_companies":
            for level in ("established", "possible"):
                self._within((scope, "indicators", row, level), (scope, id, row, level))

    def _between(self, id: str, scope: str, rows: Sequence[str], columns: Sequence[str]) -> None:
        sites = (scope, "base", "all", "sites")
        if id in ("countries", "goods", "processes"):
            for group in sorted(set(columns) & GROUPS.keys()):
                wholes = [(scope, "tiers", "all", tier) for tier in GROUPS[group]]
                self._split(wholes, [(scope, id, row, group) for row in rows])
            self._split([sites], [(scope, id, row, "total") for row in rows])
        if id.endswith("s_indicators"):
            for sign in columns:
                in_play = [(scope, "indicators", sign, level) for level in ("established", "possible")]
                self._split(in_play, [(scope, id, row, sign) for row in rows])
                for row in rows:
                    self._within((scope, id.removesuffix("_indicators"), row, "total"), (scope, id, row, sign))
        if id in ("actions", "action_leads"):
            for column in columns:
                parts = [(scope, id, row, column) for row in rows if row != "all"]
                self._equal([(scope, "actions", "all", column)], parts)
        for whole, part in (
            ((scope, "evidence", "all", "E0"), (scope, "coverage", "all", "screened")),
            (sites, (scope, "shared", "all", "with")),
            ((scope, "shared", "all", "with"), (scope, "shared_critical", "all", "critical")),
        ):
            if id == part[1]:
                self._within(whole, part)

    def _split(self, wholes: Sequence[Name], parts: Sequence[Name]) -> None:
        """Each site has one country; of goods and processes it may have several, so each alone is no more than all."""
        if parts[0][1].startswith("countries"):
            self._equal(wholes, parts)
        for part in parts:
            self._at_most(wholes, part)

    def _compares(self, document: Mapping[str, Any], now: str) -> None:
        """All companies are the matched ones and those who joined."""
        for table in document["tables"]:
            if table["scope"] == "matched":
                for cell in table["cells"]:
                    name = (table["id"], cell["row"], cell["column"])
                    self._equal([(f"{now}.all", *name)], [(f"{now}.matched", *name), (f"{now}.joined", *name)])

    def _equal(self, wholes: Iterable[Name], parts: Iterable[Name]) -> None:
        self.sums.append(({**dict.fromkeys(wholes, 1.0), **dict.fromkeys(parts, -1.0)}, 0.0, 0.0))

    def _total(self, parts: Iterable[Name], total: float, slack: float = 0.0) -> None:
        self.sums.append((dict.fromkeys(parts, 1.0), total - slack, total + slack))

    def _within(self, whole: Name, part: Name) -> None:
        self._at_most([whole], part)

    def _at_most(self, wholes: Iterable[Name], part: Name) -> None:
        self.sums.append(({**dict.fromkeys(wholes, 1.0), part: -1.0}, 0.0, inf))

    def range_of(self, name: Name, steps: int = 3) -> tuple[float, float]:
        """The smallest and the largest value that the attacker cannot rule out, from the sums within some steps."""
        near = self._near(name, steps)
        names = list(dict.fromkeys([name, *(key for terms, _, _ in near for key in terms)]))
        column = {key: index for index, key in enumerate(names)}
        bounds = [self.bounds.get(key, (self.own.get(key, 0.0), inf)) for key in names]
        rows = [Row({column[key]: sign for key, sign in terms.items()}, low, high) for terms, low, high in near]
        ends = []
        for sign in (1.0, -1.0):
            cost = [0.0] * len(names)
            cost[0] = sign
            solved = minimise(cost, bounds, rows)
            assert solved is not None, f"the printed numbers contradict each other around {name}"
            ends.append(solved.cost * sign)
        return ends[0], ends[1]

    def _near(self, name: Name, steps: int) -> list[tuple[dict[Name, float], float, float]]:
        by_name: dict[Name, list[int]] = {}
        for index, (terms, _, _) in enumerate(self.sums):
            for key in terms:
                by_name.setdefault(key, []).append(index)
        found: set[int] = set()
        border = {name}
        for _ in range(steps):
            fresh = {index for key in border for index in by_name.get(key, ())} - found
            found |= fresh
            border = {key for index in fresh for key in self.sums[index][0]}
        return [self.sums[index] for index in sorted(found)]
