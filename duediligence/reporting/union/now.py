"""What must happen now, as the union sees it: sites that cannot wait, and what workers and their union can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from duediligence.model.base import Text
from duediligence.reporting.shared.first_links import first_links
from duediligence.reporting.shared.first_step import first_of, first_step
from duediligence.reporting.shared.led import led_items
from duediligence.reporting.shared.parts import Link, NowItem
from duediligence.reporting.shared.rows import SharedAction, SharedMeasure
from duediligence.reporting.shared.words import counted, placed, plain, say
from duediligence.reporting.union.view import UnionSite

NAMED = 6
ROLE = "union"


def union_lead(sites: Sequence[UnionSite], actions: Sequence[SharedAction]) -> Text:
    """The one sentence on top."""
    urgent = [site for site in sites if site.urgent]
    mine = [a for a in actions if not a.closed and ROLE in (a.lead, *a.support)]
    leading = sum(a.lead == ROLE for a in mine)
    return say(
        "lead.urgent",
        sites=counted("lead.sites", len(urgent), total=len(sites)),
        actions=counted("lead.union_actions", len(mine), leading=leading),
    )


def union_now(
    sites: Sequence[UnionSite],
    urgent: Sequence[UnionSite],
    actions: Sequence[SharedAction],
    measures: Sequence[SharedMeasure],
    today: date,
) -> tuple[NowItem, ...]:
    """Sites that cannot wait, then what the union itself leads, then what touches the worker side at several sites."""
    items = [_site(site) for site in urgent[:NAMED]]
    if len(urgent) > NAMED:
        rest = urgent[NAMED:]
        items.append(NowItem("urgent", counted("now.more", len(rest)), say("now.more_text"), _links(rest)))
    return (*items, *led_items(measures, ROLE, today), *_several(sites, actions))


def _several(sites: Sequence[UnionSite], actions: Sequence[SharedAction]) -> Iterable[NowItem]:
    by_target = {site.target: site for site in sites}
    owed = {a.target for a in actions if a.repayment and not a.closed}
    late = {a.target for a in actions if a.overdue}
    chosen = {
        "repayment": [site for target, site in by_target.items() if target in owed],
        "overdue_sites": [site for target, site in by_target.items() if target in late],
        "unheard": [site for site in sites if site.ask_workers and _urgent_enough(site)],
        "contradiction": [site for site in sites if site.contradictions],
        "refused": [site for site in sites if any(f.kind == "refused" for f in site.findings)],
    }
    for kind, found in chosen.items():
        if found:
            yield NowItem(kind, counted(f"now.{kind}", len(found)), say(f"now.{kind}_text"), _links(found))


def _site(site: UnionSite) -> NowItem:
    first = first_of(site.actions)
    step = first_step(first) if first else None
    return NowItem("urgent", placed(site.name, site.country), site.why[0], (), site.target, step)


def _urgent_enough(site: UnionSite) -> bool:
    return site.tier in ("critical", "high", "not_rateable")


def _links(sites: Sequence[UnionSite]) -> tuple[Link, ...]:
    return first_links([Link(plain(site.name), site.target) for site in sites])
