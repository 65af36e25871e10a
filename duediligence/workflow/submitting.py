"""`submit`: from a workspace to the package for the secretariat, shown before it is written."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from duediligence.aggregation.hand_in import Round, hand_in
from duediligence.aggregation.identity import SHORT_TOKEN, SiteKey, read_site_key, site_tokens
from duediligence.aggregation.opening import Opened as OpenedPackage
from duediligence.aggregation.opening import open_package
from duediligence.aggregation.packing import Format, pack, signed, zipped
from duediligence.aggregation.signing import read_signing_key
from duediligence.aggregation.visibility import Visibility, visibility
from duediligence.errors import InputError, UsageError
from duediligence.findings import Finding
from duediligence.intake.files.side_by_side import OnFile
from duediligence.model.package import SUFFIX, HandIn, Package, PackageManifest, file_name
from duediligence.model.response import Supplier
from duediligence.workflow.assessing import assess
from duediligence.workflow.opened import Opened, digests, open_workspace
from duediligence.workflow.rounds import last_plan

FOLDER = "submitted"
SITE_KEY, SIGNING_KEY = "site.key", "signing.key"
_NO_KEY = SiteKey(b"")
"""Gives as many tokens as any key, which is all that somebody who looks is shown of them."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key for sites' tokens, and the company's own key where it signs."""

    sites: SiteKey
    signing: bytes | None = None


@dataclass(frozen=True)
class Prepared:
    """A package that is ready to be written, with everything that is shown beforehand."""

    package: Package
    handed: HandIn
    visible: Visibility
    files: Mapping[str, bytes]
    target: Path
    findings: tuple[Finding, ...]
    unchanged: bool
    signed: bool

    @cached_property
    def document(self) -> dict[str, Any]:
        """What is inside, as plain values."""
        manifest = self.package.manifest
        return {
            "package": self.target.name,
            "company": manifest.company,
            "agreement": manifest.agreement,
            "round": manifest.round,
            "revision": manifest.revision,
            "signed": self.signed,
            "unchanged": self.unchanged,
            "tables": [
                {"table": name, "rows": entry.rows, "columns": list(entry.columns)}
                for name, entry in manifest.tables.items()
            ],
            "withheld": list(manifest.withheld),
        }


def prepare(
    folder: Path,
    content: Path | None = None,
    agreement: str | None = None,
    site_key: Path | None = None,
    signing_key: Path | None = None,
    format: Format = "parquet",
    on_file: OnFile | None = None,
    look: bool = False,
) -> Prepared:
    """Assesses a workspace and makes its package, without writing anything; to `look` at it needs no key of sites."""
    opened = open_workspace(folder, content, on_file)
    keys = _keys(opened.root, site_key, signing_key, look)
    chosen = _agreement(opened, agreement)
    typed, plan_findings = last_plan(opened)
    assessed = assess(opened, typed)
    round = Round(assessed.assessment, assessed.plan, opened.workspace.company, opened.content)
    visible = visibility(opened.content.agreements[chosen], opened.content)
    return prepare_round(
        round,
        visible,
        keys,
        opened.root / FOLDER,
        digests(opened.content_files),
        format,
        (*assessed.findings, *plan_findings),
    )


def prepare_round(
    round: Round,
    visible: Visibility,
    keys: Keys,
    folder: Path,
    content: Mapping[str, str],
    format: Format = "parquet",
    findings: tuple[Finding, ...] = (),
) -> Prepared:
    """The package of one assessment; a former package of the same round in the folder makes it a correction."""
    handed = hand_in(round, visible, keys.sites)
    package = pack(handed, round, visible, keys.sites, content, _former(folder, round, visible), format)
    files = signed(package, keys.signing)
    target = folder / package.name
    unchanged = target.is_file() and target.read_bytes() == zipped(files)
    return Prepared(package, handed, visible, files, target, findings, unchanged, keys.signing is not None)


def write(prepared: Prepared) -> Path:
    """Writes the package whole; one that is there already with other content is never overwritten."""
    data, target = zipped(prepared.files), prepared.target
    if prepared.unchanged:
        return target
    if target.exists():
        raise InputError("package_exists", file=target.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.new")
    half.write_bytes(data)
    half.replace(target)
    return target


def shared_with(folder: Path, file: Path, site_key: Path | None = None) -> list[dict[str, object]]:
    """The company's own sites that other members use, from the list of the secretariat: name, members and token."""
    opened = open_workspace(folder)
    key = _keys(opened.root, site_key, None).sites
    try:
        rows = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8"))))
        members = {row["token"]: int(row["members"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise InputError("shared_list_invalid", file=file.name) from problem
    found = [(*_listed(supplier, key, members), supplier) for supplier in opened.suppliers]
    return [
        {"id": supplier.id, "name": supplier.name, "members": count, "token": token[:SHORT_TOKEN]}
        for count, token, supplier in sorted(found, key=lambda row: (-row[0], row[2].id))
        if count
    ]


def _listed(supplier: Supplier, key: SiteKey, members: Mapping[str, int]) -> tuple[int, str]:
    """How many members use a site, and the token under which the secretariat lists it."""
    return max(((members.get(token, 0), token) for _, token in site_tokens(supplier, key)), default=(0, ""))


def _agreement(opened: Opened, asked: str | None) -> str:
    """The agreement that was asked for, else the only one that the company joined, else the only one there is."""
    known = opened.content.agreements
    if asked is not None:
        if asked not in known:
            raise UsageError("unknown_agreement", id=asked, known=", ".join(known))
        return asked
    joined = [id for id in opened.workspace.company.joined if id in known] or list(known)
    if len(joined) != 1:
        raise UsageError("which_agreement", known=", ".join(joined) or "–")
    return joined[0]


def _keys(root: Path, site_key: Path | None, signing_key: Path | None, look: bool = False) -> Keys:
    sites = site_key or root / SITE_KEY
    if look and not sites.is_file():
        return Keys(_NO_KEY)
    if not sites.is_file():
        raise InputError("no_site_key", file=str(sites))
    own = signing_key or (root / SIGNING_KEY if (root / SIGNING_KEY).is_file() else None)
    key = read_site_key(_text(sites), sites.name)
    if own is None:
        return Keys(key)
    require_signing()
    return Keys(key, read_signing_key(_text(own), own.name))


def require_signing() -> None:
    """Raises UsageError where the library for signatures is not installed."""
    if find_spec("cryptography") is None:
        raise UsageError("signing_not_installed", extra="sign")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError("key_unreadable", file=file.name) from problem


def _former(folder: Path, round: Round, visible: Visibility) -> PackageManifest | None:
    """The newest package of this company and round that was made before."""
    stem = f"{file_name(round.company.id)}-{file_name(round.assessment.round) or round.assessment.assessed_on}"
    found = [open_package(file, visible.tables) for file in sorted(folder.glob(f"{stem}*{SUFFIX}"))]
    former = [package.manifest for package in found if isinstance(package, OpenedPackage)]
    same = [m for m in former if (m.company, m.round, m.agreement) == _identity(round, visible)]
    return max(same, key=lambda manifest: manifest.revision, default=None)


def _identity(round: Round, visible: Visibility) -> tuple[str, str, str]:
    return round.company.id, round.assessment.round, visible.agreement.id
