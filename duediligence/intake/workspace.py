"""The workspace: the folder that a company keeps, and the file in it that says who it is and which round this is."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from duediligence.errors import InputError
from duediligence.findings import Finding, in_order
from duediligence.model.problems import findings_of
from duediligence.model.workspace import Workspace
from duediligence.yamlfile import Document, read

FILE = "duediligence.yaml"
REGISTERS = ("suppliers.xlsx", "suppliers.csv")
COMPANY_ANSWERS = ("company.xlsx", "company.csv", "company.json")


def find_workspace(folder: Path) -> Path:
    """The nearest folder, from this one upwards, that holds a workspace file; raises InputError where none does."""
    start = folder.absolute()
    for root in (start, *start.parents):
        if (root / FILE).is_file():
            return root
    raise InputError("no_workspace", folder=str(folder))


def load_workspace(root: Path) -> tuple[Workspace, tuple[Finding, ...]]:
    """The workspace of a folder; raises InputError, with every finding, where it cannot be used.

    A key that does not exist is named and left out, so that one slip of the pen does not stop the work.
    """
    document, findings = read(root / FILE, FILE)
    if document is None:
        raise InputError("workspace_invalid", file=FILE, findings=tuple(findings))
    workspace, found = _validated(document)
    findings = [*findings, *found]
    if workspace is None:
        raise InputError("workspace_invalid", file=FILE, findings=in_order(findings))
    return workspace, in_order(findings)


def register_path(root: Path, workspace: Workspace) -> Path:
    """The register that the workspace names, else the first of the usual names that exists; raises InputError."""
    names = (workspace.register_file,) if workspace.register_file else REGISTERS
    found = next((root / name for name in names if (root / name).exists()), None)
    if found is None:
        raise InputError("no_register", file=names[0])
    return found


def company_path(root: Path, workspace: Workspace) -> Path | None:
    """The company's own questionnaire, or None where it was not filled in."""
    names = (workspace.company_answers,) if workspace.company_answers else COMPANY_ANSWERS
    return next((root / name for name in names if (root / name).exists()), None)


def _validated(document: Document) -> tuple[Workspace | None, list[Finding]]:
    try:
        return Workspace.model_validate(document.data), []
    except ValidationError as failure:
        findings = findings_of(failure, document)
        strays = [error["loc"] for error in failure.errors() if error["type"] == "extra_forbidden"]
    for loc in strays:
        _drop(document, loc)
    try:
        return Workspace.model_validate(document.data) if strays else None, findings
    except ValidationError:
        return None, findings


def _drop(document: Document, loc: tuple[int | str, ...]) -> None:
    record = document.data
    for part in loc[:-1]:
        record = record[part]
    del record[loc[-1]]
