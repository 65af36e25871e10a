"""Where packages come from: files of this machine, or an address that Spark can read, such as object storage."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from duediligence.aggregation.accepting import Received
from duediligence.aggregation.dataset import COMPANY, Tables, gather_tables, put_in_store
from duediligence.aggregation.opening import Opened, find_others, find_packages, open_bytes, open_package
from duediligence.errors import UsageError
from duediligence.findings import Finding, Location, warning
from duediligence.model.package import TABLES, Columns
from duediligence.tables.engine import Engine
from duediligence.tables.files import parquet_tuples
from duediligence.workflow.secretariat import Office, package_paths
from duediligence.workflow.steps import OnStep

if TYPE_CHECKING:
    from duediligence.tables.spark import Pile

ADDRESS = "://"
SUFFIX = ".zip"


class Source(Protocol):
    """Packages in one place."""

    def opened(self) -> list[Received | Finding]:
        """Every package, or why it is refused; its number tells it apart from the others."""

    def others(self) -> list[Finding]:
        """What lies among the packages and is none."""

    def gather(self, packages: Sequence[Received]) -> Tables:
        """The tables of these packages; the first has the number 0."""


def source_of(
    engine: Engine, office: Office, packages: Sequence[str], store: Path, progress: OnStep | None = None
) -> Source:
    """The source that these paths or this one address name; raises UsageError where the engine cannot read it."""
    addresses = [package for package in packages if ADDRESS in package]
    if not addresses:
        paths = package_paths(office, tuple(map(Path, packages)))
        return LocalSource(engine, office, find_packages(paths), find_others(paths), store, progress)
    if len(packages) > 1 or not hasattr(engine, "pile"):
        raise UsageError("address_needs_spark", address=addresses[0])
    return RemoteSource(office, engine.pile(addresses[0], SUFFIX, _Opener(dict(office.visible.tables))))


@dataclass(frozen=True, slots=True)
class LocalSource:
    """Zips and folders; their checked tables wait in the store, so that no more than a few are ever held."""

    engine: Engine
    office: Office
    paths: tuple[Path, ...]
    strays: tuple[Path, ...]
    store: Path
    progress: OnStep | None = None

    def opened(self) -> list[Received | Finding]:
        """Every package, opened on all cores."""
        found: list[Received | Finding] = []
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for package in pool.map(self._open, range(len(self.paths)), self.paths):
                found.append(package)
                if self.progress is not None:
                    self.progress(len(found), len(self.paths))
        return found

    def others(self) -> list[Finding]:
        """Files and folders that are no packages, so that nobody thinks that they count."""
        return [warning("package_not_recognised", Location(file=self._shown(path))) for path in self.strays]

    def gather(self, packages: Sequence[Received]) -> Tables:
        """The tables, each one file in the store."""
        return gather_tables(
            self.engine, self.store, [package.number for package in packages], self.office.visible.tables
        )

    def _open(self, number: int, path: Path) -> Received | Finding:
        package = open_package(path, self.office.visible.tables, self._shown(path))
        if isinstance(package, Finding):
            return package
        put_in_store(self.store, number, package.tables)
        return _received(package, number)

    def _shown(self, path: Path) -> str:
        root = self.office.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


@dataclass(frozen=True, slots=True)
class RemoteSource:
    """Zips that the workers of a cluster open; only manifests come here."""

    office: Office
    pile: Pile[Opened | Finding]

    def opened(self) -> list[Received | Finding]:
        """Every package, in the order of the addresses."""
        heads = self.pile.heads(_head)
        return [replace(head, number=n) if isinstance(head, Received) else head for n, head in enumerate(heads)]

    def others(self) -> list[Finding]:
        """Nothing: only zips are asked for at an address."""
        return []

    def gather(self, packages: Sequence[Received]) -> Tables:
        """The tables, made where the packages were opened."""
        numbers = {package.file: number for number, package in enumerate(packages)}
        return {
            name: self.pile.table(_Rows(name, numbers), {COMPANY: int, **TABLES[name]})
            for name in self.office.visible.tables
        }


def _received(package: Opened, number: int) -> Received:
    return Received(package.file, number, package.digest, package.manifest, package.manifest_bytes, package.signature)


def _head(path: str, package: Opened | Finding) -> Received | Finding:
    return package if isinstance(package, Finding) else _received(package, 0)


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens a package on a worker."""

    columns: Mapping[str, Columns]

    def __call__(self, path: str, data: bytes) -> Opened | Finding:
        return open_bytes(data, self.columns, path)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one table on a worker, with the number of the company in front."""

    table: str
    numbers: Mapping[str, int]

    def __call__(self, path: str, package: Opened | Finding) -> Iterable[tuple[Any, ...]]:
        if isinstance(package, Finding) or path not in self.numbers:
            return ()
        number = self.numbers[path]
        return [(number, *row) for row in parquet_tuples(package.tables[self.table])]
