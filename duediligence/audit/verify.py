"""Compares what a report claims with what repeating it gave: causes first, then results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from duediligence.audit.documents import Place, header_differences, result_differences, row_differences
from duediligence.audit.files import digest_differences, inside_differences, short_digests
from duediligence.model.verification import Difference, DifferenceKind

Json = Mapping[str, Any]
NOTHING = "–"
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
    def of(cls, document: Json) -> Record:
        """A record with the digests that its document claims."""
        tool = document.get("tool") or {}
        return cls(document, dict(tool.get("inputs") or {}), dict(tool.get("content") or {}))

    def keeping(self, input_files: Mapping[str, Path], content_files: Mapping[str, Path]) -> Record:
        """The same record with the files themselves."""
        return replace(self, input_files=input_files, content_files=content_files)


def compare_records(claimed: Record, repeated: Record, place: Place, typed: bool) -> tuple[Difference, ...]:
    """Everything that differs. `typed`: the plan that people typed was kept too, so actions are compared whole."""
    causes = list(header_differences(claimed.document, repeated.document))
    causes += _files(claimed, repeated)
    cells = {d.place for d in causes if d.kind is DifferenceKind.CELL}
    rows = [d for d in row_differences(claimed.document, repeated.document, place) if d.place not in cells]
    return (*causes, *rows, *result_differences(claimed.document, repeated.document, typed))


def compare_manifests(claimed: Record, repeated: Record) -> tuple[Difference, ...]:
    """What differs in the files alone, for a report that carries digests but no results that a program can read.

    A pack for others carries no digests of inputs: what it shows is all that can be compared with them.
    """
    return tuple(_files(claimed, repeated if claimed.inputs else replace(repeated, inputs={})))


def output_differences(listed: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Difference]:
    """Outputs in a bundle that are not the ones that it lists, by their digests."""
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            values = short_digests(listed.get(name, NOTHING), found.get(name, NOTHING))
            yield Difference(DifferenceKind.OUTPUT_CHANGED, name, *values)


def _files(claimed: Record, repeated: Record) -> Iterator[Difference]:
    for difference in (
        *digest_differences(claimed.inputs, repeated.inputs, content=False),
        *digest_differences(claimed.content, repeated.content, content=True),
    ):
        yield difference
        yield from _inside(difference, claimed, repeated)


def _inside(changed: Difference, claimed: Record, repeated: Record) -> Iterable[Difference]:
    """What differs inside a changed file, where somebody kept the old one."""
    if changed.kind not in _CHANGED:
        return ()
    is_input = changed.kind is DifferenceKind.INPUT_CHANGED
    old = (claimed.input_files if is_input else claimed.content_files).get(changed.place)
    new = (repeated.input_files if is_input else repeated.content_files).get(changed.place)
    return inside_differences(old, new, changed.place) if old and new else ()
