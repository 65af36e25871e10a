"""The method explained for readers (`reports/method.<language>.md`), with the numbers of the scales filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from jinja2 import Environment, StrictUndefined

from duediligence.i18n.formats import show_number, show_percent
from duediligence.i18n.texts import LANGUAGES
from duediligence.model.content import SectorContent
from duediligence.reporting.shared.parts import Block
from duediligence.resources import content_root

_TABLE_RULE = re.compile(r"\|[\s:|-]+\|")


def method_blocks(content: SectorContent) -> Mapping[str, tuple[Block, ...]]:
    """The explanation in every language, as headings, paragraphs, lists and tables."""
    return {language: tuple(_blocks(_filled(language, content))) for language in LANGUAGES}


def _filled(language: str, content: SectorContent) -> str:
    # The text is written out later with autoescape on; here `&` must stay `&`.
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701
    environment.filters["number"] = lambda value: show_number(float(value), language, _decimals(float(value)))
    environment.filters["percent"] = lambda value: show_percent(float(value), language)
    environment.filters["points"] = lambda value: show_number(round(float(value) * 100, 6), language)
    indicators = [
        {"name": i.name.get(language), "scale": i.scale, "irremediable": i.irremediable, "dimension": i.dimension.value}
        for i in content.indicators.values()
    ]
    return environment.from_string(_source(language)).render(scales=content.scales, indicators=indicators)


@cache
def _source(language: str) -> str:
    return (content_root() / "reports" / f"method.{language}.md").read_text("utf-8")


def _decimals(value: float) -> int:
    return 0 if value.is_integer() else 2 if round(value * 10, 6) % 1 else 1


def _blocks(text: str) -> Iterable[Block]:
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if lines[0].startswith("#"):
            yield Block("heading", ((lines[0].lstrip("# "),),))
            lines = lines[1:]
        if lines and lines[0].startswith("|"):
            cells = (
                tuple(c.strip() for c in line.strip("|").split("|"))
                for line in lines
                if not _TABLE_RULE.fullmatch(line)
            )
            yield Block("table", tuple(cells))
        elif lines and lines[0].startswith("- "):
            yield Block("list", tuple((item,) for item in _items(lines)))
        elif lines:
            yield Block("paragraph", ((" ".join(lines),),))


def _items(lines: list[str]) -> Iterable[str]:
    joined = "\n".join(lines)
    return (" ".join(item.split()) for item in re.split(r"(?:^|\n)- ", joined) if item.strip())
