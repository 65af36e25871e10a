"""A package as files: tables in parquet or csv, a manifest with their digests, one zip; same content, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from duediligence import __version__
from duediligence.aggregation.hand_in import Round
from duediligence.aggregation.identity import SiteKey
from duediligence.aggregation.signing import sign
from duediligence.aggregation.visibility import Visibility
from duediligence.model.package import (
    MANIFEST,
    SCHEMA,
    SIGNATURE,
    TABLES,
    HandIn,
    Package,
    PackageManifest,
    Rows,
    TableEntry,
)
from duediligence.model.workbook_bytes import FIRST_MOMENT
from duediligence.tables.files import csv_bytes, parquet_bytes

Format = Literal["parquet", "csv"]


def pack(
    handed: HandIn,
    round: Round,
    visible: Visibility,
    key: SiteKey,
    content: Mapping[str, str],
    former: PackageManifest | None = None,
    format: Format = "parquet",
) -> Package:
    """The package of what is handed in; with other tables than the former package it is that one's correction."""
    files = {f"{name}.{format}": _table(name, rows, format) for name, rows in handed.tables.items()}
    entries = {name: _entry(f"{name}.{format}", name, handed.tables[name], files) for name in handed.tables}
    manifest = PackageManifest(
        schema=SCHEMA,
        tool=__version__,
        company=round.company.id,
        company_name=round.company.name,
        agreement=visible.agreement.id,
        sector=round.assessment.sector,
        round=round.assessment.round,
        assessed_on=round.assessment.assessed_on,
        site_key=key.id,
        location=visible.agreement.submission.location,
        weight=visible.weight,
        editions=dict(sorted(round.assessment.editions.items())),
        content=dict(sorted(content.items())),
        withheld=handed.withheld,
        tables=entries,
    )
    return Package(_revised(manifest, former), files)


def signed(package: Package, private: bytes | None) -> Mapping[str, bytes]:
    """All files of a package with its manifest and, where there is a key, its signature."""
    manifest = manifest_bytes(package.manifest)
    signature = {} if private is None else {SIGNATURE: sign(manifest, private)}
    return {MANIFEST: manifest, **signature, **package.files}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip, in a fixed order and without times; tables are packed small already."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, data in files.items():
            entry = ZipInfo(name, FIRST_MOMENT)
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, data)
    return written.getvalue()


def manifest_bytes(manifest: PackageManifest) -> bytes:
    """The manifest as it is written and signed."""
    document = {("schema" if name == "schema_" else name): value for name, value in manifest.model_dump().items()}
    return (json.dumps(document, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _revised(manifest: PackageManifest, former: PackageManifest | None) -> PackageManifest:
    if former is None:
        return manifest
    same = manifest.model_copy(update={"revision": former.revision, "replaces": former.replaces})
    if same == former:
        return same
    replaced = sha256(manifest_bytes(former)).hexdigest()
    return manifest.model_copy(update={"revision": former.revision + 1, "replaces": replaced})


def _table(name: str, rows: Rows, format: Format) -> bytes:
    return parquet_bytes(rows, TABLES[name]) if format == "parquet" else csv_bytes(rows, TABLES[name])


def _entry(file: str, name: str, rows: Rows, files: Mapping[str, bytes]) -> TableEntry:
    digest = sha256(files[file]).hexdigest()
    return TableEntry(file=file, columns=tuple(TABLES[name]), rows=len(rows), sha256=digest)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
