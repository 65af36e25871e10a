"""A workspace as it was read: who, which content, which suppliers and answers, and everything that was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from duediligence import __version__
from duediligence.declarations.library import Library
from duediligence.declarations.sector import load_sector
from duediligence.errors import InputError
from duediligence.findings import Finding, in_order
from duediligence.i18n.texts import LANGUAGES
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.documents_seen import documents_seen_path, read_documents_seen, with_documents_seen
from duediligence.intake.files.reading import Returned
from duediligence.intake.files.side_by_side import OnFile
from duediligence.intake.files.text import shown_path
from duediligence.intake.register import read_register
from duediligence.intake.responses import read_responses
from duediligence.intake.sites.decided import Decided, decide_sites
from duediligence.intake.sites.same_site import same_site_findings
from duediligence.intake.typed.own_words import with_own_words
from duediligence.intake.workspace import FILE, company_path, find_workspace, load_workspace, register_path
from duediligence.model.content import SectorContent
from duediligence.model.manifest import Manifest
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.returned import ReturnedForm
from duediligence.model.workspace import Workspace
from duediligence.workflow.asked import form_files
from duediligence.workflow.closed_sites import talks_at_closed_sites
from duediligence.workflow.from_record import from_record
from duediligence.workflow.layers import editions, open_library
from duediligence.workflow.settings import settings_findings


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that one run reads; `inputs` are the files it read, by the name that people see.

    `kept`: answers that only the last record still holds; they count beside `answers`.
    """

    root: Path
    workspace: Workspace
    content: SectorContent
    suppliers: tuple[Supplier, ...]
    answers: tuple[Answer, ...]
    forms: tuple[ReturnedForm, ...]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, Path]
    content_files: Mapping[str, Path]
    kept: tuple[Answer, ...] = ()

    @property
    def counted(self) -> tuple[Answer, ...]:
        """Every answer that counts: those in the files, and those that only the last record still holds."""
        return (*self.answers, *self.kept)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of the workspace that reports are written in; forms may be in others too."""
        return tuple(language for language in self.workspace.languages if language in LANGUAGES) or ("en",)

    def manifest(self) -> Manifest:
        """What somebody else needs to repeat this run."""
        return Manifest(
            version=__version__,
            assessed_on=self.workspace.assessed_on,
            seed=self.workspace.seed,
            inputs=digests(self.inputs),
            content=digests(self.content_files),
            editions=editions(self.content),
        )


def open_workspace(
    folder: Path, content: Path | None = None, on_file: OnFile | None = None, library: Library | None = None
) -> Opened:
    """Reads a workspace whole; problems in its files become findings.

    `content` is a folder laid over the bundled content, beside the workspace's own; `on_file` is told how many files
    of answers were read, of how many; a `library` (of a bundle) takes the place of all other content. Raises
    InputError where there is no usable workspace file or no supplier in the register, ContentError where the content
    is invalid.
    """
    folder = find_workspace(folder)
    workspace, found = load_workspace(folder)
    library = library or open_library(folder, workspace, content)
    declared = load_sector(library, workspace.sector)
    register = register_path(folder, workspace)
    sites = _read_sites(register, workspace, declared)
    if not sites.suppliers:
        raise InputError("no_suppliers", file=register.name, findings=in_order((*found, *sites.findings)))
    settings = settings_findings(folder, workspace, declared, library)
    came = _read_answers(folder, workspace, QuestionBook.of_content(declared), sites, on_file)
    record = from_record(folder, workspace, declared, sites.suppliers, came.value)
    danger = talks_at_closed_sites(declared, sites.suppliers, came.value)
    own = (folder / FILE, register, *_kept_files(folder, workspace))
    files = (*own, *form_files(folder), *response_files(folder / workspace.responses))
    return Opened(
        root=folder,
        workspace=workspace,
        content=declared,
        suppliers=sites.suppliers,
        answers=came.value,
        forms=came.forms,
        findings=in_order(
            (*found, *settings, *library.findings, *sites.findings, *came.findings, *record.findings, *danger)
        ),
        inputs={shown_path(file, folder): file for file in files if _opens(file)},
        content_files=dict(library.files),
        kept=record.answers,
    )


def _read_sites(register: Path, workspace: Workspace, content: SectorContent) -> Decided:
    """The sites of the register, joined where a person called two rows one, with proposals for what is undecided."""
    facts = with_own_words(content.facts, workspace, FILE)
    read = read_register(register, facts.value, register.name)
    decided = decide_sites(read.value, workspace, content.facts, FILE)
    proposed = same_site_findings(decided.suppliers, content.site_words, workspace.different_sites)
    return replace(decided, findings=(*facts.findings, *read.findings, *decided.findings, *proposed))


def _read_answers(
    folder: Path, workspace: Workspace, book: QuestionBook, sites: Decided, on_file: OnFile | None
) -> Returned:
    """Everything that came back, with the documents marked that somebody looked at."""
    register = SupplierBook({supplier.id: supplier for supplier in sites.suppliers}, sites.same)
    responses = folder / workspace.responses
    where, own = ([responses] if responses.exists() else []), company_path(folder, workspace)
    came = read_responses(where, book, register, workspace.assessed_on, folder, own, on_file)
    path = documents_seen_path(folder)
    if path is None:
        return came
    seen = read_documents_seen(path, path.name, book, register, workspace.assessed_on)
    marked = with_documents_seen(came.value, seen.value)
    return Returned(marked.value, (*came.findings, *seen.findings, *marked.findings), came.forms)


def _kept_files(folder: Path, workspace: Workspace) -> list[Path]:
    """The files beside the register that a company keeps itself."""
    return [path for path in (company_path(folder, workspace), documents_seen_path(folder)) if path]


def response_files(folder: Path) -> list[Path]:
    """Every file of the responses folder, sorted, or the one file that takes its place; no links are followed."""
    found = folder.rglob("*") if folder.is_dir() else (folder,)
    return sorted(file for file in found if file.is_file() and not file.is_symlink())


def _opens(file: Path) -> bool:
    """Whether a file can be read; a finding tells of one that cannot, and the run was made without it."""
    with suppress(OSError), file.open("rb"):
        return True
    return False


def digests(files: Mapping[str, Path]) -> dict[str, str]:
    """The SHA-256 of files by name."""
    return {name: sha256(file.read_bytes()).hexdigest() for name, file in sorted(files.items())}


def company_answers(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The company's own answers among all."""
    return tuple(answer for answer in answers if answer.supplier == COMPANY)
