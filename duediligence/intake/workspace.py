"""The workspace: the folder that a company keeps, and the file in it that says who it is and which round this is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from pydantic import ValidationError

from duediligence.errors import InputError
from duediligence.findings import Finding, Location, error, in_order, note
from duediligence.i18n.formats import language_code
from duediligence.i18n.texts import LANGUAGES
from duediligence.intake.files.unread import shown
from duediligence.model.problems import findings_of
from duediligence.model.workspace import Workspace
from duediligence.yamlfile import Document, read

FILE = "duediligence.yaml"
REGISTERS = ("suppliers.xlsx", "suppliers.csv")
COMPANY_ANSWERS = ("company.xlsx", "company.csv", "company.json")


_UNUSABLE = ("path_outside", "responses_in_the_way")


def find_workspace(folder: Path) -> Path:
    """The nearest folder, from this one upwards, that holds a workspace file; raises InputError where none does."""
    start = folder.absolute()
    if start.name == FILE:
        start = start.parent
    for root in (start, *start.parents) if start.is_dir() else ():
        if (root / FILE).is_file():
            return root
    raise InputError("no_workspace", folder=str(folder))


def first_language(folder: Path) -> str | None:
    """The language in which the workspace of a folder is spoken to, even where its file is not in order."""
    with suppress(InputError, OSError):
        document, _ = read(find_workspace(folder) / FILE, FILE)
        data = document.data if document else None
        named = data.get("languages") if isinstance(data, dict) else None
        wanted = named if isinstance(named, list) else LANGUAGES
        return next((language for language in wanted if language in LANGUAGES), None)
    return None


def load_workspace(root: Path) -> tuple[Workspace, tuple[Finding, ...]]:
    """The workspace of a folder; raises InputError, with every finding, where it cannot be used.

    A key that does not exist is named and left out, so that one slip of the pen does not stop the work.
    """
    document, findings = read(root / FILE, FILE)
    if document is None:
        raise InputError("workspace_invalid", file=FILE, findings=tuple(findings))
    if document.data is None:
        raise InputError("workspace_invalid", file=FILE, findings=(error("workspace_empty", Location(file=FILE)),))
    workspace, found = _validated(document)
    findings = [*findings, *found, *_outside(document)]
    if workspace is None or any(finding.code in _UNUSABLE for finding in findings):
        raise InputError("workspace_invalid", file=FILE, findings=in_order(findings))
    return _in_known_languages(workspace, document, findings), in_order(findings)


def _in_known_languages(workspace: Workspace, document: Document, findings: list[Finding]) -> Workspace:
    """The workspace with the codes of its languages; what is no language is named and left out."""
    codes = [(name, language_code(name)) for name in workspace.languages]
    places = [document.location(("languages", index)) for index in range(len(codes))]
    findings += [
        error("language_unknown", place, found=shown(name))
        for place, (name, code) in zip(places, codes, strict=True)
        if code is None
    ]
    findings += [
        note("language_of_forms_only", place, found=code)
        for place, (_, code) in zip(places, codes, strict=True)
        if code and code not in LANGUAGES
    ]
    known = tuple(dict.fromkeys(code for _, code in codes if code)) or LANGUAGES
    return workspace if known == workspace.languages else workspace.model_copy(update={"languages": known})


def _outside(document: Document) -> Iterator[Finding]:
    """Received files lie in the workspace, or nobody could repeat the run from it."""
    data = document.data if isinstance(document.data, dict) else {}
    for key in ("register", "responses", "company_answers"):
        name = data.get(key)
        if isinstance(name, str) and _leads_out(name):
            yield error("path_outside", document.location((key,)), key=key, found=shown(name))
    responses, reports = (_inside(data.get(key) or key) for key in ("responses", "reports"))
    if not responses or reports[: len(responses)] == responses:
        yield error("responses_in_the_way", document.location(("responses",)))


def _inside(name: object) -> tuple[str, ...]:
    """The folders of a path below the workspace."""
    return tuple(part for part in PurePosixPath(str(name).replace("\\", "/")).parts if part != ".")


def _leads_out(name: str) -> bool:
    paths = (PurePosixPath(name), PureWindowsPath(name))
    return any(path.is_absolute() or path.drive or ".." in path.parts for path in paths)


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
