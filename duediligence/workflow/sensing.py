"""Which assumptions matter for a supplier's tier, in words and as plain values: a part of `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duediligence.i18n.formats import show_number, show_percent
from duediligence.i18n.texts import translate
from duediligence.model.assessment import DECIMALS
from duediligence.model.content import SectorContent
from duediligence.model.response import Answer, Supplier
from duediligence.model.tree import Node
from duediligence.scoring.score import score
from duediligence.scoring.sensitivity import Sensitive, sensitivity
from duediligence.tables.engine import Engine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table


def sensitive_numbers(
    engine: Engine, supplier: Supplier, answers: Sequence[Answer], content: SectorContent
) -> tuple[Sensitive, ...]:
    """The numbers of the method that matter for one supplier's tier, the most delicate first."""
    facts = facts_table(engine, [supplier], content)
    return sensitivity(engine, score(engine, facts, response_table(engine, answers, content), content), supplier.id)


def sensitivity_node(found: Sequence[Sensitive], content: SectorContent, language: str) -> Node:
    """The branch of the explanation that tells them."""
    head = translate("audit.sensitivity.head", language)
    if not found:
        share = content.scales.robustness.highest_factor.value - 1
        none = translate("audit.sensitivity.none", language, share=show_percent(share, language))
        return Node(head, (Node(none),))
    return Node(head, tuple(Node(_line(one, language)) for one in found))


def sensitivity_rows(found: Sequence[Sensitive]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {"parameter": s.parameter, "value": s.value, "at": round(s.at, DECIMALS), "tier": s.tier.value} for s in found
    ]


def _line(one: Sensitive, language: str) -> str:
    tier = translate(f"terms.tier.{one.tier.value}", language).lower()
    numbers = {"value": _number(one.value, language), "at": _number(one.at, language)}
    return translate("audit.sensitivity.line", language, name=_name(one.parameter, language), tier=tier, **numbers)


def _name(parameter: str, language: str) -> str:
    group, _, rest = parameter.partition(".")
    if group in ("levels", "strengths"):
        term = translate(f"terms.{group.removesuffix('s')}.{rest}", language)
        return translate(f"audit.sensitivity.{group}", language, name=term)
    if group == "caps":
        return translate("audit.sensitivity.caps", language, name=rest)
    return translate(f"audit.sensitivity.{parameter}", language)


def _number(value: float, language: str) -> str:
    return show_number(value, language, 0 if float(value).is_integer() else 3)
