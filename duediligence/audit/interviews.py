"""How many workers to speak with at a site, and how many of which group; groups overlap, and nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from duediligence.model.audit_sample import GroupQuota, Interviews
from duediligence.model.content import SectorContent
from duediligence.model.facts import FactType
from duediligence.model.response import Supplier
from duediligence.model.sampling import Group, InterviewRule, SamplingRules

NONE = "none"
MANY = 10**9
"""As many workers as make no difference any more: the size of a site whose size is unknown."""
EDGE = 1e-9


def plan_interviews(supplier: Supplier, rules: SamplingRules, content: SectorContent) -> Interviews:
    """The number of interviews and the quota of every group that may be there."""
    known = supplier.number("workers")
    workers = int(known) if known is not None else None
    rule = rules.interviews
    total = interviews_needed(workers if workers is not None else MANY, rule.affected_share.value, rule.chance.value)
    small = workers is not None and workers < content.scales.small_site_below.value
    if small and workers is not None:
        total = workers
    groups = () if small else tuple(_quotas(supplier, rules.groups, rule, total, workers, content))
    return Interviews(total, workers, small, groups)


def interviews_needed(workers: int, affected_share: float, chance: float) -> int:
    """The smallest number of workers among whom, with this chance, is at least one of those affected.

    Drawn without repetition: the chance to miss all K of N with n draws is the product of (N - K - i) / (N - i).
    """
    affected = min(workers, ceil(affected_share * workers - EDGE))
    missed, taken = 1.0, 0
    while taken < workers and missed > 1 - chance + EDGE:
        missed *= max(0, workers - affected - taken) / (workers - taken)
        taken += 1
    return taken


def _quotas(
    supplier: Supplier, groups: Iterable[Group], rule: InterviewRule, total: int, workers: int | None,
    content: SectorContent,
) -> Iterator[GroupQuota]:  # fmt: skip
    for group in groups:
        if group.fact is None:
            yield GroupQuota(group.id, group.name, _least(rule, total), "always")
        elif group.fact in content.facts:
            yield from _of_fact(supplier, group, rule, total, workers, content)


def _of_fact(
    supplier: Supplier, group: Group, rule: InterviewRule, total: int, workers: int | None, content: SectorContent
) -> Iterator[GroupQuota]:
    assert group.fact is not None
    if content.facts[group.fact].type is FactType.FLAG:
        values = supplier.facts.get(group.fact)
        if values is None or values[0] is True:
            yield GroupQuota(group.id, group.name, _least(rule, total), "present" if values else "unknown")
        return
    share = supplier.number(group.fact)
    if share is None:
        yield GroupQuota(group.id, group.name, _least(rule, total), "unknown", spread=_spread(supplier, group))
        return
    yield from _by_share(supplier, group, rule, total, workers, share)


def _by_share(
    supplier: Supplier, group: Group, rule: InterviewRule, total: int, workers: int | None, share: float
) -> Iterator[GroupQuota]:
    """The group at its weighted share, and the rest with what is left of the interviews."""
    if share <= 0:
        return
    weight = rule.risk_weight.value if group.at_risk else 1.0
    heads = _heads(share, workers)
    quota, basis = _quota(ceil(min(1.0, share * weight) * total - EDGE), rule, total, heads)
    yield GroupQuota(group.id, group.name, quota, basis, heads, _spread(supplier, group))
    if group.others is not None and share < 1:
        heads = _heads(1 - share, workers)
        rest, basis = _quota(total - quota, rule, total, heads)
        yield GroupQuota(f"{group.id}_others", group.others, rest, basis, heads)


def _quota(wanted: int, rule: InterviewRule, total: int, heads: int | None) -> tuple[int, str]:
    """What is wanted, but never so few that a person could be recognised, nor more than there are."""
    least = rule.least_in_group.value
    if heads is not None and heads < least:
        return 0, "too_few"
    return min(max(least, wanted), total, heads or total), "share"


def _heads(share: float, workers: int | None) -> int | None:
    return None if workers is None else max(1, round(share * workers))


def _least(rule: InterviewRule, total: int) -> int:
    return min(rule.least_in_group.value, total)


def _spread(supplier: Supplier, group: Group) -> tuple[str, ...]:
    """The values over which the group is spread, as far as they are known."""
    return tuple(value for value in supplier.words(group.spread) if value != NONE) if group.spread else ()
