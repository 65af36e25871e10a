"""Every draw that was made, kept beside the sample: whoever draws again until the outcome pleases, shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from duediligence.errors import InputError
from duediligence.model.audit_sample import DrawRecord, Fieldwork

DRAWS = "draws.json"


def kept_draws(file: Path, fieldwork: Fieldwork, given_by: str, today: date) -> tuple[DrawRecord, ...]:
    """The draws that were kept and this one after them, unless it is one of them. Raises InputError for a bad file."""
    sites = tuple(chance.supplier for chance in fieldwork.sample.chosen)
    made = DrawRecord(fieldwork.sample.seed, given_by, today, fieldwork.frame_digest, sites)
    kept = _read(file)
    return kept if any(draw.is_same(made) for draw in kept) else (*kept, made)


def draws_bytes(draws: Iterable[DrawRecord]) -> bytes:
    """The record of draws as it is kept."""
    rows = [
        {
            "number": draw.seed,
            "given_by": draw.given_by,
            "on": draw.on.isoformat(),
            "frame_digest": draw.frame_digest,
            "sites": list(draw.sites),
        }
        for draw in draws
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _read(file: Path) -> tuple[DrawRecord, ...]:
    if not file.is_file():
        return ()
    try:
        return tuple(map(_draw, json.loads(file.read_text(encoding="utf-8"))))
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError("draws_unreadable", file=file.name) from problem


def _draw(row: Any) -> DrawRecord:
    return DrawRecord(
        seed=int(row["number"]),
        given_by=str(row["given_by"]),
        on=date.fromisoformat(row["on"]),
        frame_digest=str(row["frame_digest"]),
        sites=tuple(map(str, row["sites"])),
    )
