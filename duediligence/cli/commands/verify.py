"""`duediligence verify`: repeats the run behind a report; exit code 0 means equal, 1 means that something differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Language, Quiet

if TYPE_CHECKING:
    from duediligence.model.tree import Node
    from duediligence.model.verification import Difference, Verdict

SHOWN = 40
"""More differences of one kind than this are counted, not listed; `--json` has them all."""

Report = Annotated[Path, typer.Argument(help="An assessment.json, a page or workbook made with it, or a bundle (zip).")]
Workspace = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="The workspace to repeat; default: the bundle's, or where the report is."),
]
Signers = Annotated[
    Path | None,
    typer.Option("--signers", help="The people whom you trust (an ssh allowed_signers file), to check REPORT.sig."),
]


def verify(
    report: Report,
    workspace: Workspace = None,
    content: Content = None,
    signers: Signers = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Repeat the run behind a report, and say equal or list what differs, down to the cell or the line."""
    from duediligence.workflow.verifying import verify_report

    with Console(lang or "en", json, quiet).reading() as on_file:
        verified = verify_report(report, workspace, content, signers, on_file)
    verdict = verified.verdict
    console = Console(lang or verified.language, json, quiet and verdict.equal)
    console.document(_document(verdict))
    console.tree(_tree(verdict, console.language))
    if not verdict.equal:
        raise typer.Exit(1)


def _document(verdict: Verdict) -> dict[str, Any]:
    rows = [
        {"kind": d.kind.value, "place": d.place, "subject": d.subject, "old": d.old, "new": d.new}
        for d in verdict.differences
    ]
    signature = {"state": verdict.signature.state.value, "signer": verdict.signature.signer}
    compared = {
        "suppliers": verdict.compared_suppliers,
        "files": verdict.compared_files,
        "report": verdict.compared,
    }
    return {
        "report": verdict.report,
        "equal": verdict.equal,
        "signature": signature,
        "compared": compared,
        "old_files": verdict.memory,
        "differences": rows,
    }


def _tree(verdict: Verdict, language: str) -> Node:
    from duediligence.i18n.texts import translate
    from duediligence.model.tree import Node

    def say(key: str, **params: object) -> str:
        return translate(f"audit.verify.{key}", language, **params)

    counts = {"suppliers": verdict.compared_suppliers, "files": verdict.compared_files}
    signature = Node(say(f"signature.{verdict.signature.state}", signer=verdict.signature.signer))
    if not verdict.differences:
        head = say("equal" if verdict.compared else "not_compared", report=verdict.report, **counts)
        return Node(head, (signature,))
    not_drawn = () if verdict.compared else (Node(say("not_drawn", report=verdict.report)),)
    notes = (*not_drawn, signature)
    parts = [
        Node(say(title), _branch(found, language))
        for title, found in (
            ("causes", [d for d in verdict.differences if d.is_cause]),
            ("results", [d for d in verdict.differences if not d.is_cause]),
        )
        if found
    ]
    memory = say("memory", bundle=verdict.memory) if verdict.memory else say("no_memory")
    head = say("differs", count=len(verdict.differences), report=verdict.report)
    return Node(head, (*parts, Node(memory), *notes))


def _branch(found: list[Difference], language: str) -> tuple[Node, ...]:
    from duediligence.i18n.texts import translate
    from duediligence.model.tree import Node

    lines = [
        translate(
            "audit.verify.one",
            language,
            what=translate(f"audit.verify.kind.{d.kind.value}", language),
            place=d.place,
            subject=f" ({d.subject})" if d.subject else "",
            old=d.old or "–",
            new=d.new or "–",
        )
        for d in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(translate("audit.verify.more", language, count=len(found) - SHOWN))
    return tuple(map(Node, lines))
