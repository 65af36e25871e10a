"""What a person decided about rows of the register that look like one site: the same, or different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duediligence.findings import Finding, Location, error, note, warning
from duediligence.intake.typed.spelling import folded, nearest
from duediligence.model.facts import Fact, FactType
from duediligence.model.response import Supplier
from duediligence.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Decided:
    """The sites that are left, and under which id the others go: their answers count for that one."""

    suppliers: tuple[Supplier, ...]
    same: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def decide_sites(suppliers: Sequence[Supplier], workspace: Workspace, facts: Mapping[str, Fact], file: str) -> Decided:
    """Joins the rows that `same_site` calls one; facts that only the row left out knows are kept.

    A decision about an id that is not in the register, or against another decision, is named and left aside.
    """
    register = {supplier.id: supplier for supplier in suppliers}
    findings = list(_unknown(workspace, register, file))
    same = dict(_joined(workspace, register, file, findings))
    merged = dict(register)
    for id, kept in same.items():
        place = register[id].location
        findings.append(note("same_site_joined", place, id=id, other=kept))
        differing = _differing(register[id], merged[kept], facts)
        if differing:
            findings.append(warning("same_site_facts_differ", place, id=id, other=kept, facts=", ".join(differing)))
        merged[kept] = replace(merged[kept], facts={**register[id].facts, **merged[kept].facts})
    return Decided(tuple(merged[id] for id in register if id not in same), same, tuple(findings))


def _unknown(workspace: Workspace, register: Mapping[str, Supplier], file: str) -> Iterator[Finding]:
    names = folded((id, id) for id in register)
    named = [(f"same_site.{pair[0]}", id) for pair in workspace.same_site.items() for id in pair]
    named += [(f"different_sites[{index}]", id) for index, pair in enumerate(workspace.different_sites) for id in pair]
    for path, id in named:
        if id not in register:
            yield error("decided_site_unknown", Location(file=file, path=path), id=id, nearest=nearest(id, names))


def _joined(
    workspace: Workspace, register: Mapping[str, Supplier], file: str, findings: list[Finding]
) -> Iterator[tuple[str, str]]:
    """Each id that goes, with the one that is left at the end of the row of decisions."""
    different = {frozenset(pair) for pair in workspace.different_sites}
    for id, other in workspace.same_site.items():
        place = Location(file=file, path=f"same_site.{id}")
        if not {id, other} <= register.keys():
            continue
        if frozenset((id, other)) in different:
            findings.append(error("site_decided_twice", place, id=id, other=other))
        elif (kept := _last(id, workspace.same_site, register)) is None:
            findings.append(error("same_site_in_circle", place, id=id))
        else:
            yield id, kept


def _last(id: str, same: Mapping[str, str], register: Mapping[str, Supplier]) -> str | None:
    """Where a row of decisions ends (s7 is s3, s3 is s1), or None where it comes back to itself."""
    seen = {id}
    while id in same and same[id] in register:
        id = same[id]
        if id in seen:
            return None
        seen.add(id)
    return id


def _differing(gone: Supplier, kept: Supplier, facts: Mapping[str, Fact]) -> list[str]:
    """The facts that both rows know, and differently; names and addresses may well be written in two ways."""
    both = [id for id in gone.facts if id in kept.facts and id in facts and facts[id].type is not FactType.TEXT]
    return [id for id in both if set(gone.facts[id]) != set(kept.facts[id])]
