"""What a company hands to the secretariat of an agreement: tables, and a manifest that says what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from duediligence.model.base import Declared, Id, Words
from duediligence.model.workspace import COMPANY_ID, LONGEST_NAME, LONGEST_ROUND

SCHEMA = "duediligence.package/1"
"""The format of a package; it changes when a reader would have to change."""

MANIFEST = "manifest.json"
SIGNATURE = "signature.json"
SUFFIX = ".package.zip"

Columns = Mapping[str, type]
Rows = Sequence[tuple[object, ...]]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Location = Literal["country", "subdivision", "address"]

TABLES: Mapping[str, Columns] = MappingProxyType(
    {
        "company": {
            "country": str, "size": str, "joined": str, "score_established": float, "score_possible": float,
            "weight": float,
        },
        "commitments": {
            "commitment": str, "state": str, "value": float, "possible_value": float, "numerator": float,
            "denominator": float, "threshold": float, "year": int,
        },
        "sites": {
            "site": int, "country": str, "subdivision": str, "tier": str, "status": str, "gate": str,
            "coverage": float, "evidence": int, "criticals": int,
        },
        "tokens": {"site": int, "kind": str, "token": str},
        "places": {"site": int, "name": str, "address": str, "city": str, "os_id": str},
        "risks": {"site": int, "indicator": str, "level": str},
        "facts": {"site": int, "fact": str, "value": str},
        "actions": {"measure": str, "horizon": str, "lead": str, "state": str, "count": int},
    }
)  # fmt: skip
"""Every table that a package may hold, with columns; `site` numbers a company's sites by nothing but their token."""

OPTIONAL = ("places",)
"""Tables that are there only where the agreement asks for them."""

TOKEN_KINDS = ("os_id", "name_place", "name")
LEVELS = ("established", "possible")
OWN_MEASURE = ""
"""The measure of an action that people added themselves: that it exists is handed in, its text is not."""


class TableEntry(Declared):
    """One table in the manifest: its file, columns, number of rows and SHA-256."""

    file: str = Field(pattern=r"^[a-z]+\.(parquet|csv)$")
    columns: tuple[str, ...]
    rows: int = Field(ge=0, le=5_000_000)
    sha256: Digest


class PackageManifest(Declared):
    """What a package is, so that the secretariat can accept it and somebody else can repeat it."""

    schema_: str = Field(alias="schema")
    tool: Words = Field(max_length=40)
    company: Words = Field(pattern=COMPANY_ID)
    company_name: Words = Field(max_length=LONGEST_NAME)
    agreement: Id
    sector: Id
    round: Words = Field(max_length=LONGEST_ROUND)
    assessed_on: date
    revision: int = Field(default=1, ge=1, le=10_000)
    replaces: Digest | None = None
    site_key: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    location: Location = "country"
    weight: Id | None = None
    editions: dict[str, Words] = Field(max_length=500)
    content: dict[str, Digest] = Field(default_factory=dict, max_length=2_000)
    withheld: tuple[Id, ...] = ()
    tables: dict[str, TableEntry]


@dataclass(frozen=True, slots=True)
class HandIn:
    """The tables of one company, by name, before they are packed."""

    tables: Mapping[str, Rows]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package: its files by name; `manifest` describes the others."""

    manifest: PackageManifest
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The file name of the package: company, round and, for a corrected one, its revision."""
        m = self.manifest
        revision = f"-r{m.revision}" if m.revision > 1 else ""
        return f"{file_name(m.company)}-{file_name(m.round) or m.assessed_on}{revision}{SUFFIX}"


def file_name(text: str) -> str:
    """A text as part of a file name; where it has to change, a mark keeps it apart from others."""
    name = "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "-_." else "-" for sign in text).strip("-.")
    return name if name == text or not text else f"{name}-{sha256(text.encode()).hexdigest()[:6]}"
