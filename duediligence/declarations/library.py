"""The content folders, one laid over the other: which file declares which id, read once and on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from duediligence.errors import ContentError
from duediligence.findings import Finding, Location, error, note
from duediligence.model.agreement import Agreement
from duediligence.model.base import Declared, Source
from duediligence.model.case import PlainLanguage
from duediligence.model.facts import Fact
from duediligence.model.measure import Measure, Regulation
from duediligence.model.problems import findings_of
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.scales import Scales
from duediligence.model.sector import Driver, Indicator, Profile
from duediligence.model.site_words import SiteWords
from duediligence.yamlfile import Document, KeyPath, read

D = TypeVar("D", bound=Declared)
_ID_LINE = re.compile(r"^id:\s*['\"]?([a-z][a-z0-9_]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with `sector_profiles/` and `questionnaires/`; `label` is how its files are named to people."""

    path: Path
    label: str = ""

    def shown(self, file: Path) -> str:
        """A file's name for people: relative to the folder."""
        inside = file.relative_to(self.path).as_posix()
        return f"{self.label}/{inside}" if self.label else inside


@dataclass
class Library:
    """All content of one or more roots; a later root's record replaces an earlier one's of the same id.

    `findings` gathers the defects of every file that was read so far, `files` the files themselves by shown name.
    """

    roots: Sequence[Root]
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    _origins: dict[tuple[str, str], tuple[Document, KeyPath]] = field(default_factory=dict)

    def place(self, record: Declared, path: KeyPath = ()) -> Location:
        """Where a record, or a key inside it, stands in its file."""
        origin = self._origins.get((type(record).__name__, str(getattr(record, "id", ""))))
        if origin is None:
            return Location(path=".".join(str(part) for part in path))
        document, start = origin
        return document.location((*start, *path))

    def sector_ids(self) -> list[str]:
        """The ids of all profiles."""
        return sorted(self._index("sector_profiles/*/profile*.yaml"))

    def questionnaire_ids(self) -> list[str]:
        """The ids of all questionnaires."""
        return sorted(self._index("questionnaires/*.yaml"))

    def profile(self, id: str) -> Profile:
        """The newest edition of a profile."""
        return self._newest(Profile, id, "sector_profiles/*/profile*.yaml", "unknown_sector")

    def questionnaire(self, id: str) -> Questionnaire:
        """The newest edition of a questionnaire."""
        return self._newest(Questionnaire, id, "questionnaires/*.yaml", "unknown_questionnaire")

    def editions(self, id: str) -> list[Questionnaire]:
        """Every edition of a questionnaire, oldest first."""
        return self._editions(Questionnaire, id, "questionnaires/*.yaml")

    def agreement(self, id: str) -> Agreement:
        """The newest edition of an agreement."""
        return self._newest(Agreement, id, "sector_profiles/*/agreement*.yaml", "unknown_agreement")

    def agreement_ids(self) -> list[str]:
        """The ids of all agreements."""
        return sorted(self._index("sector_profiles/*/agreement*.yaml"))

    @cached_property
    def question_ids(self) -> frozenset[str]:
        """The ids of all questions of all questionnaires."""
        forms = [self.questionnaire(id) for id in self.questionnaire_ids()]
        return frozenset(question.id for form in forms for question in form.questions())

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The common facts by id."""
        return self.records(Fact, "common", "facts.yaml")

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """All indicators of all sets by id."""
        return self.records(Indicator, "common", "indicators.yaml")

    @cached_property
    def drivers(self) -> dict[str, Driver]:
        """The common drivers by id."""
        return self.records(Driver, "common", "drivers.yaml")

    @cached_property
    def regulations(self) -> dict[str, Regulation]:
        """The crosswalk of laws and standards by id."""
        return self.records(Regulation, "common", "regulations.yaml")

    @cached_property
    def scales(self) -> Scales:
        """The numbers of the method; a later root may replace single ones."""
        merged: dict[str, Any] = {}
        last: Document | None = None
        for root in self.roots:
            for file in sorted(root.path.glob("sector_profiles/common/scales.yaml")):
                last = self._document(root, file) or last
                if last is not None and isinstance(last.data, dict):
                    _overlay(merged, last.data)
        nothing = Document("sector_profiles/common/scales.yaml", {}, {}, frozenset())
        try:
            return Scales.model_validate(merged)
        except ValidationError as problem:
            self.findings += findings_of(problem, last or nothing)
            raise self.invalid() from None

    def measures(self, sector: str) -> dict[str, Measure]:
        """The common measures and those of a sector, by id."""
        return {
            **self.records(Measure, "common", "measures.yaml"),
            **self.records(Measure, sector, "measures.yaml"),
        }

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The whole bibliography by id."""
        return self.records(Source, "*", "sources.yaml")

    @cached_property
    def plain_language(self) -> PlainLanguage:
        """The rules of plain language, of the last root that has them."""
        for _, _, document in reversed(list(self.documents("sector_profiles/common/plain_language.yaml"))):
            rules = self._record(PlainLanguage, document.data, document, ())
            if rules is not None:
                return rules
        raise self.invalid()

    @cached_property
    def site_words(self) -> SiteWords:
        """The words that say little about which site is meant, of the last root that lists any, if one does."""
        for _, _, document in reversed(list(self.documents("sector_profiles/common/company_forms.yaml"))):
            words = self._record(SiteWords, document.data, document, ())
            if words is not None:
                return words
        return SiteWords()

    def place_files(self, name: str) -> list[tuple[Path, str]]:
        """The files of a table, the bundled one first."""
        pattern = f"sector_profiles/common/{name}"
        found = [(file, root.shown(file)) for root in self.roots for file in sorted(root.path.glob(pattern))]
        self.files.update({shown: file for file, shown in found})
        return found

    def records(self, model: type[D], folder: str, name: str) -> dict[str, D]:
        """The records of a file of many things by id, one root laid over the other."""
        found: dict[str, D] = {}
        for root in self.roots:
            of_root: dict[str, D] = {}
            for file in sorted(root.path.glob(f"sector_profiles/{folder}/{name}")):
                self._add(of_root, root, file, model)
            self._note_replaced(root, found, of_root)
            found.update(of_root)
        return found

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

    def _add(self, found: dict[str, D], root: Root, file: Path, model: type[D]) -> None:
        document = self._document(root, file)
        if document is None:
            return
        if not isinstance(document.data, list):
            self.findings.append(error("expected_list", document.location(())))
            return
        for index, raw in enumerate(document.data):
            record = self._record(model, raw, document, (index,))
            if record is None:
                continue
            id = str(getattr(record, "id", ""))
            if id in found:
                self.findings.append(error("duplicate_id", document.location((index, "id")), id=id))
            else:
                found[id] = record

    def _record(self, model: type[D], raw: Any, document: Document, path: tuple[str | int, ...]) -> D | None:
        try:
            record = TypeAdapter(model).validate_python(raw)
            self._origins[(model.__name__, str(getattr(record, "id", "")))] = (document, path)
            return record
        except ValidationError as problem:
            self.findings += findings_of(problem, document, path)
            return None

    def _newest(self, model: type[D], id: str, pattern: str, missing: str) -> D:
        editions = self._editions(model, id, pattern)
        if not editions:
            if self.findings:
                raise self.invalid()
            raise ContentError(missing, id=id, known=", ".join(sorted(self._index(pattern))))
        return editions[-1]

    def _editions(self, model: type[D], id: str, pattern: str) -> list[D]:
        by_edition: dict[str, D] = {}
        for root, file in self._index(pattern).get(id, []):
            document = self._document(root, file)
            record = self._record(model, document.data, document, ()) if document else None
            if record is not None:
                by_edition[str(getattr(record, "edition", ""))] = record
        return [by_edition[edition] for edition in sorted(by_edition, key=_edition_order)]

    def _index(self, pattern: str) -> dict[str, list[tuple[Root, Path]]]:
        """Which files declare which id, found by the file's `id:` line so that only what is needed is parsed."""
        index: dict[str, list[tuple[Root, Path]]] = {}
        for root in self.roots:
            of_root: dict[str, list[tuple[Root, Path]]] = {}
            for file in sorted(root.path.glob(pattern)):
                match = _ID_LINE.search(file.read_text(encoding="utf-8-sig", errors="replace"))
                of_root.setdefault(match.group(1) if match else file.stem, []).append((root, file))
            for id, files in of_root.items():
                index[id] = [*index.get(id, []), *files]
        return index

    def _document(self, root: Root, file: Path) -> Document | None:
        document, findings = read(file, root.shown(file))
        self.files[root.shown(file)] = file
        self.findings += findings
        return document

    def _note_replaced(self, root: Root, found: dict[str, D], of_root: dict[str, D]) -> None:
        for id in sorted(found.keys() & of_root.keys()):
            self.findings.append(note("content_replaced", Location(file=root.label), id=id))


def _edition_order(edition: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\-_]", edition)]


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Lays one mapping over another; a record with a `value` replaces as a whole."""
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict) and "value" not in value:
            _overlay(base[key], value)
        else:
            base[key] = value
