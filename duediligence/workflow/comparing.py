"""`diff`: what moved between two rounds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from duediligence.errors import InputError
from duediligence.i18n.texts import translate
from duediligence.model.manifest import SCHEMA, readable_as
from duediligence.model.movement import Movement
from duediligence.model.tree import Node
from duediligence.planning.diff import compare
from duediligence.reporting.outline import render_outline

MAX_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class Compared:
    """The movement between two rounds, told and as plain values."""

    movement: Movement
    document: dict[str, Any]

    def tree(self, language: str) -> Node:
        """The movement in words."""
        return _Teller(self.movement, language).all()

    def page(self, language: str) -> str:
        """The movement as an HTML page."""
        return render_outline(self.tree(language), language)


def compare_files(old: Path, new: Path) -> Compared:
    """Compares two `assessment.json` files, or folders that hold one. Raises InputError for anything else."""
    movement = compare(_read(old), _read(new))
    return Compared(movement, asdict(movement))


def _read(path: Path) -> Mapping[str, Any]:
    file = path / "assessment.json" if path.is_dir() else path
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError("not_an_assessment", file=str(path))
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise InputError("not_an_assessment", file=str(path)) from None
    if not isinstance(document, dict) or readable_as(document.get("schema")) != readable_as(SCHEMA):
        raise InputError("not_an_assessment", file=str(path))
    return document


@dataclass(frozen=True, slots=True)
class _Teller:
    movement: Movement
    language: str

    def all(self) -> Node:
        m = self.movement
        head = self._say("head", old=m.old_date, new=m.new_date)
        return Node(head, tuple(self._parts()))

    def _parts(self) -> Iterator[Node]:
        m = self.movement
        yield Node(self._say("counts", old=m.old_count, new=m.new_count, matched=m.matched))
        if not m.comparable:
            yield Node(self._say("not_comparable"), tuple(Node(f"{e.id}: {e.old} → {e.new}") for e in m.editions))
        yield self._list("joined", m.joined)
        yield self._list("left", m.left)
        moved = (f"{s.name} ({s.supplier}): {self._tier(s.old_tier)} → {self._tier(s.new_tier)}" for s in m.moved)
        yield self._list("tiers", tuple(moved))
        for change, concerns in self._grouped(m.concerns):
            yield self._list(f"concern.{change}", tuple(f"{c.supplier}: {c.indicator}, {c.question}" for c in concerns))
        states = (f"{c.id}: {self._state(c.old_state)} → {self._state(c.new_state)}" for c in m.commitments)
        yield self._list("commitments", tuple(states))
        for change, actions in self._grouped(m.actions):
            yield self._list(f"action.{change}", tuple(f"{a.id} {a.subject}: {a.measure}" for a in actions))
        yield self._list("overdue", m.overdue)

    def _list(self, key: str, lines: tuple[str, ...]) -> Node:
        return Node(f"{self._say(key)}: {len(lines)}", tuple(Node(line) for line in lines))

    def _grouped(self, moves: tuple[Any, ...]) -> Iterator[tuple[str, list[Any]]]:
        for change in dict.fromkeys(move.change for move in moves):
            yield change.value, [move for move in moves if move.change is change]

    def _tier(self, tier: str) -> str:
        return translate(f"terms.tier.{tier}", self.language)

    def _state(self, state: str) -> str:
        return translate(f"terms.commitment_state.{state}", self.language) if state else "–"

    def _say(self, key: str, **params: object) -> str:
        return translate(f"moves.{key}", self.language, **params)
