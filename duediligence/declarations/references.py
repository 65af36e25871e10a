"""What one file says about another, and what would make the engine misread the content: such content is not used."""

from __future__ import annotations

from duediligence.declarations.defects import Rule, placed
from duediligence.declarations.library import Library
from duediligence.declarations.rules import agreements, conditions, names, profiles, questions, scales
from duediligence.findings import Finding
from duediligence.model.content import SectorContent

RULES: tuple[Rule, ...] = (
    *names.RULES,
    *conditions.RULES,
    *questions.RULES,
    *agreements.RULES,
    *scales.RULES,
)


def broken_references(library: Library, content: SectorContent) -> list[Finding]:
    """Every defect that would make the engine misread the content, with file, line and column."""
    defects = [defect for rule in profiles.RULES for defect in rule(library, content)]
    defects += [defect for rule in RULES for defect in rule(content)]
    return placed(library, defects)
