"""A sound small sector of an outsider, in a folder of its own, in which a test spoils one thing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from duediligence.declarations.files import Root
from duediligence.declarations.library import Library
from duediligence.declarations.lint import lint
from duediligence.findings import Finding

REPOSITORY = Path(__file__).parents[2]
OUTSIDER = REPOSITORY / "tests" / "outsider" / "content"
COMMON = "sector_profiles/common"
PROFILE = "sector_profiles/laundry/profile.yaml"
AGREEMENT = "sector_profiles/laundry/agreement.yaml"
MEASURES = "sector_profiles/laundry/measures.yaml"
CASES = "sector_profiles/laundry/tests.yaml"
CORE = "questionnaires/laundry_core.yaml"
MIGRANTS = "questionnaires/laundry_migrants.yaml"
WORKERS = "questionnaires/laundry_workers.yaml"
COMPANY = "questionnaires/laundry_company.yaml"
SCALES = f"{COMMON}/scales.yaml"


@dataclass(frozen=True)
class Laundry:
    """The folder, with the project's own common files."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Laundry:
        shutil.copytree(OUTSIDER, folder)
        shutil.copytree(REPOSITORY / COMMON, folder / COMMON)
        for file in (REPOSITORY / "sector_profiles").glob("*/sources.yaml"):  # common files name sources of sectors
            target = folder / file.relative_to(REPOSITORY)
            target.parent.mkdir(exist_ok=True)
            shutil.copy(file, target)
        return cls(folder)

    def write(self, file: str, text: str) -> None:
        target = self.folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        self.write(file, text.replace(old, new, 1))

    def append(self, file: str, text: str) -> None:
        self.write(file, (self.folder / file).read_text(encoding="utf-8") + text)

    def line_of(self, file: str, text: str) -> int:
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def lint(self) -> list[Finding]:
        library = Library([Root(self.folder)])
        return [f for f in lint(library, library.sector_ids()) if f.code not in OF_COMMON]

    def told(self) -> dict[str, str]:
        """Codes with what they name, by the order of files and lines."""
        return {f.code: str(f.params.get("name", f.params.get("id", ""))) for f in self.lint()}


OF_COMMON = frozenset({"measure_never_chosen"})
"""Of the common files much is there for sectors that this folder does not have."""
