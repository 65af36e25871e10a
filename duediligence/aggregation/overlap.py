"""Sites that several members use, found by their tokens; the secretariat sees who, a member only how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.model.assessment import Tier
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import row_count

WORST = (Tier.CRITICAL, Tier.HIGH, Tier.NOT_RATEABLE, Tier.MEDIUM, Tier.LOW)
MOST_PASSES = 20
LEAST_OTHERS = 2
"""Of one other member, what ‘another member’ found would be told."""


@dataclass(frozen=True, slots=True)
class Use:
    """One member's site among those that are the same, under its token; the name is "" where none was handed in."""

    company: str
    token: str
    tier: str
    criticals: int
    country: str
    name: str

    @property
    def is_critical(self) -> bool:
        """Whether this member found something critical there."""
        return self.tier == Tier.CRITICAL or self.criticals > 0


@dataclass(frozen=True, slots=True)
class SharedSite:
    """One site that several members use."""

    uses: tuple[Use, ...]

    @property
    def members(self) -> int:
        """How many members use it."""
        return len({use.company for use in self.uses})

    @property
    def worst(self) -> str:
        """The worst tier that any of them gave it."""
        return min((use.tier for use in self.uses), key=[tier.value for tier in WORST].index)

    @property
    def criticals(self) -> int:
        """The most open critical concerns that any of them found there."""
        return max(use.criticals for use in self.uses)

    @property
    def is_critical(self) -> bool:
        """Whether any of them found something critical there."""
        return bool(self.alarmed)

    @property
    def alarmed(self) -> tuple[str, ...]:
        """The members that found something critical there, each once."""
        return tuple(dict.fromkeys(use.company for use in self.uses if use.is_critical))

    @property
    def unaware(self) -> tuple[str, ...]:
        """The members that did not, though somebody else did; each once."""
        users = dict.fromkeys(use.company for use in self.uses)
        return tuple(company for company in users if self.alarmed and company not in self.alarmed)

    def may_warn(self, company: str) -> bool:
        """Whether a member may hear that another found something critical, for it cannot tell which one did."""
        return self.members > LEAST_OTHERS and any(other != company for other in self.alarmed)


def shared_sites(engine: Engine, tables: Tables, companies: Sequence[str]) -> tuple[SharedSite, ...]:
    """Every site with more than one member, most members and worst tier first."""
    tokens = engine.keep(tables["tokens"].select(COMPANY, "site", "token"))
    labels = _same(engine, tokens)
    users = labels.select("label", COMPANY).unique().group_by("label").agg(row_count("members"))
    wanted = users.filter(nw.col("members") > 1).select("label")
    rows = labels.join(wanted, on="label", how="inner").join(_described(tables), on=[COMPANY, "site"], how="inner")
    groups: dict[str, list[Use]] = {}
    for row in engine.rows(rows):
        groups.setdefault(row["label"], []).append(_use(row, companies))
    found = [SharedSite(tuple(sorted(uses, key=_by_company))) for uses in groups.values()]
    return tuple(sorted(found, key=_most_urgent))


def for_member(sites: Sequence[SharedSite]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """By company: the tokens of its own shared sites, each with the number of members, and nothing else."""
    found: dict[str, set[tuple[str, int]]] = {}
    for site in sites:
        for use in site.uses:
            found.setdefault(use.company, set()).add((use.token, site.members))
    return {company: tuple(sorted(rows)) for company, rows in sorted(found.items())}


def urgent_sites(sites: Sequence[SharedSite]) -> tuple[SharedSite, ...]:
    """The sites at which somebody found something critical, those first that another member knows nothing of."""
    return tuple(sorted((site for site in sites if site.is_critical), key=lambda site: not site.unaware))


def warnings_for_members(sites: Sequence[SharedSite]) -> Mapping[str, int]:
    """By company: at how many of its sites it may hear that another member found something critical."""
    return Counter(
        company for site in sites for company in {use.company for use in site.uses} if site.may_warn(company)
    )


def shared_counts(engine: Engine, sites: Sequence[SharedSite], companies: Sequence[str]) -> Frame:
    """How many of its sites each company shares, and how many of those somebody found critical."""
    numbers = {company: number for number, company in enumerate(companies)}
    shared, critical = Counter[int](), Counter[int]()
    for site in sites:
        users = Counter(numbers[use.company] for use in site.uses)
        shared += users
        if site.is_critical:
            critical += users
    rows = [(number, float(count), float(critical[number])) for number, count in sorted(shared.items())]
    return engine.table(rows, {COMPANY: int, "shared": float, "critical": float})


def _same(engine: Engine, tokens: Frame) -> Frame:
    """A label for each site, the same for sites that a chain of common tokens connects."""
    first = tokens.group_by(COMPANY, "site").agg(nw.col("token").min().alias("label"))
    common = tokens.group_by("token").agg(row_count("times")).filter(nw.col("times") > 1)
    links = engine.keep(tokens.join(common.select("token"), on="token", how="inner"))
    labels = engine.keep(first)
    for _ in range(MOST_PASSES):
        linked = links.join(labels, on=[COMPANY, "site"], how="inner")
        least = linked.group_by("token").agg(nw.col("label").min().alias("least"))
        lower = links.join(least, on="token", how="inner").group_by(COMPANY, "site").agg(nw.col("least").min())
        joined = engine.keep(labels.join(lower, on=[COMPANY, "site"], how="left"))
        moved = joined.filter(nw.col("least") < nw.col("label")).select(nw.len().alias("moved"))
        lowest = nw.when(nw.col("least") < nw.col("label")).then(nw.col("least")).otherwise(nw.col("label"))
        labels = joined.select(COMPANY, "site", lowest.alias("label"))
        if not engine.rows(moved)[0]["moved"]:
            break
        labels = engine.keep(labels)
    return engine.keep(labels)


def _described(tables: Tables) -> Frame:
    token = tables["tokens"].group_by(COMPANY, "site").agg(nw.col("token").min())
    rows = (
        tables["sites"]
        .select(COMPANY, "site", "tier", "criticals", "country")
        .join(token, on=[COMPANY, "site"], how="inner")
    )
    if "places" not in tables:
        return rows.with_columns(nw.lit("").alias("name"))
    return rows.join(tables["places"].select(COMPANY, "site", "name"), on=[COMPANY, "site"], how="left")


def _use(row: Mapping[str, object], companies: Sequence[str]) -> Use:
    return Use(
        company=companies[int(str(row[COMPANY]))],
        token=str(row["token"]),
        tier=str(row["tier"]),
        criticals=int(str(row["criticals"])),
        country=str(row["country"] or ""),
        name=str(row["name"] or ""),
    )


def _by_company(use: Use) -> tuple[object, ...]:
    return use.company, use.token, use.tier, use.criticals, use.name


def _most_urgent(site: SharedSite) -> tuple[object, ...]:
    return [tier.value for tier in WORST].index(site.worst), -site.members, -site.criticals, site.uses[0].token
