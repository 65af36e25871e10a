"""`check`: what was read and understood, for the company, and per supplier to be mailed back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duediligence.findings import Finding
from duediligence.forms.understood import CameIn, understood_of
from duediligence.intake.files.side_by_side import OnFile
from duediligence.model.form import file_stem
from duediligence.model.understood import Understood
from duediligence.reporting.check.book import render_check_book
from duediligence.reporting.check.page import render_check_page
from duediligence.reporting.exports.output import write_files
from duediligence.workflow.naming import named_supplier, one_of
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import read_findings

FOLDER = "checks"
REPORTS: Mapping[str, Callable[[Understood], bytes]] = {
    "html": lambda understood: render_check_page(understood).encode(),
    "xlsx": render_check_book,
}
"""The kinds of report; each is written into the workspace's folder of checks, one file a supplier."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A workspace as it was read, what was understood of each supplier, and the files that were written."""

    opened: Opened
    understood: tuple[Understood, ...]
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()


def check_workspace(
    folder: Path,
    suppliers: Sequence[str] = (),
    reports: Sequence[str] = (),
    content: Path | None = None,
    on_file: OnFile | None = None,
    language: str | None = None,
) -> Checked:
    """Reads everything; with `reports`, writes what was understood of the suppliers, or of all that answered.

    Each supplier's own language is used, unless `language` says otherwise. Raises UsageError for a supplier or a kind
    of report that does not exist.
    """
    kinds = [one_of(kind, list(REPORTS), "unknown_check_report") for kind in dict.fromkeys(reports)]
    opened = open_workspace(folder, content, on_file)
    wanted = [named_supplier(opened.suppliers, name).id for name in suppliers]
    came = CameIn(
        opened.content,
        opened.workspace.company,
        opened.workspace.assessed_on,
        opened.suppliers,
        opened.answers,
        opened.forms,
        opened.findings,
    )
    understood = understood_of(came, opened.spoken[0], wanted, language)
    files = dict(_files(understood, kinds))
    written = write_files(opened.root / FOLDER, files) if files else ()
    return Checked(opened, tuple(understood), read_findings(opened), tuple(written))


def _files(understood: Sequence[Understood], kinds: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for kind in kinds:
        for one in understood:
            yield f"{file_stem(one.supplier)}.{kind}", REPORTS[kind](one)
