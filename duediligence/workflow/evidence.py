"""`assess --evidence` and `--oscal`: the bundle for an authority's request, and the plan for other systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from duediligence.errors import UsageError
from duediligence.model.base import Text
from duediligence.reporting.exports.evidence import evidence_view, render_evidence_json, suppliers_of_product
from duediligence.reporting.exports.oscal import render_oscal
from duediligence.reporting.exports.output import write_files
from duediligence.reporting.pages.page import render_evidence_page
from duediligence.reporting.shared.parts import Round
from duediligence.workflow.rounds import Done

FOLDER = "evidence"


def write_evidence(done: Done, subjects: Sequence[str], languages: Sequence[str]) -> tuple[Path, ...]:
    """Writes a page and a data file for each supplier or good; raises UsageError where the register has neither."""
    files = dict(file for subject in subjects for file in _pack(done.round, subject, languages))
    return write_files(done.opened.root / done.opened.workspace.reports, files)


def write_oscal(done: Done, languages: Sequence[str]) -> tuple[Path, ...]:
    """Writes the plan as an OSCAL plan of action and milestones; large, so only on request."""
    files = {"actions.oscal.json": render_oscal(done.round, languages[0])}
    return write_files(done.opened.root / done.opened.workspace.reports, files)


def _pack(round: Round, subject: str, languages: Sequence[str]) -> Iterator[tuple[str, bytes | str]]:
    ids, name = _about(round, subject)
    view = evidence_view(round, ids, name)
    for language in languages:
        suffix = "" if language == languages[0] else f".{language}"
        yield f"{FOLDER}/{subject}{suffix}.html", render_evidence_page(view, language)
    yield f"{FOLDER}/{subject}.json", render_evidence_json(round, ids, view, languages[0])


def _about(round: Round, subject: str) -> tuple[tuple[str, ...], Text]:
    supplier = round.assessment.supplier(subject)
    if supplier is not None:
        return (supplier.id,), Text(nl=supplier.supplier.name, en=supplier.supplier.name)
    sites = suppliers_of_product(round, subject)
    if not sites:
        raise UsageError("no_evidence_subject", name=subject)
    goods = {choice.id: choice.name for choice in round.content.facts["goods"].choices}
    return sites, goods.get(subject, Text(nl=subject, en=subject))
