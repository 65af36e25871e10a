"""All accepted packages as one set of long tables, and the rules that every value must keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw

from duediligence.aggregation.values import broken_by
from duediligence.aggregation.visibility import Visibility
from duediligence.model.package import TABLES
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import row_count
from duediligence.tables.files import gather

COMPANY = "number"
"""The column that says whose row it is; the company's id stands in no table."""


Tables = Mapping[str, Frame]


@dataclass(frozen=True, slots=True)
class Violation:
    """A company whose table breaks a rule, and in how many rows."""

    number: int
    table: str
    rule: str
    count: int


def put_in_store(store: Path, package: int, tables: Mapping[str, bytes]) -> None:
    """Keeps the checked tables of one package until all are gathered."""
    for name, data in tables.items():
        file = _file(store, name, package)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def gather_tables(engine: Engine, store: Path, packages: Sequence[int], names: Iterable[str]) -> Tables:
    """The tables of these packages, each as one parquet file in the store; the first package has the number 0."""
    for name in names:
        files = [(_file(store, name, package), number) for number, package in enumerate(packages)]
        gather(files, TABLES[name], COMPANY, store / f"{name}.parquet")
    return {name: engine.scan(store / f"{name}.parquet") for name in names}


def _file(store: Path, table: str, package: int) -> Path:
    return store / table / f"{package:06}.parquet"


def without(tables: Tables, engine: Engine, bad: Sequence[int]) -> Tables:
    """The tables without the rows of these companies."""
    if not bad:
        return tables
    numbers = engine.table([(number,) for number in bad], {COMPANY: int})
    return {name: frame.join(numbers, on=COMPANY, how="anti") for name, frame in tables.items()}


def violations(engine: Engine, tables: Tables, visible: Visibility, numbers: Sequence[int]) -> list[Violation]:
    """Every company with a value that the rules do not allow, in all tables at once."""
    found: list[Frame] = []
    for name, frame in tables.items():
        found += [_count(frame.filter(bad), name, rule) for rule, bad in broken_by(name, visible).items()]
        keys = _KEYS.get(name)
        if keys:
            double = frame.group_by(COMPANY, *keys).agg(row_count("times")).filter(nw.col("times") > 1)
            found.append(_count(double, name, "double"))
        if name != "sites" and "site" in TABLES[name]:
            lost = frame.join(tables["sites"].select(COMPANY, "site"), on=[COMPANY, "site"], how="anti")
            found.append(_count(lost, name, "no_such_site"))
    found += _incomplete(engine, tables, visible, numbers)
    rows = engine.rows(nw.concat(found, how="vertical"))
    return sorted((Violation(r[COMPANY], r["table"], r["rule"], r["count"]) for r in rows), key=_by_place)


_KEYS: Mapping[str, tuple[str, ...]] = {
    "company": (),
    "commitments": ("commitment",),
    "sites": ("site",),
    "tokens": ("site", "kind"),
    "places": ("site",),
    "risks": ("site", "indicator"),
    "facts": ("site", "fact", "value"),
    "actions": ("measure", "horizon", "lead", "state"),
}


def _by_place(violation: Violation) -> tuple[int, str, str]:
    return violation.number, violation.table, violation.rule


def _count(frame: Frame, table: str, rule: str) -> Frame:
    counted = frame.group_by(COMPANY).agg(row_count("count"))
    return counted.select(COMPANY, nw.lit(table).alias("table"), nw.lit(rule).alias("rule"), "count")


def _incomplete(engine: Engine, tables: Tables, visible: Visibility, numbers: Sequence[int]) -> list[Frame]:
    """Companies without their one row, or without a row for every commitment: totals would not be totals."""
    everyone = engine.table([(number,) for number in numbers], {COMPANY: int})
    return [
        _other_than(everyone, tables["company"], 1, "company"),
        _other_than(everyone, tables["commitments"], len(visible.commitments), "commitments"),
    ]


def _other_than(everyone: Frame, frame: Frame, wanted: int, table: str) -> Frame:
    counted = frame.group_by(COMPANY).agg(row_count("rows"))
    rows = everyone.join(counted, on=COMPANY, how="left").filter(nw.col("rows").fill_null(0) != wanted)
    return _count(rows, table, "incomplete")
