"""`content list, show, lint`: the content for those who write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duediligence.declarations.library import Library
from duediligence.declarations.lint import lint
from duediligence.declarations.rules.names import RESULTS
from duediligence.declarations.sector import load_sector
from duediligence.errors import UsageError
from duediligence.findings import Finding
from duediligence.i18n.formats import show_date, show_percent
from duediligence.i18n.texts import translate
from duediligence.model.agreement import Agreement, Commitment
from duediligence.model.base import Sourced
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question
from duediligence.model.sector import Driver
from duediligence.model.tree import Node
from duediligence.reporting.pages.outline import render_outline
from duediligence.workflow.layers import open_library


@dataclass(frozen=True, slots=True)
class Linted:
    """Which sectors were checked, and what was found."""

    sectors: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sector for the terminal and as plain values."""

    tree: Node
    document: dict[str, Any]


def list_sectors(content: Path | None, language: str) -> list[dict[str, str]]:
    """One row a sector."""
    library = open_library(Path(), None, content)
    rows = []
    for id in library.sector_ids():
        profile = library.profile(id)
        agreements = [library.agreement(agreement) for agreement in profile.agreements]
        rows.append(
            {
                "id": id,
                "name": profile.name.get(language),
                "edition": profile.edition,
                "agreements": "\n".join(f"{a.name.get(language)}: {_status(a, language)}" for a in agreements) or "–",
            }
        )
    return rows


def lint_sectors(sector: str | None, content: Path | None = None) -> Linted:
    """All defects and all advice of one sector or of every sector, in one run."""
    library = open_library(Path(), None, content)
    sectors = (sector,) if sector else tuple(library.sector_ids())
    return Linted(sectors, lint(library, sectors))


def show_sector(sector: str, content: Path | None, language: str) -> Shown:
    """One sector for reading, with its sources."""
    library = open_library(Path(), None, content)
    declared = load_sector(library, sector)
    return Shown(_Teller(declared, language).sector(), _document(library, declared))


def write_sector_page(sector: str, file: str, content: Path | None, language: str) -> Path:
    """Writes a sector as a page for reading; a file that is there already is refused."""
    target = Path(file)
    if target.exists():
        raise UsageError("file_exists", file=file)
    page = render_outline(show_sector(sector, content, language).tree, language)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")
    return target


@dataclass(frozen=True, slots=True)
class _Teller:
    content: SectorContent
    language: str

    def sector(self) -> Node:
        profile = self.content.profile
        name = f"{profile.name.get(self.language)} ({profile.id} {profile.edition})"
        summary = (Node(profile.summary.get(self.language)),) if profile.summary else ()
        return Node(name, (*summary, *self._parts()))

    def _parts(self) -> Iterator[Node]:
        own = self.content.profile.drivers
        yield Node(self._say("drivers", count=len(own)), tuple(map(self._driver, own)))
        for form in self.content.questionnaires.values():
            title = form.title.get(self.language) if form.title else form.id
            respondent = translate(f"terms.respondent.{form.respondent.value}", self.language)
            head = self._say("form", title=title, respondent=respondent, count=len(form.questions()))
            yield Node(head, tuple(map(self._question, form.questions())))
        for agreement in self.content.agreements.values():
            head = f"{agreement.name.get(self.language)}: {_status(agreement, self.language)}"
            note = agreement.status.note
            told = (Node(self._sourced(note.get(self.language), agreement)),) if note else ()
            yield Node(head, (*told, self._coverage(agreement), *map(self._commitment, agreement.commitments)))
        own_measures = [m for m in self.content.measures.values() if self._is_for_sector(m.purpose.indicators)]
        yield Node(
            self._say("measures", count=len(own_measures)),
            tuple(Node(self._sourced(m.text.get(self.language), m)) for m in own_measures),
        )
        yield Node(self._say("sources"), tuple(map(Node, self._sources())))

    def _is_for_sector(self, indicators: Iterable[str]) -> bool:
        return bool(set(indicators) & self.content.indicators.keys())

    def _driver(self, driver: Driver) -> Node:
        raised = (
            f"{self.content.indicators[i].name.get(self.language)}: {translate(f'terms.level.{level}', self.language)}"
            for i, level in driver.raises.items()
            if i in self.content.indicators
        )
        why = [driver.why.get(self.language)] if driver.why else []
        return Node(self._sourced(driver.label.get(self.language), driver), tuple(map(Node, (*raised, *why))))

    def _question(self, question: Question) -> Node:
        mark = self._say("core") if question.core else ""
        options = tuple(Node(option.text.get(self.language)) for option in question.options)
        return Node(f"{question.text.get(self.language)}{mark}", options)

    def _coverage(self, agreement: Agreement) -> Node:
        """How much of an agreement can be measured, by which kind of measure."""
        kinds = Counter(commitment.kind for commitment in agreement.commitments)
        joint = kinds.pop("joint", 0)
        told = (f"{self._kind(kind)}: {count}" for kind, count in kinds.most_common())
        unpublished = sum(commitment.not_published for commitment in agreement.commitments)
        counts = {"total": joint + kinds.total(), "measured": kinds.total(), "joint": joint}
        return Node(self._say("coverage", kinds=", ".join(told), unpublished=unpublished, **counts))

    def _kind(self, kind: str) -> str:
        return translate(f"terms.commitment_kind.{kind}", self.language)

    def _measured_by(self, commitment: Commitment) -> str:
        """The question, form, condition or action from which the state of a commitment follows."""
        measure, content = commitment.measure, self.content
        if measure.kind == "answer":
            return content.questions[measure.question].text.get(self.language)
        if measure.kind == "score":
            title = content.questionnaires[measure.questionnaire].title
            return title.get(self.language) if title else measure.questionnaire
        if measure.kind == "absence":
            named = [content.indicators[id].name.get(self.language) for id in measure.indicators]
            return "; ".join([*named, *(content.questions[id].text.get(self.language) for id in measure.questions)])
        if measure.kind == "joint":
            return measure.action.get(self.language)
        looked_at = sorted(measure.where.names() | measure.where.questions())
        facts = ", ".join(map(self._named, looked_at))
        return self._say("share_of", of=self._say(f"of_{measure.of}"), facts=facts)

    def _named(self, name: str) -> str:
        """What the condition of a share looks at, in words."""
        if name in RESULTS:
            return self._say(f"result_{name}")
        if name in self.content.questions:
            return self.content.questions[name].text.get(self.language)
        fact = self.content.facts.get(self.content.fact_ids.get(name, ""))
        return fact.name.get(self.language) if fact else name

    def _commitment(self, commitment: Commitment) -> Node:
        kind = self._kind(commitment.kind)
        measured = self._say("measured_by", what=self._measured_by(commitment))
        schedule = commitment.due.thresholds if commitment.due else {}
        years = ", ".join(f"{year}: {self._threshold(value)}" for year, value in sorted(schedule.items()))
        text = self._sourced(commitment.text.get(self.language), commitment)
        return Node(text, tuple(Node(part) for part in (kind, measured, years) if part))

    def _threshold(self, value: float | None) -> str:
        return self._say("not_published") if value is None else show_percent(value, self.language)

    def _sourced(self, text: str, record: Sourced) -> str:
        confidence = translate(f"terms.confidence.{record.confidence.value}", self.language)
        return f"{text}  [{': '.join(filter(None, (confidence, ', '.join(record.sources))))}]"

    def _sources(self) -> Iterator[str]:
        for id in sorted(_used_sources(self.content)):
            source = self.content.sources.get(id)
            if source is not None:
                title = source.title if isinstance(source.title, str) else source.title.get(self.language)
                parts = (title, source.publisher, str(source.year or ""), source.url)
                yield f"{id}: {', '.join(part for part in parts if part)}"

    def _say(self, key: str, **params: object) -> str:
        return translate(f"console.content.{key}", self.language, **params)


def _used_sources(content: SectorContent) -> set[str]:
    records: list[Sourced] = [content.profile, *content.drivers, *content.agreements.values()]
    records += [commitment for agreement in content.agreements.values() for commitment in agreement.commitments]
    return {id for record in records for id in record.sources}


def _status(agreement: Agreement, language: str) -> str:
    """The state with its end, or with the day on which somebody looked."""
    state = translate(f"terms.agreement_state.{agreement.status.state}", language)
    ends, checked = agreement.status.ends, agreement.status.checked
    if ends:
        return f"{state} ({show_date(ends, language)})"
    if checked:
        return f"{state} ({translate('console.content.checked', language, date=show_date(checked, language))})"
    return state


def _document(library: Library, content: SectorContent) -> dict[str, Any]:
    profile = content.profile
    return {
        "profile": profile.model_dump(mode="json", exclude_none=True),
        "agreements": [
            a.model_dump(mode="json", exclude_none=True, by_alias=True) for a in content.agreements.values()
        ],
        "questionnaires": {form.id: form.edition for form in content.questionnaires.values()},
        "sources": sorted(_used_sources(content)),
        "files": sorted(library.files),
    }
