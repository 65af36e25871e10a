"""The sector report and the letters as HTML files: no network, no script, one style whose hash stands in the policy."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from duediligence.aggregation.letters import Letter
from duediligence.aggregation.printed import SectorView
from duediligence.i18n.texts import translate
from duediligence.pages import page_asset, page_policy, page_template


def render_page(view: SectorView) -> str:
    """The page of the sector report."""
    template = page_template("sector.html.j2")
    skip, contents = (translate(f"aggregate.text.{key}", view.language) for key in ("skip", "contents"))
    return template.render(
        view=_collapsed(view), style=_style(), policy=page_policy(_style()), skip=skip, contents=contents, reasons=True
    )


def _collapsed(view: SectorView) -> SectorView:
    """The view with one line in place of many protected rows: the workbook has them all."""
    some, every = (translate(f"aggregate.text.{key}", view.language, count="{count}") for key in ("rest", "all_rest"))
    sections = (
        replace(section, grids=tuple(grid.collapsed(some, every) for grid in section.grids))
        for section in view.sections
    )
    return replace(view, sections=tuple(sections))


def render_letter(letter: Letter) -> str:
    """The page of one company's letter."""
    template = page_template("sector_letter.html.j2")
    return template.render(letter=letter, style=_style(), policy=page_policy(_style()), reasons=False)


def _style() -> Markup:
    return page_asset("style.css", "templates/sector_style.css.j2")
