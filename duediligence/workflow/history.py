"""Assessments as they were kept: one a round, to compare with; one that somebody damaged is told, and no round."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duediligence.findings import Finding, Location, warning
from duediligence.model.assessment import Tier
from duediligence.model.manifest import SCHEMA, readable_as
from duediligence.model.workspace import Workspace

HISTORY = "history"
"""The folder in the reports folder with one assessment a round: what `diff` and the next round compare with."""
MAX_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class Earlier:
    """The documents of earlier rounds, oldest first, and what could not be read."""

    rounds: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]


def earlier_rounds(root: Path, workspace: Workspace) -> Earlier:
    """Every round that was assessed on an earlier day than this one."""
    reports = Path(workspace.reports) / HISTORY
    files = [file for file in _files(root, workspace) if file.stem < workspace.assessed_on.isoformat()]
    read = [(file, read_assessment(file)) for file in files]
    damaged = [
        warning("history_damaged", Location(file=(reports / f.name).as_posix())) for f, found in read if not found
    ]
    return Earlier(tuple(found for _, found in read if found), tuple(damaged))


def newest_record(root: Path, workspace: Workspace) -> Mapping[str, Any]:
    """The newest round that can be read, one of the same day included; empty where there is none."""
    read = (read_assessment(file) for file in reversed(_files(root, workspace)))
    return next((document for document in read if document), {})


def _files(root: Path, workspace: Workspace) -> list[Path]:
    """The records of rounds up to the day of this one, oldest first."""
    today = workspace.assessed_on.isoformat()
    return sorted(file for file in (root / workspace.reports / HISTORY).glob("*.json") if file.stem <= today)


def read_assessment(file: Path) -> Mapping[str, Any] | None:
    """The document of an `assessment.json`, or None where the file is none that can be compared with."""
    try:
        if file.stat().st_size > MAX_BYTES:
            return None
        document = json.loads(file.read_text(encoding="utf-8"))
        return document if isinstance(document, dict) and _is_whole(document) else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _is_whole(document: Mapping[str, Any]) -> bool:
    """Whether what is compared is there in the form in which we write it; raises what a reader of it would raise."""
    date.fromisoformat(document["assessed_on"])
    for supplier in document["suppliers"]:
        Tier(supplier["tier"])
        str(supplier["id"]), float(supplier["established"]), float(supplier["possible"])
    return readable_as(document["schema"]) == readable_as(SCHEMA)
