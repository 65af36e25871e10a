"""Which values the tables of a package may hold; every rule is an expression that is true of a row that breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

import narwhals as nw

from duediligence.aggregation.visibility import Visibility
from duediligence.model.assessment import CommitmentState, Gate, Tier
from duediligence.model.measure import HORIZONS, ROLES
from duediligence.model.package import LEVELS, OWN_MEASURE, TOKEN_KINDS
from duediligence.model.plan import ActionState

STATUSES = ("screened", "assessed")
SIZES = ("small", "medium", "large")
STATES = tuple(state.value for state in ActionState)
MOST = 1e15
_COUNTRY = "^[A-Z]{2}$"
_SUBDIVISION = "^[A-Z]{2}-[A-Z0-9]{1,3}$"
_TOKEN = "^[0-9a-f]{32}$"  # noqa: S105 - a pattern, no secret
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Rules = Mapping[str, nw.Expr]


def broken_by(table: str, visible: Visibility) -> Rules:
    """The rules of one table, by name."""
    rules: Mapping[str, Rules] = {
        "company": _company(visible),
        "commitments": _commitments(visible),
        "sites": _sites(visible),
        "tokens": {"kind": _stranger("kind", TOKEN_KINDS), "token": _misfit("token", _TOKEN)},
        "places": {"name": nw.col("name").is_null()},
        "risks": {"indicator": _stranger("indicator", visible.indicators), "level": _stranger("level", LEVELS)},
        "facts": _facts(visible),
        "actions": _actions(visible),
    }
    return rules[table]


def _company(visible: Visibility) -> Rules:
    unasked, beyond = ~nw.col("weight").is_null(), _beyond("weight", MOST, required=False)
    return {
        "country": _misfit("country", _COUNTRY, required=False),
        "size": _stranger("size", SIZES, required=False),
        "joined": _misfit("joined", _DAY, required=False),
        "score": _beyond("score_established", 1, required=False) | _beyond("score_possible", 1, required=False),
        "score_order": (nw.col("score_established") > nw.col("score_possible")).fill_null(False),
        "weight": beyond if visible.weight else unasked,
    }


def _commitments(visible: Visibility) -> Rules:
    parts = _beyond("numerator", MOST, required=False) | _beyond("denominator", MOST, required=False)
    return {
        "commitment": _stranger("commitment", visible.commitments),
        "state": _stranger("state", [state.value for state in CommitmentState]),
        "parts": parts | (nw.col("numerator") > nw.col("denominator")).fill_null(False),
        "year": _beyond("year", 200, required=False),
        "threshold": _beyond("threshold", MOST, required=False),
    }


def _sites(visible: Visibility) -> Rules:
    unasked = ~nw.col("subdivision").is_null()
    return {
        "site": _beyond("site", MOST),
        "country": _misfit("country", _COUNTRY, required=False),
        "subdivision": unasked
        if visible.agreement.submission.location == "country"
        else _misfit("subdivision", _SUBDIVISION, required=False),
        "tier": _stranger("tier", [tier.value for tier in Tier]),
        "status": _stranger("status", STATUSES),
        "gate": _stranger("gate", [gate.value for gate in Gate]),
        "coverage": _beyond("coverage", 1, required=False),
        "evidence": _beyond("evidence", 6),
        "criticals": _beyond("criticals", MOST),
    }


def _facts(visible: Visibility) -> Rules:
    known = [(nw.col("fact") == fact) & nw.col("value").is_in(sorted(values)) for fact, values in visible.facts.items()]
    return {"value": ~(reduce(or_, known).fill_null(False)) if known else ~nw.col("site").is_null()}


def _actions(visible: Visibility) -> Rules:
    return {
        "measure": _stranger("measure", [*visible.measures, OWN_MEASURE]),
        "horizon": _stranger("horizon", HORIZONS),
        "lead": _stranger("lead", ROLES),
        "state": _stranger("state", STATES),
        "count": _beyond("count", 1e9, least=1),
    }


def _stranger(column: str, known: Iterable[str], required: bool = True) -> nw.Expr:
    return (~nw.col(column).is_in(sorted(known))).fill_null(required)


def _misfit(column: str, pattern: str, required: bool = True) -> nw.Expr:
    return (~nw.col(column).str.contains(pattern)).fill_null(required)


def _beyond(column: str, most: float, required: bool = True, least: float = 0) -> nw.Expr:
    """Outside the bounds; a number that is none counts as larger than any."""
    return (~((nw.col(column) >= least) & (nw.col(column) <= most))).fill_null(required)
