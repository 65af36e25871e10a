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
from duediligence.workflow.opened import Opened

HISTORY = "history"
"""The folder in the reports folder with one assessment a round: what `diff` and the next round compare with."""
MAX_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class Earlier:
    """The documents of earlier rounds, oldest first, and what could not be read."""

    rounds: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]


def earlier_rounds(opened: Opened) -> Earlier:
    """Every round that was assessed on an earlier day than this one."""
    reports = Path(opened.workspace.reports) / HISTORY
    today = f"{opened.workspace.assessed_on}.json"
    files = sorted(file for file in (opened.root / reports).glob("*.json") if file.name < today)
    read = [(file, read_assessment(file)) for file in files]
    damaged = [
        warning("history_damaged", Location(file=(reports / f.name).as_posix())) for f, found in read if not found
    ]
    return Earlier(tuple(found for _, found in read if found), tuple(damaged))


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
