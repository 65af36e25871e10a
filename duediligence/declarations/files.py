"""The content folders, one laid over the other: files become records, and every defect a finding with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError

from duediligence.errors import ContentError
from duediligence.findings import Finding, Location, error, note
from duediligence.model.base import Declared
from duediligence.model.problems import findings_of
from duediligence.yamlfile import Document, KeyPath, read

D = TypeVar("D", bound=Declared)
PROFILES = "sector_profiles/*/profile*.yaml"
AGREEMENTS = "sector_profiles/*/agreement*.yaml"
QUESTIONNAIRES = "questionnaires/*.yaml"
_ID_LINE = re.compile(r"^id:\s*['\"]?([a-z][a-z0-9_]*)", re.MULTILINE)
_DECLARING = re.compile(r"\b\w*(?:id|singular)\w*\s*:\s*['\"]?([a-z][a-z0-9_]*)", re.IGNORECASE)
_CELL = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with `sector_profiles/` and `questionnaires/`; `label` is how its files are named to people."""

    path: Path
    label: str = ""

    def shown(self, file: Path) -> str:
        """A file's name for people: relative to the folder."""
        inside = file.relative_to(self.path).as_posix()
        return f"{self.label}/{inside}" if self.label else inside


Index: TypeAlias = dict[str, list[tuple[Root, Path]]]
"""Which files declare which id."""


@dataclass
class ContentFiles:
    """The files of one or more roots; a later root's record replaces an earlier one's of the same id.

    `findings` gathers the defects of every file that was read so far, `files` the files themselves by shown name.
    `lost` are the ids in files with defects: what names them names something that is there and could not be read.
    """

    roots: Sequence[Root]
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    _origins: dict[int, tuple[Declared, Document, KeyPath]] = field(default_factory=dict)
    _documents: dict[Path, Document | None] = field(default_factory=dict)
    _indexes: dict[str, Index] = field(default_factory=dict)
    _read: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def place(self, record: Declared, path: KeyPath = ()) -> Location:
        """Where a record, or a key inside it, stands in its file."""
        origin = self._origins.get(id(record))
        if origin is None:
            return Location(path=".".join(str(part) for part in path))
        _, document, start = origin
        return document.location((*start, *path))

    def root_of(self, record: Declared) -> Root | None:
        """The content folder in which a record stands."""
        file = self.files.get(self.place(record).file)
        return next((root for root in self.roots if file is not None and file.is_relative_to(root.path)), None)

    def records(self, model: type[D], folder: str, name: str) -> dict[str, D]:
        """The records of a file of many things by id, one root laid over the other."""
        pattern = f"sector_profiles/{folder}/{name}"
        key = (model.__name__, pattern)
        if key not in self._read:
            found: dict[str, D] = {}
            for root in self.roots:
                of_root: dict[str, D] = {}
                for file in sorted(root.path.glob(pattern)):
                    self._add(of_root, root, file, model)
                self._note_replaced(found, of_root)
                found.update(of_root)
            self._read[key] = list(found.items())
        return dict(self._read[key])

    def documents(self, pattern: str) -> Iterator[tuple[Root, Path, Document]]:
        """Every readable file under a pattern."""
        for root in self.roots:
            for file in sorted(root.path.glob(pattern)):
                document = self._document(root, file)
                if document is not None:
                    yield root, file, document

    def invalid(self) -> ContentError:
        """The error that ends a run, with every defect found so far."""
        return ContentError("content_invalid", tuple(self.findings), count=len(self.findings))

    def lose(self, shown: str) -> None:
        """Remembers the ids in a file with defects, so that what names them is not called a defect too."""
        file = self.files[shown]
        declaring = _CELL if file.suffix == ".csv" else _DECLARING
        self.lost.update(declaring.findall(file.read_text(encoding="utf-8-sig", errors="replace")), [file.stem])

    def index(self, pattern: str) -> Index:
        """Which files declare which id, found by the file's `id:` line so that only what is needed is parsed."""
        if pattern not in self._indexes:
            index = self._indexes.setdefault(pattern, {})
            for root in self.roots:
                for file in sorted(root.path.glob(pattern)):
                    match = _ID_LINE.search(file.read_text(encoding="utf-8-sig", errors="replace"))
                    id = match.group(1) if match else file.parent.name if pattern == PROFILES else file.stem
                    index.setdefault(id, []).append((root, file))
        return self._indexes[pattern]

    def editions_of(self, model: type[D], id: str, pattern: str) -> list[D]:
        """Every edition, oldest first; those of a later root come after all of an earlier one."""
        key = (model.__name__, id)
        if key not in self._read:
            found: dict[Root, dict[str, D]] = {}
            for root, file in self.index(pattern).get(id, []):
                document = self._document(root, file)
                record = self.whole(model, document) if document else None
                if record is not None:
                    self._add_edition(found.setdefault(root, {}), record)
            self._note_replaced(*(dict.fromkeys([id], next(iter(editions.values()))) for editions in found.values()))
            self._read[key] = list(_in_order(found).values())
        return list(self._read[key])

    def whole(self, model: type[D], document: Document) -> D | None:
        """The one record of a file of one thing."""
        if document.data is None:
            self.findings.append(error("content_file_empty", document.location(())))
            return None
        return self._record(model, document.data, document, ())

    def _add_edition(self, found: dict[str, D], record: D) -> None:
        edition, id = str(getattr(record, "edition", "")), str(getattr(record, "id", ""))
        if edition in found:
            params = {"id": id, "edition": edition, "other": self.place(found[edition]).file}
            self.findings.append(error("edition_twice", self.place(record, ("id",)), **params))
        found.setdefault(edition, record)

    def _add(self, found: dict[str, D], root: Root, file: Path, model: type[D]) -> None:
        document = self._document(root, file)
        if document is None or document.data is None:  # an empty list of things
            return
        if not isinstance(document.data, list):
            self.findings.append(error("expected_list", document.location(())))
            self.lose(document.file)
            return
        for index, raw in enumerate(document.data):
            record = self._record(model, raw, document, (index,))
            if record is None:
                continue
            id = str(getattr(record, "id", ""))
            if id in found:
                other = self.place(found[id])
                self.findings.append(error("duplicate_id", document.location((index, "id")), id=id, other=other.spot))
            else:
                found[id] = record

    def _record(self, model: type[D], raw: Any, document: Document, path: KeyPath) -> D | None:
        try:
            record = TypeAdapter(model).validate_python(raw)
        except ValidationError as problem:
            self.findings += findings_of(problem, document, path)
            self.lose(document.file)
            return None
        self._origins[id(record)] = (record, document, path)  # held, so that the number stays its own
        return record

    def _document(self, root: Root, file: Path) -> Document | None:
        shown = root.shown(file)
        self.files[shown] = file
        if file not in self._documents:
            self._documents[file], findings = read(file, shown)
            self.findings += findings
            if self._documents[file] is None:
                self.lose(shown)
        return self._documents[file]

    def _note_replaced(self, *layers: Mapping[str, Declared]) -> None:
        """Notes each record that another one of the same id was laid over; the same again changes nothing."""
        for below, above in pairwise(layers):
            for id in sorted(id for id in below.keys() & above.keys() if below[id] != above[id]):
                self.findings.append(note("content_replaced", self.place(above[id]), id=id))


def _in_order(found: Mapping[Root, Mapping[str, D]]) -> dict[str, D]:
    ordered: dict[str, D] = {}
    for editions in found.values():
        for edition in sorted(editions, key=_edition_order):
            ordered.pop(edition, None)
            ordered[edition] = editions[edition]
    return ordered


def _edition_order(edition: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\-_]", edition)]
