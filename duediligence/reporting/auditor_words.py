"""The auditor's own texts (`i18n/audit.yaml`), in both languages at once or in one for a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duediligence.i18n.formats import show_date, show_number
from duediligence.i18n.texts import LANGUAGES, translate
from duediligence.model.base import Text
from duediligence.reporting.sheet_words import Words


def audit_text(key: str, **params: object) -> Text:
    """A text of the auditor, with numbers, dates and names filled in as each language writes them."""
    nl, en = (
        translate(f"audit.{key}", language, **{name: _shown(value, language) for name, value in params.items()})
        for language in LANGUAGES
    )
    return Text(nl=nl, en=en)


@dataclass(frozen=True, slots=True)
class AuditWords(Words):
    """One language of the auditor's workbooks."""

    def say(self, key: str, **params: object) -> str:
        """A text of the auditor."""
        return audit_text(key, **params).get(self.language)


def _shown(value: object, language: str) -> str:
    if isinstance(value, Text):
        return value.get(language)
    if isinstance(value, date):
        return show_date(value, language)
    if isinstance(value, int) and not isinstance(value, bool):
        return show_number(value, language)
    return str(value)
