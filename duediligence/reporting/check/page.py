"""What was understood of a supplier's form as one HTML file, to be mailed back: no network, no script."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from duediligence.i18n.formats import show_date
from duediligence.i18n.texts import translate
from duediligence.model.understood import Standing, Understood
from duediligence.pages import page_asset, page_policy, page_template


def render_check_page(understood: Understood) -> str:
    """The page, in the supplier's own language."""
    style = page_asset("style.css", "templates/check.css")
    sections = groupby(understood.questions, key=lambda question: question.section)
    return page_template("check.html.j2").render(
        u=understood,
        summary=summary_of(understood),
        by_section=[(section, list(questions)) for section, questions in sections],
        still_open=[q for q in understood.questions if q.standing in (Standing.OPEN, Standing.NOT_READ)],
        say=partial(say, understood.language),
        day=partial(show_date, language=understood.language),
        style=style,
        policy=page_policy(style),
    )


def summary_of(understood: Understood) -> str:
    """How much was answered, is open, and is to be corrected, in one sentence."""
    answered, otherwise = understood.count(Standing.ANSWERED), understood.count(Standing.SAID_OTHERWISE)
    asked, problems = len(understood.questions), understood.to_mend
    still_open = asked - answered - otherwise
    counts = {"answered": answered, "otherwise": otherwise, "asked": asked, "open": still_open, "problems": problems}
    return say(understood.language, "summary", **counts)


def say(language: str, key: str, **params: object) -> str:
    """A text of the check in a language."""
    return translate(f"check.{key}", language, **params)
