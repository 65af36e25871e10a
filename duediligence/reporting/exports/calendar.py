"""Actions for other programs: a calendar (iCalendar, RFC 5545) and a table (csv) with the keys of the plan's sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from duediligence.model.manifest import Manifest
from duediligence.reporting.company.view import ActionView, CompanyView
from duediligence.reporting.shared.words import say, term
from duediligence.reporting.workbook.sheet_rows import looks_like_formula

FOLD = 73
"""Octets on a line; the standard allows 75 with the line end."""

CSV_COLUMNS = (
    "action_id", "subject", "name", "tier", "measure", "measure_text", "horizon", "lead", "support", "closes_with",
    "state", "owner", "due", "started", "done", "evidence", "evidence_class", "notes", "first_seen", "returned",
    "sites",
)  # fmt: skip


def render_calendar(view: CompanyView, language: str) -> str:
    """Every action that is not finished, as an all-day event on the day on which it is due."""
    head = view.frame.head
    name = f"{head.company} · {say('sections.actions').get(language)}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//duediligence//{view.frame.manifest.version}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for action in view.actions:
        if not action.closed:
            lines += _event(action, view.frame.manifest, language)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def render_actions_csv(view: CompanyView, language: str) -> str:
    """Every action on a row; codes and dates as programs want them, texts in one language."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_safe(value) for value in _row(action, language)] for action in view.actions)
    return written.getvalue()


def _event(action: ActionView, manifest: Manifest, language: str) -> Iterable[str]:
    subject, text = action.subject.get(language), action.text.get(language)
    who = ", ".join(term("role", role).get(language) for role in (action.lead, *action.support))
    closes = say("actions.closes", evidence=action.closes_with).get(language)
    stamp = manifest.assessed_on.strftime("%Y%m%dT000000Z")
    return (
        "BEGIN:VEVENT",
        f"UID:{action.id}@duediligence",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{action.due.strftime('%Y%m%d')}",
        f"SUMMARY:{_escaped(f'{subject}: {text}')}",
        f"DESCRIPTION:{_escaped(' '.join((f'{who}. {closes}.', *_where(action, language))))}",
        f"CATEGORIES:{_escaped(term('horizon', action.horizon).get(language))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _where(action: ActionView, language: str) -> Iterable[str]:
    """The sites of an action for many, by name; the title has room for their number only."""
    if action.where:
        yield f"{', '.join(link.text.get(language) for link in action.where)}."


def _row(a: ActionView, language: str) -> tuple[str, ...]:
    days = (a.due, a.started, a.done, a.first_seen)
    due, started, done, first_seen = (day.isoformat() if day else "" for day in days)
    return (
        a.id, a.subject_id, a.subject.get(language), a.tier, a.measure, a.text.get(language), a.horizon, a.lead,
        ";".join(a.support), a.closes_with, a.state, a.owner, due, started, done, a.evidence, a.evidence_class, a.notes,
        first_seen, "true" if a.returned else "false", ";".join(a.sites),
    )  # fmt: skip


def _safe(words: str) -> str:
    """A spreadsheet program that opens the file must not take a text for a formula."""
    return f"'{words}" if looks_like_formula(words) else words


def _escaped(words: str) -> str:
    clean = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return clean.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """A line of at most so many octets, never broken inside a character."""
    octets = line.encode()
    parts, start = list[str](), 0
    while len(octets) - start > FOLD - bool(start):
        end = start + FOLD - bool(start)
        while octets[end] & 0xC0 == 0x80:  # inside a character of several octets
            end -= 1
        parts.append(octets[start:end].decode())
        start = end
    return "\r\n ".join([*parts, octets[start:].decode()]) + "\r\n"
