"""Who might work a hidden number out, and what he knows beforehand: his own contributions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from duediligence.aggregation.cells import NOBODY, Key, Sum

Shares = Mapping[Key, Mapping[int, float]]
"""What each company contributes to each cell."""


@dataclass(frozen=True, slots=True)
class Attacker:
    """One member, by number; or, without `member`, somebody who knows in every cell the most that anybody can know.

    The latter is nobody in particular, but whoever he cannot harm nobody can: he is asked first, the members only where
    he would succeed. `victim` is the company whose own contributions he does not know.
    """

    victim: int = NOBODY
    member: int | None = None


OUTSIDER = Attacker(member=NOBODY)


@dataclass(slots=True)
class Knowledge:
    """What attackers contribute; the shares of single members are fetched only where they are needed."""

    sums: Mapping[Key, Sum]
    fetch: Callable[[], Shares]
    _shares: Shares | None = field(init=False, default=None)

    def of(self, attacker: Attacker, key: Key) -> float:
        """What an attacker knows to be in a cell."""
        if attacker == OUTSIDER:
            return 0.0
        if attacker.member is not None and key in self.shares:
            return self.shares[key].get(attacker.member, 0.0)
        cell = self.sums[key]
        return cell.second_largest if cell.first == attacker.victim else cell.largest

    @property
    def shares(self) -> Shares:
        """Every member's contributions."""
        if self._shares is None:
            self._shares = self.fetch()
        return self._shares

    def members(self, key: Key) -> tuple[Attacker, ...]:
        """Everybody who may be after a cell: an outsider, and each company that contributes anything anywhere."""
        everybody = {company for shares in self.shares.values() for company in shares}
        only = self.sums[key].first if self.sums[key].count == 1 else NOBODY
        return (OUTSIDER, *(Attacker(member=company) for company in sorted(everybody - {only})))
