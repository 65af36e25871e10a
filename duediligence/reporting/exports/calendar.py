"""Actions for other programs: a calendar (iCalendar, RFC 5545) and a table (csv) with the keys of the plan's sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from io import StringIO
from itertools import groupby
from textwrap import shorten

from duediligence.model.base import Text
from duediligence.model.manifest import Manifest
from duediligence.model.response import COMPANY
from duediligence.reporting.company.view import ActionView, CompanyView
from duediligence.reporting.shared.words import counted, plain, say, term
from duediligence.reporting.workbook.sheet_rows import looks_like_formula

FOLD = 73
"""Octets on a line; the standard allows 75 with the line end."""

LONGEST_TITLE = 60
"""Characters of a measure in a title: what a week in a calendar shows."""

CSV_COLUMNS = (
    "action_id", "subject", "name", "tier", "measure", "measure_text", "horizon", "lead", "support", "closes_with",
    "state", "owner", "due", "started", "done", "evidence", "evidence_class", "notes", "first_seen", "returned",
    "sites",
)  # fmt: skip


def render_calendar(view: CompanyView, language: str) -> str:
    """What is late, due soon or taken up by somebody as an event on its day; of the rest one event a month.

    Whoever shares a calendar shows its titles: events are private, and a title has the id of a site and not its name.
    """
    head = view.frame.head
    name = f"{head.company} · {say('sections.actions').get(language)}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//duediligence//{view.frame.manifest.version}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    unfinished = sorted((a for a in view.actions if not a.closed), key=lambda a: (a.due, a.id))
    for action in unfinished:
        if _apart(action):
            lines += _event(action, view.frame.manifest, language)
    for month, later in groupby((a for a in unfinished if not _apart(a)), key=lambda a: a.due.strftime("%Y-%m")):
        lines += _month(month, list(later), view, language)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def render_actions_csv(view: CompanyView, language: str) -> str:
    """Every action on a row; codes and dates as programs want them, texts in one language."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_safe(value) for value in _row(action, language)] for action in view.actions)
    return written.getvalue()


def _apart(action: ActionView) -> bool:
    """Whether an action has an event of its own: hundreds of them would hide what is due."""
    return action.overdue or action.soon or bool(action.owner)


def _event(action: ActionView, manifest: Manifest, language: str) -> Iterable[str]:
    text = action.text.get(language)
    who = ", ".join(term("role", role).get(language) for role in (action.lead, *action.support))
    closes = say("actions.closes", evidence=action.closes_with).get(language)
    names = ", ".join(link.text.get(language) for link in action.where) or action.subject.get(language)
    title = f"{_where(action).get(language)}: {shorten(text, LONGEST_TITLE, placeholder='…')}"
    told = f"{names}. {text} {who}. {closes}."
    category = term("horizon", action.horizon).get(language)
    return _lines(action.id, action.due, manifest, title, told, category)


def _where(action: ActionView) -> Text:
    """The id of a site, how many sites, or the company itself."""
    if action.sites:
        return counted("calendar.sites", len(action.sites))
    return action.subject if action.subject_id == COMPANY else plain(action.subject_id)


def _month(month: str, later: Sequence[ActionView], view: CompanyView, language: str) -> Iterable[str]:
    """One event for all that is due in a month and that nobody took up yet, on the first day on which some of it is."""
    whose = sha256(view.frame.head.company.encode()).hexdigest()[:10]
    title = counted("calendar.month", len(later)).get(language)
    told = say("calendar.month_text").get(language)
    category = say("calendar.later").get(language)
    return _lines(f"{month}-{whose}", later[0].due, view.frame.manifest, title, told, category)


def _lines(id: str, day: date, manifest: Manifest, title: str, told: str, category: str) -> Iterable[str]:
    return (
        "BEGIN:VEVENT",
        f"UID:{id}@duediligence",
        f"DTSTAMP:{manifest.assessed_on.strftime('%Y%m%dT000000Z')}",
        f"DTSTART;VALUE=DATE:{day.strftime('%Y%m%d')}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(told)}",
        f"CATEGORIES:{_escaped(category)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


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
