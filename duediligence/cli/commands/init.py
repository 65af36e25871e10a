"""`duediligence init`: a new workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console, at_terminal
from duediligence.cli.options import Content, Language, spoken

HOME = "NL"
"""The country and, with it, the language of most companies that take part in these agreements."""


def _country(written: str | None) -> str | None:
    """The code of a country that was given by its name or code."""
    from duediligence.errors import UsageError
    from duediligence.intake.typed.places import country_code, nearest_country

    code = country_code(written) if written else None
    if written and not code:
        raise UsageError("unknown_company_country", name=written, nearest=nearest_country(written))
    return code


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must not hold a workspace yet.")],
    sector: Annotated[str, typer.Option("--sector", "-s", help="The sector's ID; `content list` shows them.")],
    company: Annotated[str, typer.Option("--company", "-c", help="The name of your company.")] = "",
    country: Annotated[
        str | None, typer.Option("--country", callback=_country, help="The country of your company: its name or code.")
    ] = None,
    content: Content = None,
    lang: Language = None,
) -> None:
    """Make a workspace: the settings file and an empty register with dropdowns and help."""
    from duediligence.workflow.starting import start_workspace

    country, lang = _asked(country, lang) if at_terminal() else (country, lang)
    language = lang or ("nl" if country == HOME else "en")
    console = Console(language)
    for file in start_workspace(folder, sector, company, country or HOME, language, content, date.today()):
        console.say("wrote", file=file)
    console.say("init.next", folder=folder)


def _asked(country: str | None, lang: str | None) -> tuple[str, str]:
    """What was not given, asked of the person at the terminal; both have a likely answer."""
    console = Console(lang or ("nl" if country == HOME else "en"))
    home = country or _country(typer.prompt(console.text("init.country"), default=HOME, err=True)) or HOME
    likely = "nl" if home == HOME else "en"
    return home, lang or spoken(typer.prompt(console.text("init.language"), default=likely, err=True)) or likely
