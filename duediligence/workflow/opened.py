"""A workspace as it was read: who, which content, which suppliers and answers, and everything that was wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from duediligence import __version__
from duediligence.declarations.library import Library
from duediligence.declarations.sector import load_sector
from duediligence.findings import Finding, in_order
from duediligence.intake.books import QuestionBook
from duediligence.intake.register import read_register
from duediligence.intake.responses import read_responses
from duediligence.intake.workspace import FILE, company_path, find_workspace, load_workspace, register_path
from duediligence.model.content import SectorContent
from duediligence.model.manifest import Manifest
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.workspace import Workspace
from duediligence.workflow.layers import editions, open_library

OnFile: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that one run reads; `inputs` are the files it read, by the name that people see."""

    root: Path
    workspace: Workspace
    content: SectorContent
    suppliers: tuple[Supplier, ...]
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, Path]
    content_files: Mapping[str, Path]

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
    InputError where there is no usable workspace file or register, ContentError where the content is invalid.
    """
    folder = find_workspace(folder)
    workspace, found = load_workspace(folder)
    findings = list(found)
    library = library or open_library(folder, workspace, content)
    declared = load_sector(library, workspace.sector)
    register = register_path(folder, workspace)
    suppliers = read_register(register, declared.facts, register.name)
    findings += [*library.findings, *suppliers.findings]
    sites = {supplier.id: supplier for supplier in suppliers.value}
    own, responses = company_path(folder, workspace), folder / workspace.responses
    where = [responses] if responses.is_dir() else []
    book = QuestionBook.of_content(declared)
    answers = read_responses(where, book, sites, workspace.assessed_on, folder, own, on_file)
    findings += answers.findings
    files = (folder / FILE, register, *([own] if own else []), *response_files(responses))
    inputs = {file.relative_to(folder).as_posix(): file for file in files}
    return Opened(
        root=folder,
        workspace=workspace,
        content=declared,
        suppliers=tuple(suppliers.value),
        answers=tuple(answers.value),
        findings=in_order(findings),
        inputs=inputs,
        content_files=dict(library.files),
    )


def response_files(folder: Path) -> list[Path]:
    """Every file of the responses folder, sorted; no links are followed."""
    found = folder.rglob("*") if folder.is_dir() else ()
    return sorted(file for file in found if file.is_file() and not file.is_symlink())


def digests(files: Mapping[str, Path]) -> dict[str, str]:
    """The SHA-256 of files by name."""
    return {name: sha256(file.read_bytes()).hexdigest() for name, file in sorted(files.items())}


def company_answers(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The company's own answers among all."""
    return tuple(answer for answer in answers if answer.supplier == COMPANY)
