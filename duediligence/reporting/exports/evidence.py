"""The evidence pack: what the company knows, did and does not know about a site, or about all sites of a product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duediligence.errors import UsageError
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.base import Text
from duediligence.model.manifest import Manifest
from duediligence.reporting.company.actions import action_views, by_subject
from duediligence.reporting.company.build import supplier_view
from duediligence.reporting.company.view import SupplierView
from duediligence.reporting.exports.assessment_json import assessment_document
from duediligence.reporting.exports.evidence_told import Unknown, results, short_answer, unknowns
from duediligence.reporting.exports.json_lines import Json, written
from duediligence.reporting.shared.audience import audiences
from duediligence.reporting.shared.disclosure import is_small
from duediligence.reporting.shared.evidence_rows import AnswerView
from duediligence.reporting.shared.frame import frame
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.ledger import answer_view
from duediligence.reporting.shared.parts import Frame, Round

SCHEMA = "duediligence.evidence/1"


@dataclass(frozen=True, slots=True)
class Provenance:
    """One answer that the pack rests on: who gave it, when, on what evidence, and where it stands."""

    supplier: str
    question: Text
    source: str
    evidence: str
    day: date | None
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The short answer, sites, risk, measures with results, the company's own policy, provenance, and unknowns."""

    frame: Frame
    subject: Text
    short: tuple[Text, ...]
    suppliers: tuple[SupplierView, ...]
    results: tuple[Text, ...]
    company_answers: tuple[AnswerView, ...]
    provenance: tuple[Provenance, ...]
    unknowns: tuple[Unknown, ...]
    other_files: int
    speaks_of_few: bool
    full_text: bool = True

    @property
    def unknowns_by_kind(self) -> tuple[tuple[str, tuple[Unknown, ...]], ...]:
        """The unknowns under one heading a kind, in the order in which they were found."""
        kinds = dict.fromkeys(unknown.kind for unknown in self.unknowns)
        return tuple((kind, tuple(u for u in self.unknowns if u.kind == kind)) for kind in kinds)


def suppliers_of_product(round: Round, product: str) -> tuple[str, ...]:
    """The sites whose register names a product (a good)."""
    fact = round.content.fact_ids.get("good", "goods")
    return tuple(s.id for s in round.assessment.suppliers if product in s.supplier.words(fact))


def evidence_view(round: Round, suppliers: Sequence[str], subject: Text) -> EvidenceView:
    """The pack for some sites; raises UsageError where one is not in the assessment."""
    labels = Labels(round.content)
    chosen = [_found(round, id) for id in suppliers]
    actions = by_subject(action_views(round, labels))
    planned = list({action.id: action for s in chosen for action in actions.get(s.id, ())}.values())
    not_known = tuple(unknown for s in chosen for unknown in unknowns(s, labels))
    manifest = _manifest(round, chosen)
    return EvidenceView(
        frame=frame(round, audiences()["company"], manifest),
        subject=subject,
        short=short_answer(round, chosen, planned, not_known, labels),
        suppliers=tuple(supplier_view(s, actions.get(s.id, ()), True, labels) for s in chosen),
        results=results(round, chosen, labels),
        company_answers=tuple(answer_view(a, labels) for a in round.assessment.company_answers if a.counts),
        provenance=tuple(row for s in chosen for row in _provenance(s, labels)),
        unknowns=not_known,
        other_files=len(round.manifest.inputs) - len(manifest.inputs),
        speaks_of_few=any(is_small(s, round.content) for s in chosen),
    )


def render_evidence_json(round: Round, suppliers: Sequence[str], view: EvidenceView, language: str) -> bytes:
    """The pack as data: the same rows as `assessment.json`, for these sites only."""
    chosen = set(suppliers)
    about = tuple(a.only_at(chosen) for a in round.plan.actions if not chosen.isdisjoint(a.places))
    plan = replace(round.plan, actions=about)
    document = assessment_document(round.assessment, plan, round.content, round.manifest)
    pack: Json = {
        "schema": SCHEMA,
        "subject": view.subject.get(language),
        **{key: document[key] for key in ("tool", "editions", "assessed_on")},
        "company": {key: document["company"][key] for key in ("id", "name", "sector", "round")},
        "suppliers": [s for s in document["suppliers"] if s["id"] in chosen],
        "actions": [{**action, "owner": ""} for action in document["actions"]],
        "short": [text.get(language) for text in view.short],
        "results": [text.get(language) for text in view.results],
        "unknowns": [{"supplier": u.supplier, "kind": u.kind, "text": u.text.get(language)} for u in view.unknowns],
    }
    return written(pack)


def _found(round: Round, id: str) -> SupplierAssessment:
    found = round.assessment.supplier(id)
    if found is None:
        known = ", ".join(s.id for s in round.assessment.suppliers[:5])
        raise UsageError("unknown_supplier", name=id, nearest=known)
    return found


def _manifest(round: Round, chosen: Iterable[SupplierAssessment]) -> Manifest:
    """Only the files on which this pack rests: the names of the others would tell who else delivers."""
    answers = [*round.assessment.company_answers, *(row for s in chosen for row in s.answers)]
    files = {row.location.file for row in answers} | {s.supplier.location.file for s in chosen}
    kept = {name: digest for name, digest in round.manifest.inputs.items() if name in files}
    return replace(round.manifest, inputs=kept)


def _provenance(s: SupplierAssessment, labels: Labels) -> Iterable[Provenance]:
    for row in s.answers:
        question = labels.question(row.question)
        yield Provenance(s.id, question, row.source, row.evidence, row.date, row.document, str(row.location))
