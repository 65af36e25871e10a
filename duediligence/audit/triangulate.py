"""Puts the record of a round together as an auditor reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duediligence.audit.flags import flags_of
from duediligence.audit.history import earlier_round, threads_of
from duediligence.audit.recount import follows_from_rows
from duediligence.audit.register import clashes_of, gaps_of, register_rows
from duediligence.model.assessment import Assessment
from duediligence.model.audit import Triangulation
from duediligence.model.content import SectorContent
from duediligence.model.triangulation import TriangulationRules


def triangulate(
    assessment: Assessment,
    content: SectorContent,
    rules: TriangulationRules,
    rounds: Sequence[Mapping[str, Any]] = (),
) -> Triangulation:
    """The register, contradictions, prompts to look, gaps and history of every supplier, in the order of priority.

    `rounds` are the `assessment.json` documents of earlier rounds, oldest first.
    """
    suppliers = assessment.ranked
    earlier = [earlier_round(document) for document in rounds]
    follows = {s.id: follows_from_rows(s, content) for s in suppliers}
    return Triangulation(
        rows=tuple(row for s in suppliers for row in register_rows(s, content, rules)),
        clashes=tuple(clash for s in suppliers for clash in clashes_of(s, content, rules)),
        flags=flags_of(suppliers, rules.flags),
        gaps=tuple(gap for s in suppliers for gap in gaps_of(s, content)),
        threads=tuple(thread for s in suppliers for thread in threads_of(s, content, rules, earlier)),
        recounted=tuple(id for id, holds in follows.items() if holds),
        not_recounted=tuple(id for id, holds in follows.items() if not holds),
    )
