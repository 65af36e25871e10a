"""`sample`: chooses where to look, and writes the field pack and the auditor's report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from duediligence.audit.fieldwork import plan_fieldwork
from duediligence.audit.rules import sampling_rules, triangulation_rules
from duediligence.audit.triangulate import triangulate
from duediligence.errors import DueDiligenceError
from duediligence.findings import Finding
from duediligence.forms.write import briefs_of, write_forms
from duediligence.intake.files.side_by_side import OnFile
from duediligence.model.assessment import DECIMALS
from duediligence.model.audit import Triangulation
from duediligence.model.audit_sample import Chance, Fieldwork, SiteVisit
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.model.sampling import SamplingRules
from duediligence.model.triangulation import TriangulationRules
from duediligence.model.verification import Verdict
from duediligence.reporting.auditor.book import render_auditor_workbook
from duediligence.reporting.auditor.build import audit_head, auditor_view
from duediligence.reporting.auditor.fieldwork_book import render_field_workbook, render_office_workbook
from duediligence.reporting.auditor.fieldwork_build import field_view, office_view
from duediligence.reporting.auditor.page import render_auditor_page, render_field_page
from duediligence.reporting.exports.output import write_files
from duediligence.reporting.shared.parts import Round
from duediligence.workflow.bundling import DOCUMENT
from duediligence.workflow.draws import DRAWS, draws_bytes, kept_draws
from duediligence.workflow.history import earlier_rounds
from duediligence.workflow.layers import open_library
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import Unwritten, assess_opened
from duediligence.workflow.verifying import verify_written

FOLDER = "auditor"
"""The folder in the reports folder for everything that only the auditor may see."""
FORMS = "forms"
AT_OFFICE = "stays-at-the-office"
"""What was said in confidence, named so that nobody takes it along to a site."""
ASKED = (Respondent.WORKERS, Respondent.AUDITOR)


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sample, the record it was drawn from, and what was written."""

    opened: Opened
    fieldwork: Fieldwork
    triangulation: Triangulation
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    document: Mapping[str, Any]

    @property
    def page(self) -> Path:
        """The page to open first."""
        return next(file for file in self.files if file.name == "fieldwork.html")


@dataclass(frozen=True, slots=True)
class _Rules:
    sampling: SamplingRules
    triangulation: TriangulationRules


def sample_workspace(
    folder: Path,
    wanted: int | None = None,
    seed: int | None = None,
    content: Path | None = None,
    languages: Sequence[str] | None = None,
    on_file: OnFile | None = None,
    forms: bool = True,
    given_by: str = "",
    today: date | None = None,
) -> Sampled:
    """Draws `wanted` sites (without it: by the rule) and writes the field pack and the auditor's report.

    The seed is the workspace's own where none is given; `given_by` is who gave it. Every draw is kept. Raises
    UsageError where more sites are certain than wanted.
    """
    opened = open_workspace(folder, content, on_file)
    rules = _rules(opened, content)
    assessed = assess_opened(opened)
    round = assessed.round
    found = triangulate(
        round.assessment, opened.content, rules.triangulation, earlier_rounds(opened.root, opened.workspace).rounds
    )
    chance = opened.workspace.seed if seed is None else seed
    given = (round.assessment.suppliers, opened.content, rules.sampling, found.clashes, found.flags)
    fieldwork = plan_fieldwork(*given, chance, wanted)
    spoken = languages or opened.spoken
    reports = opened.root / opened.workspace.reports
    draws = kept_draws(reports / FOLDER / DRAWS, fieldwork, given_by, today or round.assessment.assessed_on)
    fieldwork = replace(fieldwork, draws=draws)
    document = sample_document(fieldwork, round)
    files = dict(_pages(round, found, fieldwork, rules, _verdict(reports, opened, assessed), spoken))
    files |= _forms(opened, fieldwork, spoken) if forms else {}
    files[DRAWS] = draws_bytes(draws)
    files["sample.json"] = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    written = write_files(reports, {f"{FOLDER}/{name}": data for name, data in files.items()})
    return Sampled(opened, fieldwork, found, opened.findings, tuple(written), document)


def sample_document(fieldwork: Fieldwork, round: Round) -> dict[str, Any]:
    """The sample as plain values: enough to draw it again, and nothing that a worker said."""
    sample = fieldwork.sample
    return {
        "schema": "duediligence.sample/1",
        "version": round.manifest.version,
        "assessed_on": round.manifest.assessed_on.isoformat(),
        "seed": sample.seed,
        "frame_digest": fieldwork.frame_digest,
        "editions": dict(fieldwork.editions),
        "size": {"certain": sample.certain, "risk": sample.by_risk, "random": sample.by_chance},
        "sites": [_site(chance) for chance in sample.frame],
        "spared": list(fieldwork.spared),
        "visits": [_visit(visit) for visit in fieldwork.visits],
    }


def _site(chance: Chance) -> dict[str, Any]:
    return {
        "id": chance.supplier,
        "tier": chance.tier,
        "gate": chance.gate,
        "possible": round(chance.possible, DECIMALS),
        "probability": round(chance.probability, DECIMALS),
        "by_risk": round(chance.by_risk, DECIMALS),
        "draw": chance.draw.value if chance.draw else None,
    }


def _visit(visit: SiteVisit) -> dict[str, Any]:
    return {
        "id": visit.chance.supplier,
        "interviews": visit.interviews.total,
        "groups": {quota.group: quota.interviews for quota in visit.interviews.groups},
        "questions": [ask.question for ask in visit.questions],
        "documents": [ask.text.en for ask in visit.documents],
        "contradictions": [clash.matter for clash in visit.clashes],
        "flags": [flag.kind.value for flag in visit.flags],
    }


def _rules(opened: Opened, content: Path | None) -> _Rules:
    library = open_library(opened.root, opened.workspace, content)
    return _Rules(sampling_rules(library), triangulation_rules(library))


def _verdict(reports: Path, opened: Opened, found: Unwritten) -> Verdict | None:
    """How the written assessment compares with this run, where one was written."""
    report = reports / DOCUMENT
    if not report.is_file():
        return None
    try:
        return verify_written(report, opened, found)
    except DueDiligenceError:
        return None


def _pages(
    round: Round, found: Triangulation, fieldwork: Fieldwork, rules: _Rules, verdict: Verdict | None,
    languages: Sequence[str],
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """The report and the field pack; the first language has the plain name."""
    report = auditor_view(round, found, rules.triangulation, rules.sampling, fieldwork, verdict)
    pack = field_view(round, audit_head(round), fieldwork, rules.sampling)
    office = office_view(round, audit_head(round), fieldwork, rules.sampling)
    for language in languages:
        suffix = "" if language == languages[0] else f".{language}"
        yield f"fieldwork{suffix}.html", render_field_page(pack, language).encode()
        yield f"fieldwork{suffix}.xlsx", render_field_workbook(pack, language)
        yield f"{AT_OFFICE}{suffix}.xlsx", render_office_workbook(office, language)
        yield f"auditor-report{suffix}.html", render_auditor_page(report, language).encode()
        yield f"auditor-report{suffix}.xlsx", render_auditor_workbook(report, language)


def _forms(opened: Opened, fieldwork: Fieldwork, languages: Sequence[str]) -> dict[str, bytes]:
    """The forms for workers and auditors at the sites of the sample, for those of whom the sector asks anything.

    A workbook speaks the first language only; pages and the interview form speak all of them.
    """
    chosen = {chance.supplier for chance in fieldwork.sample.chosen}
    sites = [supplier for supplier in opened.suppliers if supplier.id in chosen]
    files: dict[str, bytes] = {}
    for respondent in ASKED:
        if sites and _asks(opened.content, respondent):
            briefs = briefs_of(opened.content, sites, respondent, opened.workspace.company)
            for spoken, kinds in ((languages[:1], ("xlsx",)), (languages, ("html", "xlsform"))):
                files |= {f"{FORMS}/{name}": data for name, data in write_forms(briefs, spoken, kinds)}
    return files


def _asks(content: SectorContent, respondent: Respondent) -> bool:
    return bool(content.uses(respondent))
