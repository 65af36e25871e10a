"""The secretariat's workspace: its settings, the content, the keys that it trusts, and last year's run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from duediligence.aggregation.accepting import Terms
from duediligence.aggregation.identity import read_site_key
from duediligence.aggregation.past import CELLS, CONTRIBUTIONS, companies_in, read_cells, read_contributions
from duediligence.aggregation.sector import LastYear
from duediligence.aggregation.signing import read_trusted_keys
from duediligence.aggregation.visibility import Visibility, visibility
from duediligence.declarations.library import Library
from duediligence.declarations.sector import load_sector
from duediligence.errors import InputError, UsageError
from duediligence.findings import Finding
from duediligence.model.content import SectorContent
from duediligence.model.problems import findings_of
from duediligence.model.secretariat import FILE, Secretariat
from duediligence.tables.engine import Engine
from duediligence.workflow.layers import editions, open_library
from duediligence.workflow.opened import digests
from duediligence.workflow.submitting import require_signing
from duediligence.yamlfile import read

PUBLIC, OWN, MEMBERS = "public", "secretariat", "members"
REPORT_JSON = f"{PUBLIC}/sector-report.json"


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that a sector report needs besides packages."""

    root: Path
    settings: Secretariat
    content: SectorContent
    visible: Visibility
    terms: Terms
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Last year's run: what it published, and the folder in which the rest lies."""

    folder: Path
    published: Mapping[str, Any]
    reported_on: date

    @property
    def round(self) -> str:
        """The round of last year's report."""
        return str(self.published.get("round", ""))


def open_office(folder: Path, content: Path | None = None) -> Office:
    """Reads the settings and the content; raises InputError where they cannot be used."""
    settings = _settings(folder / FILE)
    library = open_library(folder, None, folder / settings.content if settings.content else content)
    declared = load_sector(library, settings.sector)
    if settings.agreement not in declared.agreements:
        raise UsageError("unknown_agreement", id=settings.agreement, known=", ".join(declared.agreements))
    agreement = declared.agreements[settings.agreement]
    return Office(
        root=folder,
        settings=settings,
        content=declared,
        visible=visibility(agreement, declared),
        terms=_terms(folder, settings, declared, library),
        findings=tuple(library.findings),
    )


def earlier(office: Office) -> Earlier | None:
    """Last year's run where the settings name one; raises InputError where it is not whole."""
    if office.settings.previous is None:
        return None
    folder = office.root / office.settings.previous
    needed = [folder / REPORT_JSON, folder / OWN / CELLS, folder / OWN / CONTRIBUTIONS]
    for file in needed:
        if not file.is_file():
            raise InputError("previous_incomplete", folder=office.settings.previous, file=file.name)
    try:
        published = json.loads(needed[0].read_text(encoding="utf-8"))
        return Earlier(folder, published, date.fromisoformat(published["reported_on"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError("previous_incomplete", folder=office.settings.previous, file=needed[0].name) from problem


def last_year(engine: Engine, before: Earlier, companies: Mapping[str, int]) -> LastYear:
    """Last year's cells and contributions, with this year's numbers for companies; those who left get further ones."""
    file = before.folder / OWN / CONTRIBUTIONS
    then = companies_in(engine, file)
    free = max(companies.values(), default=-1) + 1
    gone = [company for company in then if company not in companies]
    numbers = {**companies, **{company: free + index for index, company in enumerate(gone)}}
    try:
        past = read_cells((before.folder / OWN / CELLS).read_bytes(), numbers)
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError("previous_incomplete", folder=before.folder.name, file=CELLS) from problem
    return LastYear(past, read_contributions(engine, file, numbers), frozenset(numbers[company] for company in then))


def breaks(before: Earlier, office: Office) -> tuple[str, ...]:
    """What makes the years not comparable: other editions, and another file of scales."""
    now, then = office.terms.editions, before.published.get("editions", {})
    changed = [
        f"{id} {then.get(id, '–')} → {now.get(id, '–')}"
        for id in sorted({*now, *then})
        if now.get(id) != then.get(id) and "." not in id
    ]
    digests_then = before.published.get("tool", {}).get("content", {})
    scales = [name for name in sorted(digests_then) if name.endswith("scales.yaml")]
    changed += [name for name in scales if office.terms.content.get(name) != digests_then[name]]
    return tuple(changed)


def _settings(file: Path) -> Secretariat:
    if not file.is_file():
        raise InputError("no_secretariat", folder=str(file.parent.resolve()))
    document, findings = read(file, FILE)
    if document is None or findings:
        raise InputError("secretariat_invalid", file=FILE, findings=tuple(findings))
    try:
        return Secretariat.model_validate(document.data)
    except ValidationError as failure:
        raise InputError("secretariat_invalid", file=FILE, findings=tuple(findings_of(failure, document))) from failure


def _terms(folder: Path, settings: Secretariat, content: SectorContent, library: Library) -> Terms:
    key = _read(folder, settings.site_key)
    trusted = _read(folder, settings.trusted_keys)
    agreement = content.agreements[settings.agreement]
    if trusted is not None:
        require_signing()
    elif settings.signed or agreement.submission.signed:
        raise UsageError("no_trusted_keys", file=FILE)
    return Terms(
        settings=settings,
        agreement=agreement,
        editions=editions(content),
        content=digests(dict(library.files)),
        site_key=read_site_key(key, settings.site_key or "").id if key is not None else None,
        trusted=read_trusted_keys(trusted, settings.trusted_keys or "") if trusted is not None else None,
    )


def _read(folder: Path, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError("key_unreadable", file=name) from problem


def package_paths(office: Office, given: Sequence[Path]) -> tuple[Path, ...]:
    """The packages that were named, else the folder of the settings."""
    paths = tuple(given) or (office.root / office.settings.packages,)
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise InputError("no_packages", path=str(missing))
    return paths
