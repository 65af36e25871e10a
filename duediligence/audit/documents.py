"""Two `assessment.json` documents side by side: every value that differs, by a path that people can follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from duediligence.model.plan_sheet import OWN_PREFIX, TYPED
from duediligence.model.verification import Difference, DifferenceKind

Json: TypeAlias = Mapping[str, Any]
Place: TypeAlias = Callable[[str, str], str]
"""Where a fact (second) of a supplier (first) stands in the register."""

TOLERANCE = 1e-9
KEYS = ("id", "question", "matter", "indicator", "source", "date", "agreement", "code", "place", "level", "cell")
"""What tells the records of a list apart, as far as they have it."""
APART = frozenset({"schema", "tool", "editions", "assessed_on", "suppliers", "company", "actions"})
REMEMBERED = frozenset({*TYPED, "first_seen", "returned", "needed"})
"""What an action keeps of an earlier round, and what people typed."""
ABOUT_TYPED = frozenset({"plan_findings"})
"""What is said about what people typed."""
NOTHING = "–"
_HEADLINE = re.compile(r"^suppliers\[[^\]]*\](\.(tier|gate|severity|established|possible))?$")


def header_differences(old: Json, new: Json) -> Iterator[Difference]:
    """Format, version, clock, seed and editions."""
    tool, now = old.get("tool") or {}, new.get("tool") or {}
    heads = (
        (DifferenceKind.FORMAT, "schema", old.get("schema"), new.get("schema")),
        (DifferenceKind.VERSION, "duediligence", tool.get("version"), now.get("version")),
        (DifferenceKind.CLOCK, "assessed_on", old.get("assessed_on"), new.get("assessed_on")),
        (DifferenceKind.SEED, "seed", tool.get("seed"), now.get("seed")),
    )
    yield from (Difference(kind, place, _shown(a), _shown(b)) for kind, place, a, b in heads if a != b)
    before, after = old.get("editions") or {}, new.get("editions") or {}
    for id in sorted(before.keys() | after.keys()):
        if before.get(id) != after.get(id):
            yield Difference(DifferenceKind.EDITION, id, _shown(before.get(id)), _shown(after.get(id)))


def row_differences(old: Json, new: Json, place: Place) -> Iterator[Difference]:
    """What was read differs: facts and answers, at the cell where the new one (or the lost one) stands."""
    before, after = _by_id(old.get("suppliers")), _by_id(new.get("suppliers"))
    for id in sorted(before.keys() | after.keys()):
        if id in before and id in after:
            yield from _facts(id, before[id].get("facts") or {}, after[id].get("facts") or {}, place)
            yield from _answers(id, before[id].get("answers") or (), after[id].get("answers") or ())
        else:
            there = (NOTHING, id) if id in after else (id, NOTHING)
            yield Difference(DifferenceKind.CELL, place(id, "id"), *there, subject=id)
    own = ((document.get("company") or {}).get("answers") or () for document in (old, new))
    yield from _answers("_company", *own)


def result_differences(old: Json, new: Json, typed: bool) -> list[Difference]:
    """Every other value, tiers and bounds first; without `typed`, what people typed in actions is left aside."""
    return sorted(_results(old, new, typed), key=lambda d: not _HEADLINE.search(d.place))


def _results(old: Json, new: Json, typed: bool) -> Iterator[Difference]:
    before, after = _by_id(old.get("suppliers")), _by_id(new.get("suppliers"))
    for id in sorted(before.keys() & after.keys()):
        results = [{k: v for k, v in rows[id].items() if k not in ("facts", "answers")} for rows in (before, after)]
        yield from _walk(f"suppliers[{id}]", *results)
    companies = [{k: v for k, v in (d.get("company") or {}).items() if k != "answers"} for d in (old, new)]
    yield from _walk("company", *companies)
    actions = [_actions(document.get("actions") or (), typed) for document in (old, new)]
    yield from _walk("actions", *actions)
    for key in sorted((old.keys() | new.keys()) - APART - (frozenset() if typed else ABOUT_TYPED)):
        yield from _walk(key, old.get(key), new.get(key))


def _actions(actions: Iterable[Json], typed: bool) -> list[Json]:
    if typed:
        return list(actions)
    fresh = (a for a in actions if a.get("needed", True) and not str(a.get("id", "")).startswith(OWN_PREFIX))
    return [{key: value for key, value in action.items() if key not in REMEMBERED} for action in fresh]


def _walk(path: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            yield from _walk(f"{path}.{key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(path, old, new)
    elif not _same(old, new):
        yield Difference(DifferenceKind.RESULT, path, _shown(old), _shown(new))


def _lists(path: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    before, after = _keyed(old), _keyed(new)
    for key in list(dict.fromkeys((*before, *after))):
        yield from _walk(f"{path}[{key}]", before.get(key), after.get(key))


def _keyed(rows: list[Any]) -> dict[str, Any]:
    """Records by what tells them apart; the same key again is numbered, plain values stand for themselves."""
    found: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        parts = [str(row[key]) for key in KEYS if row.get(key) is not None] if isinstance(row, Mapping) else [str(row)]
        key = " ".join(parts)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key} #{seen[key]}"] = row
    return found


def _facts(id: str, old: Json, new: Json, place: Place) -> Iterator[Difference]:
    for fact in sorted(old.keys() | new.keys()):
        if not _same(old.get(fact), new.get(fact)):
            values = _shown(old.get(fact)), _shown(new.get(fact))
            yield Difference(DifferenceKind.CELL, place(id, fact), *values, subject=f"{id} · {fact}")


def _answers(id: str, old: Iterable[Json], new: Iterable[Json]) -> Iterator[Difference]:
    """Answers of one source on one day are the same row; those that only one side has are told with their cell."""
    before, after = _said(old), _said(new)
    for key in sorted(before.keys() | after.keys(), key=str):
        was_said, is_said = before.get(key, Counter()), after.get(key, Counter())
        gone, come = (was_said - is_said).elements(), (is_said - was_said).elements()
        for was, now in _pairs(sorted(gone), sorted(come)):
            where = (now or was or ("", ""))[1]
            values = (was[0] if was else NOTHING), (now[0] if now else NOTHING)
            yield Difference(DifferenceKind.CELL, where, *values, subject=f"{id} · {key[0]}")


def _said(answers: Iterable[Json]) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
    found: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for answer in answers:
        key = str(answer.get("question")), str(answer.get("source"))
        signals = sorted(f"{s.get('indicator')} {s.get('strength')}" for s in answer.get("signals") or ())
        words = [str(answer.get(name) or "") for name in ("state", "evidence", "date")] + signals
        found.setdefault(key, Counter())[", ".join(filter(None, words)), str(answer.get("cell") or "")] += 1
    return found


def _pairs(
    gone: list[tuple[str, str]], come: list[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str] | None, tuple[str, str] | None]]:
    """What left and what came at the same cell belong together; the rest by their order."""
    for was in list(gone):
        now = next((row for row in come if row[1] == was[1]), None)
        if now is not None:
            gone.remove(was)
            come.remove(now)
            yield was, now
    for index in range(max(len(gone), len(come))):
        yield (gone[index] if index < len(gone) else None), (come[index] if index < len(come) else None)


def _by_id(rows: Any) -> dict[str, Json]:
    return {str(row.get("id")): row for row in rows if isinstance(row, Mapping)} if isinstance(rows, list) else {}


def _same(old: Any, new: Any) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (old, new))
    return abs(old - new) <= TOLERANCE if numbers else bool(old == new)


def _shown(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value) or NOTHING
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_shown(item)}" for key, item in value.items())
    return str(value)
