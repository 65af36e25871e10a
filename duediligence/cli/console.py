"""What people see in the terminal: texts by key, findings by file, tables, or one JSON document."""

from __future__ import annotations

import json as json_format
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from duediligence.cli.streams import takes_any_sign
from duediligence.findings import Finding, Severity, in_order
from duediligence.model.tree import Node

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.progress import TaskID
    from rich.tree import Tree

_MARKS = {Severity.ERROR: ("✗", "bold red"), Severity.WARNING: ("!", "yellow"), Severity.NOTE: ("·", "dim")}
WIDE_COLUMN, NARROW_COLUMN = 28, 22
_BETWEEN = 3
"""How far columns stand apart."""
SHOWN_FINDINGS = 60
"""More findings than this of one file are counted, not listed; `check --report` and `--json` have them all."""


@dataclass
class _Pace:
    """Tells whether it is time to draw again: a bar that is drawn at every file takes longer than the files."""

    seconds: float = 0.1
    _drawn: float = 0.0

    def __call__(self) -> bool:
        now = monotonic()
        due = now - self._drawn >= self.seconds
        if due:
            self._drawn = now
        return due


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command prints to, in which language, and how much."""

    language: str = "en"
    json: bool = False
    quiet: bool = False

    def say(self, key: str, /, style: str = "", **params: object) -> None:
        """Prints the text under `console.<key>`, unless told to be quiet or to print JSON; no line is cut in a path."""
        if not self.json and not self.quiet:
            whole = any(isinstance(value, Path) for value in params.values())
            text = self.text(key, **params)
            self._out().print(text, style=style or None, markup=False, highlight=False, soft_wrap=whole)

    def line(self, text: str, style: str = "") -> None:
        """Prints a text that is in words already, unless told to be quiet or to print JSON."""
        if not self.json and not self.quiet:
            self._out().print(text, style=style or None, markup=False, highlight=False)

    def text(self, key: str, /, **params: object) -> str:
        """The text under `console.<key>` in the console's language."""
        from duediligence.i18n.texts import translate

        return translate(f"console.{key}", self.language, **params)

    def agrees(self, key: str) -> bool:
        """Asks the question under `console.<key>` at the terminal, however quiet; only a yes is a yes."""
        import typer

        asked = f"{self.text(key)} {self.text('yes_or_no')}"
        said = typer.prompt(asked, default="", show_default=False, err=True).strip().casefold()
        return said in self.text("words_for_yes").split()

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], wide: int | None = None) -> None:
        """Prints a table; the column `wide` takes the room that the others leave.

        Where the room is too little for the longest words, each row is a block with a line a column.
        """
        if self.json or self.quiet:
            return
        out, lines = self._out(), [list(row) for row in rows]
        if _least_width(headers, lines, wide) > out.width:
            _print_blocks(out, headers, lines)
            return
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=wide is not None)
        for index, header in enumerate(headers):
            if index == wide:
                table.add_column(header, overflow="fold", ratio=1, min_width=WIDE_COLUMN)
            else:
                table.add_column(header, overflow="fold", max_width=None if wide is None else NARROW_COLUMN)
        for row in lines:
            table.add_row(*map(Text, row))
        out.print(table)

    def tree(self, node: Node) -> None:
        """Prints a tree of texts."""
        if self.json or self.quiet:
            return
        self._out().print(_rich_tree(node))

    def reading(self) -> AbstractContextManager[Callable[[int, int], None]]:
        """A bar while files are read."""
        return self.progress("reading")

    @contextmanager
    def progress(self, key: str, /) -> Iterator[Callable[[int, int], None]]:
        """A bar on standard error, with the time left; none when that is not a terminal, or in quiet."""
        with self.bars(key) as (told,):
            yield told

    @contextmanager
    def bars(self, *keys: str) -> Iterator[Sequence[Callable[[int, int], None]]]:
        """A bar for each of several kinds of work; all but the first appear when something is told of them."""
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        errors = RichConsole(file=sys.stderr)
        hidden = self.quiet or not errors.is_terminal
        # drawn when something is told and not by a thread: a process without threads can be copied to share its work
        with Progress(*columns, console=errors, transient=True, disable=hidden, auto_refresh=False) as bar:
            tasks = [bar.add_task(self.text(key), total=None, visible=key == keys[0]) for key in keys]
            due = _Pace()

            def of_task(task: TaskID) -> Callable[[int, int], None]:
                return lambda done, of: bar.update(task, completed=done, total=of, visible=True, refresh=due())

            yield [of_task(task) for task in tasks]

    def document(self, value: Any) -> None:
        """Prints the one JSON document of a command that was asked for JSON."""
        if self.json:
            escaped = not takes_any_sign(sys.stdout)
            sys.stdout.write(json_format.dumps(value, ensure_ascii=escaped, indent=1, default=str) + "\n")

    def findings(self, findings: Iterable[Finding]) -> None:
        """Prints every finding under its file: what, where, and what to do; on standard error beside JSON."""
        ordered = in_order(findings)
        if self.json or not ordered:
            return
        out = self._out()
        told = [finding for finding in ordered if not (self.quiet and finding.severity is Severity.NOTE)]
        for file, group in groupby(told, key=lambda finding: finding.location.file):
            out.print(file or self.text("everywhere"), style="bold", markup=False, highlight=False)
            self._of_one_file(out, list(group))
        errors = sum(f.severity is Severity.ERROR for f in ordered)
        self.say("found", errors=errors, warnings=sum(f.severity is Severity.WARNING for f in ordered))

    def outcome(self, document: Mapping[str, Any], findings: Sequence[Finding]) -> None:
        """Tells what a command did and what it found: as one JSON document, or in words the findings."""
        if self.json:
            self.document({**document, "findings": as_json(findings, self)})
        self.findings(findings)

    def see_check(self, findings: Iterable[Finding]) -> None:
        """Says how many errors the input has, where a command shows none of them itself."""
        if errors := sum(finding.severity is Severity.ERROR for finding in findings):
            self.say("see_check", style="yellow", count=errors)

    def _of_one_file(self, out: RichConsole, findings: Sequence[Finding]) -> None:
        from rich.padding import Padding
        from rich.text import Text

        for finding in findings[:SHOWN_FINDINGS]:
            problem, remedy = self.finding_texts(finding)
            place = finding.location
            where = " ".join(part for part in (place.sheet, place.inside) if part)
            self._problem(out, finding.severity, where, problem, remedy, finding.code)
        if len(findings) > SHOWN_FINDINGS:
            out.print(Padding(Text(self.text("more_findings", count=len(findings) - SHOWN_FINDINGS)), (0, 0, 0, 2)))

    def problem(self, severity: Severity, where: str, problem: str, remedy: str) -> None:
        """Prints one problem with its place and remedy, unless told to print JSON."""
        if not self.json:
            self._problem(self._out(), severity, where, problem, remedy)

    def _problem(
        self, out: RichConsole, severity: Severity, where: str, problem: str, remedy: str, code: str = ""
    ) -> None:
        from rich.padding import Padding
        from rich.text import Text

        mark, style = _MARKS[severity]
        line = Text.assemble((f"{mark} ", style), (f"{where}  " if where else "", "cyan"), problem)
        if code:
            line.append(f"  [{code}]", style="dim")
        out.print(Padding(line, (0, 0, 0, 2)))
        if remedy:
            out.print(Padding(Text(f"→ {remedy}"), (0, 0, 0, 4)))

    def finding_texts(self, finding: Finding) -> tuple[str, str]:
        """What is wrong and what to do about it, in the console's language."""
        from duediligence.i18n.texts import translate

        params = {name: "" if value is None else value for name, value in finding.params.items()}
        return (
            translate(f"findings.{finding.code}.problem", self.language, **params),
            translate(f"findings.{finding.code}.remedy", self.language, **params),
        )

    def _out(self) -> RichConsole:
        from rich.console import Console as RichConsole

        return RichConsole(file=sys.stdout, soft_wrap=False)


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _least_width(headers: Sequence[str], rows: Sequence[Sequence[str]], wide: int | None) -> int:
    """The room that a table needs if no word is to be broken, as far as a column may grow."""
    words = [
        max((len(word) for text in (header, *(row[index] for row in rows)) for word in text.split()), default=0)
        for index, header in enumerate(headers)
    ]
    most = [WIDE_COLUMN if index == wide else min(length, NARROW_COLUMN) for index, length in enumerate(words)]
    return sum(most) + _BETWEEN * len(most)


def _print_blocks(out: RichConsole, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for first, *others in rows:
        out.print(Text(f"{headers[0]}: {first}" if headers[0] else first, style="bold"))
        for header, cell in zip(headers[1:], others, strict=True):
            if cell:
                out.print(Padding(Text(f"{header}: {cell}"), (0, 0, 0, 2)))
    out.print()


def _rich_tree(node: Node) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(node.text, style="bold" if node.children else ""), guide_style="dim")
    for child in node.children:
        tree.children.append(_rich_tree(child))
    return tree


def as_json(findings: Iterable[Finding], console: Console) -> list[dict[str, object]]:
    """Findings as plain values for a JSON document, with their texts."""
    rows = []
    for finding in in_order(findings):
        problem, remedy = console.finding_texts(finding)
        place = finding.location
        rows.append(
            {
                "code": finding.code,
                "severity": finding.severity.name.lower(),
                "file": place.file,
                "sheet": place.sheet,
                "cell": place.cell,
                "line": place.line,
                "column": place.column,
                "path": place.path,
                "problem": problem,
                "remedy": remedy,
            }
        )
    return rows
