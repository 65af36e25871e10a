"""Names in the workspace file that lead nowhere: each is told with its line, and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from duediligence.declarations.library import Library
from duediligence.findings import Finding, Location, error, note, warning
from duediligence.intake.typed.spelling import folded, nearest
from duediligence.intake.workspace import FILE
from duediligence.model.agreement import JointMeasure
from duediligence.model.content import SectorContent
from duediligence.model.workspace import Workspace
from duediligence.yamlfile import KeyPath, read


def settings_findings(
    folder: Path, workspace: Workspace, content: SectorContent, library: Library
) -> tuple[Finding, ...]:
    """What the workspace file of a folder names and is not there: files, agreements, joint actions."""
    settings = _Settings(folder, workspace, content)
    return (*settings.files(), *settings.agreements(library), *settings.joint_actions())


@dataclass(frozen=True)
class _Settings:
    folder: Path
    workspace: Workspace
    content: SectorContent

    def files(self) -> Iterator[Finding]:
        """What was to be read and is not there."""
        workspace = self.workspace
        if not (self.folder / workspace.responses).exists():
            named = "responses" in workspace.model_fields_set
            place = self._place(("responses",)) if named else Location(file=workspace.responses)
            yield warning("no_responses_folder", place, found=workspace.responses)
        if workspace.company_answers and not (self.folder / workspace.company_answers).exists():
            yield error("no_company_answers", self._place(("company_answers",)), found=workspace.company_answers)
        named = "previous_plan" in workspace.model_fields_set
        if named and not (self.folder / workspace.previous_plan).exists():
            yield error("no_previous_plan", self._place(("previous_plan",)), found=workspace.previous_plan)

    def agreements(self, library: Library) -> Iterator[Finding]:
        """Agreements that the company says it joined, and that this sector or nobody knows."""
        for id in self.workspace.company.joined:
            place = self._place(("company", "joined", id))
            if id in self.content.agreements:
                continue
            known = ", ".join(self.content.agreements) or "–"
            if id in library.agreement_ids():
                yield note("joined_of_other_sector", place, found=id, sector=self.workspace.sector, known=known)
            else:
                near = _nearest(id, library.agreement_ids())
                yield error("joined_unknown", place, found=id, known=known, nearest=near)

    def joint_actions(self) -> Iterator[Finding]:
        """States of joint actions that no agreement of the sector has."""
        joint = [id for id, c in self.content.commitments.items() if isinstance(c.measure, JointMeasure)]
        for id in self.workspace.joint_actions:
            if id not in joint:
                place = self._place(("joint_actions", id))
                yield error("joint_action_unknown", place, found=id, nearest=_nearest(id, joint))

    def _place(self, path: KeyPath) -> Location:
        document, _ = read(self.folder / FILE, FILE)
        return document.location(path) if document else Location(file=FILE)


def _nearest(id: str, known: Iterable[str]) -> str:
    return nearest(id, folded((one, one) for one in known))
