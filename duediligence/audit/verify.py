"""Compares what a report claims with what repeating it gave: causes first, then results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duediligence.audit.documents import Place, header_differences, result_differences, row_differences
from duediligence.audit.files import digest_differences, inside_differences
from duediligence.model.verification import Difference, DifferenceKind

Json = Mapping[str, Any]
_CHANGED = (DifferenceKind.INPUT_CHANGED, DifferenceKind.CONTENT_CHANGED)


@dataclass(frozen=True, slots=True)
class Record:
    """One side: a document, the digests that it claims, and the files themselves as far as somebody kept them."""

    document: Json
    inputs: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
    input_files: Mapping[str, Path] = field(default_factory=dict)
    content_files: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def of(
        cls, document: Json, input_files: Mapping[str, Path] | None = None, content_files: Mapping[str, Path] | None = None
    ) -> Record:
        """A record with the digests that its document claims."""
        tool = document.get("tool") or {}
        return cls(
            document, dict(tool.get("inputs") or {}), dict(tool.get("content") or {}), input_files or {}, content_files or {}
        )


def compare_records(claimed: Record, repeated: Record, place: Place, typed: bool) -> tuple[Difference, ...]:
    """Everything that differs. `typed`: the plan that people typed was kept too, so actions are compared whole."""
    causes = list(header_differences(claimed.document, repeated.document))
    files = [
        *digest_differences(claimed.inputs, repeated.inputs, content=False),
        *digest_differences(claimed.content, repeated.content, content=True),
    ]
    for difference in files:
        causes.append(difference)
        causes += _inside(difference, claimed, repeated)
    cells = {d.place for d in causes if d.kind is DifferenceKind.CELL}
    rows = [d for d in row_differences(claimed.document, repeated.document, place) if d.place not in cells]
    return (*causes, *rows, *result_differences(claimed.document, repeated.document, typed))


def kept_apart(claimed: Record, digests: Mapping[str, str], outputs: Mapping[str, str]) -> Iterator[Difference]:
    """Outputs of a bundle that are not the ones that it lists."""
    for name in sorted(outputs.keys() | digests.keys()):
        if outputs.get(name) != digests.get(name):
            values = (outputs.get(name, "–")[:12], digests.get(name, "–")[:12])
            yield Difference(DifferenceKind.OUTPUT_CHANGED, name, *values)


def _inside(changed: Difference, claimed: Record, repeated: Record) -> Iterable[Difference]:
    """What differs inside a changed file, where somebody kept the old one."""
    if changed.kind not in _CHANGED:
        return ()
    is_input = changed.kind is DifferenceKind.INPUT_CHANGED
    old = (claimed.input_files if is_input else claimed.content_files).get(changed.place)
    new = (repeated.input_files if is_input else repeated.content_files).get(changed.place)
    return inside_differences(old, new, changed.place) if old and new else ()
