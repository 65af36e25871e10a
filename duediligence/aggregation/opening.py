"""Packages as they arrive, zips or folders: opened within limits, checked against their own manifest, never trusted."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from duediligence.findings import Finding, Location, error
from duediligence.model.package import MANIFEST, SCHEMA, SIGNATURE, PackageManifest, TableEntry
from duediligence.tables.files import csv_as_parquet, is_parquet_of

LARGEST_FILE = 512_000_000
LARGEST_MANIFEST = 2_000_000
MOST_FILES = 24


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that is what its manifest says: `tables` are parquet bytes, `digest` is that of the manifest."""

    file: str
    manifest: PackageManifest
    manifest_bytes: bytes
    signature: bytes | None
    tables: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """What names this package among all."""
        return sha256(self.manifest_bytes).hexdigest()

    @property
    def place(self) -> Location:
        """Where a finding about this package points to."""
        return Location(file=self.file)


def find_packages(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Every package among these paths: zips, folders with a manifest, and those one level below other folders."""
    named = [path for path in paths if not _is_folder_of_packages(path)]
    found = [inner for path in paths for inner in _inside(path) if _may_be_package(inner)]
    return tuple(sorted(dict.fromkeys((*named, *found))))


def find_others(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """What lies among the packages and is none, so that nobody thinks that it counts."""
    return tuple(sorted({inner for path in paths for inner in _inside(path) if not _may_be_package(inner)}))


def open_package(path: Path, columns: Mapping[str, Mapping[str, type]], shown_as: str = "") -> Opened | Finding:
    """The package at a path, or why it is refused. `columns` are the tables that the agreement lets one hand in."""
    return _checked(shown_as or path.name, columns, lambda: _folder(path) if path.is_dir() else _zip(path))


def open_bytes(data: bytes, columns: Mapping[str, Mapping[str, type]], shown_as: str) -> Opened | Finding:
    """The package in the bytes of a zip, or why it is refused."""
    return _checked(shown_as, columns, lambda: _zip(BytesIO(data)))


def _checked(
    name: str, columns: Mapping[str, Mapping[str, type]], read: Callable[[], Mapping[str, bytes]]
) -> Opened | Finding:
    place = Location(file=name)
    try:
        files = read()
    except _RefusedError as refused:
        return error(refused.code, place, **refused.params)
    except (OSError, BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as problem:
        return error("package_unreadable", place, reason=type(problem).__name__)
    manifest = _manifest(files.get(MANIFEST), place)
    if isinstance(manifest, Finding):
        return manifest
    return _opened(name, manifest, files, columns)


class _RefusedError(Exception):
    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def _is_folder_of_packages(path: Path) -> bool:
    return path.is_dir() and not (path / MANIFEST).is_file()


def _inside(path: Path) -> list[Path]:
    """What lies in a folder of packages; hidden files are nobody's."""
    return [inner for inner in path.iterdir() if inner.name[0] != "."] if _is_folder_of_packages(path) else []


def _may_be_package(path: Path) -> bool:
    """Whether a file or folder may be a package; a link may lead anywhere and is none."""
    return not path.is_symlink() and (path.suffix == ".zip" or (path / MANIFEST).is_file())


def _folder(path: Path) -> dict[str, bytes]:
    found = sorted(path.iterdir())
    if len(found) > MOST_FILES:
        raise _RefusedError("package_too_large", limit=f"{MOST_FILES} files")
    if any(file.is_symlink() or not file.is_file() for file in found):
        raise _RefusedError("package_stray_file", name=next(f.name for f in found if f.is_symlink() or not f.is_file()))
    for file in found:
        if file.stat().st_size > LARGEST_FILE:
            raise _RefusedError("package_too_large", limit=f"{LARGEST_FILE // 1_000_000} MB")
    return {file.name: file.read_bytes() for file in found}


def _zip(source: Path | BytesIO) -> dict[str, bytes]:
    with ZipFile(source) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_FILE:
            raise _RefusedError("package_too_large", limit=f"{LARGEST_FILE // 1_000_000} MB")
        if len({entry.filename for entry in entries}) < len(entries) or any(map(_is_stray, entries)):
            raise _RefusedError(
                "package_stray_file", name=next((e.filename for e in entries if _is_stray(e)), MANIFEST)
            )
        return {entry.filename: _read(archive, entry) for entry in entries}


def _is_stray(entry: ZipInfo) -> bool:
    kind = entry.external_attr >> 16
    return "/" in entry.filename or "\\" in entry.filename or bool(entry.flag_bits & 1) or stat.S_ISLNK(kind)


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Reads no more than the entry promises, for a bomb promises less than it holds."""
    with archive.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise _RefusedError("package_too_large", limit=f"{entry.file_size} bytes")
    return data


def _manifest(data: bytes | None, place: Location) -> PackageManifest | Finding:
    if data is None or len(data) > LARGEST_MANIFEST:
        return error("package_without_manifest", place)
    try:
        document = json.loads(data)
        if isinstance(document, dict) and document.get("schema") != SCHEMA:
            return error("package_other_schema", place, found=str(document.get("schema"))[:60], expected=SCHEMA)
        return PackageManifest.model_validate(document)
    except ValidationError as problem:
        where = ".".join(str(part) for part in problem.errors(include_url=False)[0]["loc"])
        return error("package_manifest_invalid", place, where=where or MANIFEST)
    except (ValueError, RecursionError):
        return error("package_manifest_invalid", place, where=MANIFEST)


def _opened(
    name: str, manifest: PackageManifest, files: Mapping[str, bytes], columns: Mapping[str, Mapping[str, type]]
) -> Opened | Finding:
    place = Location(file=name)
    company = manifest.company
    listed = {entry.file: table for table, entry in manifest.tables.items()}
    strays = set(files) - {MANIFEST, SIGNATURE, *listed}
    if strays:
        return error("package_stray_file", place, name=min(strays), company=company)
    if set(manifest.tables) != set(columns):
        differing = ", ".join(sorted(set(manifest.tables) ^ set(columns)))
        return error("package_other_tables", place, tables=differing, company=company)
    for file, table in listed.items():
        if sha256(files.get(file, b"")).hexdigest() != manifest.tables[table].sha256:
            return error("package_tampered", place, name=file, company=company)
    tables: dict[str, bytes] = {}
    for table, entry in sorted(manifest.tables.items()):
        data = _parquet(files[entry.file], entry, columns[table])
        if data is None:
            return error("package_malformed", place, name=entry.file, company=company)
        tables[table] = data
    return Opened(name, manifest, files[MANIFEST], files.get(SIGNATURE), tables)


def _parquet(data: bytes, entry: TableEntry, columns: Mapping[str, type]) -> bytes | None:
    """The table as parquet, or None where it has other columns or another number of rows than the manifest says."""
    if tuple(columns) != entry.columns:
        return None
    found = csv_as_parquet(data, columns) if entry.file.endswith(".csv") else data
    return found if found is not None and is_parquet_of(found, columns, entry.rows) else None
