"""The numbers of the method keep their order: a higher word never counts less than a lower one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from duediligence.declarations.defects import Defect, Rule
from duediligence.model.content import SectorContent
from duediligence.model.response import SourceKind
from duediligence.model.scales import LEVELS, STRENGTHS, Evidence, Scale
from duediligence.yamlfile import KeyPath

CLASSES = tuple(Evidence.__members__)


def words_without_a_number(content: SectorContent) -> Iterator[Defect]:
    """A level, strength, evidence class or kind of source that the scales do not know."""
    scales = content.scales
    wanted = (
        ("levels", scales.levels, LEVELS),
        ("strengths", scales.strengths, STRENGTHS),
        ("caps", scales.caps, CLASSES),
        ("evidence", scales.evidence, tuple(SourceKind)),
    )
    for key, given, words in wanted:
        for word in words:
            if word not in given:
                yield Defect(scales, (key,), "scale_missing", {"name": f"{key}.{word}"})


def scales_out_of_order(content: SectorContent) -> Iterator[Defect]:
    """Levels, strengths, caps and tiers each rise."""
    scales = content.scales
    rising = [(("levels",), scales.levels, LEVELS), (("strengths",), scales.strengths, STRENGTHS)]
    rising.append((("caps",), scales.caps, CLASSES))
    for path, given, words in rising:
        yield from _falls(content, path, given, [word for word in words if word in given])
    tiers: Mapping[str, Scale[float]] = dict(scales.tiers)
    for what in ("established", "possible"):
        yield from _falls(content, ("tiers",), tiers, [f"medium_{what}", f"high_{what}"])
    robustness: Mapping[str, Any] = dict(scales.robustness)
    yield from _falls(content, ("robustness",), robustness, ["lowest_factor", "highest_factor"])


def _falls(
    content: SectorContent, path: KeyPath, given: Mapping[str, Scale[float]], words: Sequence[str]
) -> Iterator[Defect]:
    for lower, higher in pairwise(words):
        low, high = given[lower].value, given[higher].value
        if high < low or (high == low and path != ("caps",)):
            params = {"lower": f"{lower} ({low:g})", "higher": f"{higher} ({high:g})"}
            yield Defect(content.scales, (*path, higher), "scale_out_of_order", params)


def likelihoods_outside_nought_to_one(content: SectorContent) -> Iterator[Defect]:
    """A level, strength, cap or threshold that is no likelihood."""
    scales = content.scales
    groups: Mapping[str, Mapping[str, Scale[float]]] = {
        "levels": scales.levels,
        "strengths": scales.strengths,
        "caps": scales.caps,
        "tiers": dict(scales.tiers),
    }
    single = ("severity_from_possible", "scope_unknown", "coverage_floor", "preventive_from_possible")
    named = [((group, word), scale) for group, scales_of in groups.items() for word, scale in scales_of.items()]
    for path, scale in [*named, *(((name,), getattr(scales, name)) for name in single)]:
        if not 0 <= scale.value <= 1:
            yield Defect(scales, path, "share_outside", {"name": ".".join(path), "found": f"{scale.value:g}"})


def classes_that_do_not_exist(content: SectorContent) -> Iterator[Defect]:
    """An evidence class that is none of E0 to E6."""
    scales = content.scales
    named = [(("evidence", word), scale) for word, scale in scales.evidence.items()]
    named += [(("reach", word), scale) for word, scale in scales.reach.items()]
    named += [(("closing", word), scale) for word, scale in scales.closing]
    for path, scale in named:
        if scale.value not in CLASSES:
            params = {"name": scale.value, "fact": path[-1], "nearest": ", ".join(CLASSES)}
            yield Defect(scales, path, "unknown_value", params)


def scope_without_an_open_end(content: SectorContent) -> Iterator[Defect]:
    """The bands of size rise, and the last one is open: else the largest sites would have no scope."""
    bands = content.scales.scope.value
    limits = [band.below for band in bands[:-1]]
    known = [limit for limit in limits if limit is not None]
    if not bands or bands[-1].below is not None:
        yield Defect(
            content.scales, ("scope",), "bands_end", {"id": "scope", "limit": bands[-1].below if bands else "–"}
        )
    if len(known) < len(limits) or any(after <= before for before, after in pairwise(known)):
        yield Defect(content.scales, ("scope",), "band_never_reached", {"id": "scope", "number": len(bands)})
    for lower, higher in pairwise(bands):
        if higher.value < lower.value:
            params = {"lower": f"{lower.value:g}", "higher": f"{higher.value:g}"}
            yield Defect(content.scales, ("scope",), "scale_out_of_order", params)


def sector_bands_that_do_not_rise(content: SectorContent) -> Iterator[Defect]:
    """The bands in which a sector report counts."""
    for name, scale in content.scales.sector_bands.items():
        if any(after <= before for before, after in pairwise(scale.value)):
            path = ("sector_bands", name)
            yield Defect(content.scales, path, "band_never_reached", {"id": name, "number": len(scale.value)})


RULES: tuple[Rule, ...] = (
    words_without_a_number,
    scales_out_of_order,
    likelihoods_outside_nought_to_one,
    classes_that_do_not_exist,
    scope_without_an_open_end,
    sector_bands_that_do_not_rise,
)
