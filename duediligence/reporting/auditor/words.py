"""The auditor's own texts (`i18n/audit.yaml`), in both languages at once or in one for a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.model.base import Text
from duediligence.reporting.shared.words import filled
from duediligence.reporting.workbook.sheet_words import Words


def audit_text(key: str, **params: object) -> Text:
    """A text of the auditor, with numbers, dates and names filled in as each language writes them."""
    return filled(f"audit.{key}", params)


@dataclass(frozen=True, slots=True)
class AuditWords(Words):
    """One language of the auditor's workbooks."""

    def say(self, key: str, **params: object) -> str:
        """A text of the auditor."""
        return audit_text(key, **params).get(self.language)
