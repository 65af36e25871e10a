"""Ids of suppliers: derived from name and country where a list has none, and each used once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from duediligence.findings import Finding, error, note, warning
from duediligence.intake.typed.spelling import fold
from duediligence.model.response import Supplier

_LENGTH = 48
_PLACE_FACTS = ("address", "city", "subdivision")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A supplier as its row gives it; its id may still be missing."""

    supplier: Supplier
    given: bool


def with_derived_ids(rows: list[Unnamed], findings: list[Finding]) -> list[Supplier]:
    """Gives every supplier without an id one that follows from its name and country, and says so once."""
    nameless = [row.supplier for row in rows if not row.given]
    if not nameless:
        return [row.supplier for row in rows]
    if len(nameless) == len(rows):
        findings.append(note("ids_derived", replace(nameless[0].location, cell="", line=0, column=0), count=len(rows)))
    else:
        findings += [warning("id_derived", s.location, supplier=s.name, id=_stem(s)) for s in nameless]
    shared = Counter(stem for stem, _ in {(_stem(supplier), _address_mark(supplier)) for supplier in nameless})
    return [row.supplier if row.given else _named(row.supplier, shared) for row in rows]


def _named(supplier: Supplier, shared: Counter[str]) -> Supplier:
    """Sites of one name and country are told apart by their address, and only they carry a longer id."""
    stem = _stem(supplier)
    return replace(supplier, id=f"{stem}-{_address_mark(supplier)}" if shared[stem] > 1 else stem)


def _stem(supplier: Supplier) -> str:
    country = next(iter(supplier.words("country")), "xx").casefold()
    words = re.sub(r"[\W_]+", "-", supplier.name.casefold()).strip("-")[:_LENGTH].rstrip("-")
    return f"{words or 'site'}-{country}"


def _address_mark(supplier: Supplier) -> str:
    address = fold(" ".join(word for fact in _PLACE_FACTS for word in supplier.words(fact)))
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:4]


def each_once(suppliers: Iterable[Supplier], findings: list[Finding]) -> tuple[Supplier, ...]:
    """The suppliers with each id once: the first row is kept, every further one is named with both places."""
    kept: dict[str, Supplier] = {}
    for supplier in suppliers:
        first = kept.setdefault(supplier.id, supplier)
        if first is not supplier:
            spot = first.location.cell or str(first.location)
            findings.append(error("duplicate_supplier", supplier.location, id=supplier.id, first=spot))
    return tuple(kept.values())
