"""What people name on the command line: suppliers by id or by name, and words of a short list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from duediligence.errors import UsageError
from duediligence.intake.typed.spelling import fold
from duediligence.model.problems import NO_SUGGESTION
from duediligence.model.response import Supplier


def named_supplier(suppliers: Iterable[Supplier], wanted: str) -> Supplier:
    """The supplier of that id, of that very name, or whose name alone begins like that. Raises UsageError otherwise.

    Only names are suggested: an id that differs by a digit is another site.
    """
    known = list(suppliers)
    begins = fold(wanted)
    for found in (
        [s for s in known if s.id == wanted],
        [s for s in known if fold(s.name) == begins],
        [s for s in known if begins and fold(s.name).startswith(begins)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError("several_suppliers", name=wanted, found=", ".join(f"{s.name} ({s.id})" for s in found))
    names = {s.name: s.id for s in known}
    near = [f"{name} ({names[name]})" for name in get_close_matches(wanted, names, n=3, cutoff=0.5)]
    raise UsageError("unknown_supplier", name=wanted, nearest=", ".join(near) or NO_SUGGESTION)


def one_of(name: str, known: Sequence[str], code: str) -> str:
    """The name if it is known; raises UsageError with the nearest ones, or else the first ones, otherwise."""
    if name in known:
        return name
    near = get_close_matches(name, known, n=3, cutoff=0.5) or known[:8]
    raise UsageError(code, name=name, nearest=", ".join(near) or NO_SUGGESTION)
