"""`assess --bundle`: a round, and beside its reports one archive with everything that it takes to repeat it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from duediligence import __version__
from duediligence.audit.bundle import CONTENT, OUTPUTS, WORKSPACE, Bundle, write_bundle
from duediligence.declarations.library import Library, Root
from duediligence.errors import InputError
from duediligence.intake.files.side_by_side import OnFile
from duediligence.intake.workspace import find_workspace, load_workspace
from duediligence.model.workspace import Workspace
from duediligence.reporting.exports.output import write_files
from duediligence.workflow.history import HISTORY
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import Done, plan_name, run_round
from duediligence.workflow.steps import OnStep

PREFIX = "bundle"
DOCUMENT = "assessment.json"
LARGEST = 25_000_000
"""Outputs beyond this are named with their digest and not carried: whoever repeats the run can write them again."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A round that was written, and its archive."""

    done: Done
    bundle: Path


def run_with_bundle(
    folder: Path,
    content: Path | None = None,
    languages: Sequence[str] | None = None,
    on_file: OnFile | None = None,
    on_report: OnStep | None = None,
) -> Bundled:
    """Runs a round as `run_round` does, and writes `bundle-<date>.zip` in the reports folder."""
    root = find_workspace(folder)
    plan = _plan_before(root)  # the run writes a new plan over it
    done = run_round(folder, content, languages, on_file, on_report)
    reports = done.opened.root / done.opened.workspace.reports
    outputs = {file.relative_to(reports).as_posix(): file.read_bytes() for file in done.files}
    outputs = {name: data for name, data in outputs.items() if not name.startswith(f"{HISTORY}/")}  # the document again
    name = f"{PREFIX}-{done.opened.workspace.assessed_on}.zip"
    kept = bundle_of(done.opened, outputs, plan, content)
    (bundle,) = write_files(reports, {name: write_bundle(kept)})
    return Bundled(done, bundle)


def bundle_of(opened: Opened, outputs: Mapping[str, bytes], plan: bytes | None, content: Path | None = None) -> Bundle:
    """Everything that a run read and wrote, under the names that its manifest gives.

    The plan goes under the name that the workspace gives it, so that the repeated run finds it; where that name leads
    out of the workspace, the plan is left out, and `verify` leaves aside what people typed.
    """
    inputs = {name: file.read_bytes() for name, file in opened.inputs.items()}
    name = PurePosixPath(opened.workspace.previous_plan)
    kept = "" if plan is None or name.is_absolute() or ".." in name.parts else name.as_posix()
    if plan is not None and kept:
        inputs[kept] = plan
    if opened.kept:  # the record of this round holds them as well
        inputs[f"{opened.workspace.reports}/{HISTORY}/{opened.workspace.assessed_on}.json"] = outputs[DOCUMENT]
    declared = {name: file.read_bytes() for name, file in opened.content_files.items()}
    carried = {name: data for name, data in outputs.items() if name == DOCUMENT or len(data) <= LARGEST}
    left_out = {name: sha256(data).hexdigest() for name, data in outputs.items() if name not in carried}
    files = {WORKSPACE: inputs, CONTENT: declared, OUTPUTS: carried}
    return Bundle(__version__, _layers(opened.workspace, content), kept, files, left_out=left_out)


def open_bundled(bundle: Bundle, folder: Path) -> Opened:
    """The workspace of an unpacked bundle, with the content that the bundle keeps and no other."""
    roots = [Root(folder / CONTENT)]
    roots += [Root(folder / CONTENT / label, label) for label in bundle.layers if label]
    if not (folder / WORKSPACE).is_dir():
        raise InputError("bundle_format", file=PREFIX)
    return open_workspace(folder / WORKSPACE, library=Library(roots))


def _layers(workspace: Workspace, content: Path | None) -> tuple[str, ...]:
    """The labels of the folders laid over the bundled content, the lowest first."""
    own = [Path(workspace.content).name] if workspace.content else []
    return tuple(dict.fromkeys(("", *own, *([content.name] if content else []))))


def _plan_before(root: Path) -> bytes | None:
    workspace, _ = load_workspace(root)
    name = plan_name(root, workspace)
    return (root / name).read_bytes() if name else None
