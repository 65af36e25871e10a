"""Formats whose parser can be made to take all memory, and the process with it: they are read in one of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duediligence.findings import Location
from duediligence.intake.files.grid import Value
from duediligence.intake.files.safety import Limits, Refused

_CHILD = Path(__file__).with_name("apart_child.py")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as the other process read it."""

    name: str
    hidden: bool
    rows: list[list[Value]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


def read_apart(data: bytes, shown_as: str, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook; raises Refused where the other process gave up, was stopped, or took too long."""
    place = Location(file=shown_as)
    # -P: the modules beside the script must not stand in for those of Python itself
    command = [sys.executable, "-P", str(_CHILD), str(limits.cells)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=True)  # noqa: S603
        result = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise Refused("workbook_damaged", place) from None
    if "refused" in result:
        raise Refused(str(result["refused"]), place, limit=limits.cells)
    return [_sheet(record) for record in result["sheets"]]


def _sheet(record: dict[str, Any]) -> Sheet:
    rows = [[_value(value) for value in row] for row in record["rows"]]
    merged = tuple(((top, left), (bottom, right)) for (top, left), (bottom, right) in record["merged"])
    return Sheet(record["name"], record["hidden"], rows, merged)


def _value(value: Value) -> Value:
    if not isinstance(value, dict):
        return value
    moment = datetime.fromisoformat(value["date"])
    return moment if "T" in value["date"] else moment.date()
