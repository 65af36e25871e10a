"""`diff`: what moved between two rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from duediligence.errors import InputError
from duediligence.model.movement import CommitmentMove, ConcernMove, EditionChange, Movement
from duediligence.model.tree import Node
from duediligence.planning.diff import compare
from duediligence.reporting.pages.outline import render_outline
from duediligence.workflow.compared_words import Words
from duediligence.workflow.history import read_assessment

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Compared:
    """The movement between two rounds, told and as plain values; `old` and `new` are the documents themselves."""

    movement: Movement
    document: dict[str, Any]
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def tree(self, language: str, shown: int | None = None) -> Node:
        """The movement in words; of a longer list only the first lines are `shown`, with how many more there are."""
        return _Teller(self.movement, Words(self.old, self.new, language), shown).all()

    def page(self, language: str) -> str:
        """The movement as an HTML page."""
        return render_outline(self.tree(language), language)


def compare_files(old: Path, new: Path) -> Compared:
    """Compares two `assessment.json` files, or folders that hold one. Raises InputError for anything else."""
    before, after = _read(old), _read(new)
    movement = compare(before, after)
    return Compared(movement, asdict(movement), before, after)


def _read(path: Path) -> Mapping[str, Any]:
    document = read_assessment(path / "assessment.json" if path.is_dir() else path)
    if document is None:
        raise InputError("not_an_assessment", file=str(path))
    return document


@dataclass(frozen=True, slots=True)
class _Teller:
    movement: Movement
    words: Words
    shown: int | None = None

    def all(self) -> Node:
        m = self.movement
        return Node(self.words.say("head", old=m.old_date, new=m.new_date), tuple(self._parts()))

    def _parts(self) -> Iterator[Node]:
        m, words = self.movement, self.words
        yield Node(words.say("counts", old=m.old_count, new=m.new_count, matched=m.matched))
        if not m.comparable:
            yield Node(words.say("not_comparable"), tuple(map(_edition, m.editions)))
        yield self._list("joined", map(words.supplier, m.joined))
        yield self._list("left", map(words.supplier, m.left))
        yield Node(words.say("tier_counts", matched=m.matched), tuple(self._tier_counts()))
        moved = (f"{words.supplier(s.supplier)}: {words.tier(s.old_tier)} → {words.tier(s.new_tier)}" for s in m.moved)
        yield self._list("tiers", moved)
        for change, concerns in _grouped(m.concerns):
            yield self._list(f"concern.{change}", map(self._concern, concerns))
        moved_states = (move for move in m.commitments if move.old_state != move.new_state)
        yield self._list("commitments", map(self._commitment, moved_states))
        for change, actions in _grouped(m.actions):
            yield self._list(f"action.{change}", (words.action(action.id) for action in actions))
        yield self._list("overdue", map(words.action, m.overdue))

    def _list(self, key: str, lines: Iterable[str]) -> Node:
        """A heading with its count; one without anything under it is worth a line as well."""
        kept = [Node(line) for line in lines]
        more = len(kept[self.shown :]) if self.shown else 0
        told = [*kept[: self.shown], Node(self.words.say("more", count=more))] if more else kept
        return Node(f"{self.words.say(key)}: {len(kept)}", tuple(told))

    def _tier_counts(self) -> Iterator[Node]:
        """Every tier in all suppliers of each round, and in those that are in both."""
        for tier, count in self.movement.tiers.items():
            numbers = {"old": count.old_all, "new": count.new_all, "was": count.old_matched, "now": count.new_matched}
            yield Node(self.words.say("tier_count", tier=self.words.tier(tier), **numbers))

    def _concern(self, move: ConcernMove) -> str:
        words = self.words
        return f"{words.supplier(move.supplier)}: {words.indicator(move.indicator)} – {words.question(move.question)}"

    def _commitment(self, move: CommitmentMove) -> str:
        words = self.words
        told = f"{words.commitment(move.id)}: {words.state(move.old_state)} → {words.state(move.new_state)}"
        return told if move.comparable else f"{told} ({words.say('another_edition')})"


def _edition(change: EditionChange) -> Node:
    """What differs; the long name of a source is cut, for `--json` has it whole."""
    old, new = (value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…" for value in (change.old, change.new))
    return Node(f"{change.id}: {old or '–'} → {new or '–'}" if old != new else change.id)


def _grouped(moves: tuple[Any, ...]) -> Iterator[tuple[str, list[Any]]]:
    for change in dict.fromkeys(move.change for move in moves):
        yield change.value, [move for move in moves if move.change is change]
