"""The same packages on Apache Spark and on Polars: the same report to 1e-9, from files and from an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duediligence.aggregation.dataset import COMPANY
from duediligence.aggregation.report_json import render_json
from duediligence.errors import UsageError
from duediligence.tables.engine import Engine, PolarsEngine
from duediligence.tables.engines import open_engine
from duediligence.workflow.aggregating import Aggregated, aggregate
from duediligence.workflow.sector_files import write_report
from tests import generators
from tests.aggregation import office

SECTOR = generators.Sector(companies=12, sites=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve good packages and a bad one."""
    folder = tmp_path_factory.mktemp("spark")
    office.hand_in_all(SECTOR.rounds(), folder / "packages-2026")
    generators.write(folder / "packages-2026", "bad.package.zip", b"no zip")
    return office.settings(folder)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on this machine."""
    pytest.importorskip("pyspark")
    from duediligence.tables.spark import open_spark

    engine = open_spark("local[2]", {"spark.sql.shuffle.partitions": "2"})
    yield engine
    engine.session.stop()


def contributed(engine: Engine, done: Aggregated) -> dict[tuple[str, str, str, int], float]:
    rows = engine.rows(done.tables.contributions.frame)
    return {(r["table"], r["row"], r["column"], r[COMPANY]): r["value"] for r in rows}


@pytest.mark.spark
def test_spark_and_polars_agree(folder: Path, spark: Any) -> None:
    here = PolarsEngine()
    polars, there = (aggregate(folder, engine=engine, proved=False) for engine in (here, spark))
    ours, theirs = contributed(here, polars), contributed(spark, there)
    assert ours.keys() == theirs.keys()
    assert all(abs(theirs[cell] - value) <= 1e-9 * max(1.0, abs(value)) for cell, value in ours.items())
    assert render_json(there.report) == render_json(polars.report)
    assert there.shared == polars.shared
    assert there.findings == polars.findings
    first = write_report(polars, here)
    before = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert {path: path.read_bytes() for path in write_report(there, spark).rglob("*") if path.is_file()} == before


@pytest.mark.spark
def test_packages_at_an_address_are_opened_by_the_cluster(folder: Path, spark: Any) -> None:
    there = aggregate(folder, [f"file://{folder / 'packages-2026'}"], engine=spark, proved=False)
    assert render_json(there.report) == render_json(aggregate(folder, proved=False).report)
    assert [finding.code for finding in there.findings] == ["package_unreadable"]


def test_an_address_needs_spark(folder: Path) -> None:
    with pytest.raises(UsageError) as problem:
        aggregate(folder, ["s3a://bucket/packages"])
    assert problem.value.code == "address_needs_spark"


def test_an_engine_is_chosen_by_name() -> None:
    assert isinstance(open_engine("polars"), PolarsEngine)
    with pytest.raises(UsageError) as problem:
        open_engine("abacus")
    assert problem.value.params["known"] == "polars, spark"
