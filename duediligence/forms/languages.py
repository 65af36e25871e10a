"""The languages of a form: which ones the content is in, and how each is called and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from duediligence.model.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its id, its own name, and the direction in which it is written (`ltr` or `rtl`)."""

    id: str
    name: str
    direction: str = "ltr"

    @property
    def heading(self) -> str:
        """The language as XLSForm names it in the headings of its columns."""
        return f"{self.name} ({self.id})"


@cache
def language(id: str) -> Language:
    """What is known of a language; one that nobody knows is called by its id."""
    try:
        locale = Locale.parse(id)
    except (ValueError, UnknownLocaleError):
        return Language(id, id)
    name = str(locale.get_display_name(id) or id)
    return Language(id, name[:1].upper() + name[1:], str(locale.text_direction))


def languages_of(forms: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Every language in which any question of these questionnaires was written; Dutch and English come first."""
    found = {id for form in forms for question in form.questions() for id in question.text.languages}
    return ("nl", "en", *sorted(found - {"nl", "en"}))
