"""`sector-report.json`: the published, versioned contract of the sector report."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from duediligence.model.aggregate import AggregateTable, Cell, MarketShare, SectorReport, Shown, Thresholds

Json: TypeAlias = dict[str, Any]


def render_json(report: SectorReport) -> str:
    """The report as one JSON document in a fixed order."""
    return json.dumps(report_document(report), ensure_ascii=False, indent=1) + "\n"


def report_document(report: SectorReport) -> Json:
    """The document of `sector-report.json` as plain values."""
    people = report.participation
    return {
        "schema": report.schema,
        "tool": {"name": "duediligence", "version": report.tool, "content": dict(sorted(report.content.items()))},
        "agreement": report.agreement,
        "sector": report.sector,
        "round": report.round,
        "reported_on": report.reported_on.isoformat(),
        "editions": dict(sorted(report.editions.items())),
        "previous_round": report.previous_round,
        "breaks": list(report.breaks),
        "coarse": report.coarse,
        "protection": {
            "verified": report.verified,
            "rules": [
                {"id": r.id, "value": number(r.value), "sources": list(r.sources), "confidence": r.confidence}
                for r in report.rules
            ],
        },
        "participation": {
            "members": people.members,
            "handed_in": people.handed_in,
            "joined": people.joined,
            "left": people.left,
            "matched": people.matched,
            "corrected": report.corrected,
            "sites": cell(people.sites),
            "left_because": {reason: cell(count) for reason, count in people.left_because.items()},
            "market_share": _market_share(people.market_share),
        },
        "tables": [_table(table) for table in report.tables],
        "thresholds": {id: _thresholds(t) for id, t in report.thresholds.items()},
        "joint_actions": [{"commitment": j.commitment, "party": j.party, "state": j.state} for j in report.joint],
        "complaints": dict(report.complaints),
    }


def _table(table: AggregateTable) -> Json:
    return {
        "id": table.id,
        "scope": table.scope.value,
        "unit": table.unit.value,
        "breaks": list(table.breaks),
        "cells": [
            {"row": row, "column": column, **cell(table.cell(row, column))}
            for row in table.rows
            for column in table.columns
        ],
    }


def _market_share(declared: MarketShare | None) -> Json | None:
    if declared is None:
        return None
    return {"share": declared.share, "of": {"nl": declared.of.nl, "en": declared.of.en}, "source": declared.source}


def _thresholds(t: Thresholds) -> Json:
    return {
        "lowest": number(t.lowest),
        "highest": number(t.highest),
        "schedule": {str(year): number(value) for year, value in t.schedule.items()},
        "not_published": t.not_published,
    }


def cell(found: Cell) -> Json:
    """A cell as a value, or as the reason why there is none."""
    return (
        {"value": number(found.value)} if isinstance(found, Shown) else {"value": None, "withheld": found.reason.value}
    )


def number(value: float | None) -> float | int | None:
    """A number as people write it; whole numbers without decimals."""
    return None if value is None else int(value) if float(value).is_integer() else value
