"""`verify`: repeats the run behind a report and says equal, or what differs and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duediligence.audit.bundle import CONTENT, OUTPUTS, WORKSPACE, Bundle, read_bundle, unpack_bundle
from duediligence.audit.manifest_reader import CarriedManifest, manifest_of_page, manifest_of_workbook
from duediligence.audit.places import fact_places
from duediligence.audit.recount import departures
from duediligence.audit.rendered import (
    page_differences,
    page_language,
    told_audience,
    workbook_differences,
    workbook_language,
)
from duediligence.audit.signature import check_signature
from duediligence.audit.verify import Record, compare_manifests, compare_records, output_differences
from duediligence.errors import DueDiligenceError, InputError
from duediligence.intake.files.side_by_side import OnFile
from duediligence.intake.workspace import find_workspace, register_path
from duediligence.model.verification import Difference, DifferenceKind, Verdict
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.audience import audiences
from duediligence.reporting.views import build_view
from duediligence.reporting.workbook.workbook import render_workbook
from duediligence.workflow.bundling import DOCUMENT, PREFIX, open_bundled
from duediligence.workflow.history import HISTORY
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import Unwritten, assess_opened

PAGES, WORKBOOKS = (".html", ".htm"), (".xlsx",)
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verified:
    """A verdict in the language of the workspace that was repeated."""

    verdict: Verdict
    language: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a report says: results where a program can read them, digests always; `bundle` where it is one."""

    record: Record
    results: bool
    bundle: Bundle | None = None
    carried: CarriedManifest | None = None


def verify_report(
    report: Path,
    workspace: Path | None = None,
    content: Path | None = None,
    signers: Path | None = None,
    on_file: OnFile | None = None,
) -> Verified:
    """Repeats the run behind a report.

    A bundle is repeated from what it holds, unless a workspace is named: then that workspace is compared with it. Any
    other report is repeated from the workspace in which it lies; a folder stands for the assessment.json in it. Raises
    InputError where the report cannot be read.
    """
    report = report / DOCUMENT if report.is_dir() else report
    if not report.is_file():
        raise InputError("no_report", file=str(report))
    with TemporaryDirectory(prefix="duediligence-") as name:
        scratch = Path(name)
        claim = _claim(report)
        opened = _opened(claim, report, workspace, content, scratch, on_file)
        verdict = _verdict(report, claim, opened, assess_opened(opened), scratch, own=workspace is None)
        signature = check_signature(report, signers)
        return Verified(replace(verdict, signature=signature), opened.spoken[0])


def verify_written(report: Path, opened: Opened, found: Unwritten) -> Verdict:
    """Compares a report with a run that was made already. Raises InputError where the report cannot be read."""
    with TemporaryDirectory(prefix="duediligence-") as name:
        return _verdict(report, _claim(report), opened, found, Path(name), own=False)


def _verdict(report: Path, claim: _Claim, opened: Opened, found: Unwritten, scratch: Path, own: bool) -> Verdict:
    """`own`: a bundle was repeated from what it holds, so its plan was there too."""
    repeated = Record.of(found.document).keeping(opened.inputs, opened.content_files)
    claimed, memory = _with_memory(claim, report, scratch)
    differences = [*_listed(claim)]
    if claim.results:
        register = register_path(opened.root, opened.workspace)
        place = fact_places(register, register.name, opened.content.facts, opened.suppliers)
        typed = own and claim.bundle is not None and bool(claim.bundle.plan)
        differences += compare_records(claimed, repeated, place, typed)
    else:
        differences += compare_manifests(claimed, repeated)
    audience = told_audience(claim.carried.texts, _names()) if claim.carried else None
    differences += _rendered(report, audience, found, scratch) if audience else ()
    differences += _ledgers(found, opened)
    return Verdict(
        report=report.name,
        differences=tuple(differences),
        compared_suppliers=len(found.round.assessment.suppliers),
        compared_files=len(repeated.inputs) + len(repeated.content),
        memory=memory,
        compared=claim.carried is None or audience is not None,
    )


def _claim(report: Path) -> _Claim:
    suffix = report.suffix.casefold()
    if suffix == ".zip":
        bundle = read_bundle(report)
        document = bundle.part(OUTPUTS).get(DOCUMENT)
        if document is None:
            raise InputError("bundle_format", file=report.name)
        return _Claim(Record.of(_document(document, report)), results=True, bundle=bundle)
    if suffix in (*PAGES, *WORKBOOKS):
        carried = (manifest_of_page if suffix in PAGES else manifest_of_workbook)(report)
        if not carried.content:
            raise InputError("report_without_manifest", file=report.name)
        return _carried_claim(report, carried)
    return _Claim(Record.of(_document(report.read_bytes(), report)), results=True)


def _carried_claim(report: Path, carried: CarriedManifest) -> _Claim:
    """A page or workbook with the document of the same run, where that lies beside it."""
    folders = (report.parent, report.parent.parent)
    for file in [path for folder in folders for path in (folder / DOCUMENT, *_history(folder))]:
        if file.is_file():
            record = Record.of(_document(file.read_bytes(), file))
            if record.content == carried.content and carried.inputs in ({}, record.inputs):
                return _Claim(record, results=True, carried=carried)
    return _Claim(Record({}, carried.inputs, carried.content), results=False, carried=carried)


def _history(folder: Path) -> list[Path]:
    return sorted((folder / HISTORY).glob("*.json"), reverse=True)


def _document(data: bytes, file: Path) -> Json:
    try:
        document = json.loads(data)
    except ValueError:
        document = None
    tool = document.get("tool") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(tool, dict) or not isinstance(document.get("suppliers"), list):
        raise InputError("report_without_manifest", file=file.name)
    return document


def _opened(
    claim: _Claim, report: Path, workspace: Path | None, content: Path | None, scratch: Path, on_file: OnFile | None
) -> Opened:
    if claim.bundle is not None and workspace is None:
        unpack_bundle(claim.bundle, scratch / "bundle")
        return open_bundled(claim.bundle, scratch / "bundle")
    return open_workspace(find_workspace(workspace or report.parent), content, on_file)


def _with_memory(claim: _Claim, report: Path, scratch: Path) -> tuple[Record, str]:
    """The claim with the files as they were, from itself or from a bundle of the same run that lies beside it."""
    if claim.bundle is not None:
        return _keeping(claim.record, claim.bundle, scratch / "memory"), report.name
    for file in sorted(report.parent.glob(f"{PREFIX}*.zip"), reverse=True):
        try:
            bundle = read_bundle(file)
            document = Record.of(_document(bundle.part(OUTPUTS).get(DOCUMENT, b""), file))
        except DueDiligenceError:
            continue
        same = document.content == claim.record.content and claim.record.inputs in ({}, document.inputs)
        if same:
            return _keeping(claim.record, bundle, scratch / "memory"), file.name
    return claim.record, ""


def _keeping(record: Record, bundle: Bundle, folder: Path) -> Record:
    unpack_bundle(bundle, folder)
    inputs, content = ({name: folder / part / name for name in bundle.part(part)} for part in (WORKSPACE, CONTENT))
    return record.keeping(inputs, content)


def _listed(claim: _Claim) -> Iterator[Difference]:
    """What lies in a bundle and is not what it lists: somebody put other files in."""
    if claim.bundle is not None:
        outputs = {name: sha256(data).hexdigest() for name, data in claim.bundle.part(OUTPUTS).items()}
        yield from output_differences(claim.bundle.digests[OUTPUTS], outputs)


def _rendered(report: Path, audience: str, found: Unwritten, scratch: Path) -> Iterator[Difference]:
    """Draws the same page or workbook again; only what people cannot have typed is compared."""
    suffix = report.suffix.casefold()
    language = page_language(report) if suffix in PAGES else workbook_language(report)
    view, again = build_view(audience, found.round), scratch / f"again{suffix}"
    if suffix in PAGES:
        again.write_bytes(render_page(view, language).encode())
        if again.read_bytes() != report.read_bytes():
            yield from page_differences(report, again)
    else:
        again.write_bytes(render_workbook(view, language, f"{report.stem}.html"))
        yield from workbook_differences(report, again)


def _names() -> dict[str, str]:
    """The audiences by what a report calls them, in every language."""
    return {name: spec.id for spec in audiences().values() for name in spec.name.all()}


def _ledgers(found: Unwritten, opened: Opened) -> Iterator[Difference]:
    """Numbers that do not follow from the rows beside them: a defect of ours, and never to be hidden."""
    for supplier in found.round.assessment.suppliers:
        for number in departures(supplier, opened.content):
            yield Difference(DifferenceKind.LEDGER, supplier.id, subject=number)
