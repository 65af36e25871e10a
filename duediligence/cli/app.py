"""The program: its commands, grouped by who needs them, and the exit code of every way a run can end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import typer

from duediligence import __version__
from duediligence.cli.commands import (
    aggregate,
    assess,
    check,
    content,
    demo,
    diff,
    explain,
    form,
    init,
    keys,
    sample,
    score,
    screen,
    submit,
    verify,
)
from duediligence.cli.options import AUDITOR, AUTHORS, COMPANY, EVERYONE, SECRETARIAT
from duediligence.cli.streams import let_output_degrade
from duediligence.cli.worded import in_words
from duediligence.errors import DueDiligenceError, InputError

DEBUG = "DUEDILIGENCE_DEBUG"
"""Set this environment variable to see the traceback of a defect of ours."""

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""
OBJECTS_BEFORE_CLEANING = (100_000, 20, 100)
"""A run keeps nearly everything that it makes until it ends: looking through all of it for what is left over, as often
as Python does by itself, takes a quarter of the time of a large assessment and finds next to nothing."""
NO_THREADS_FOR_MATRICES = ("OPENBLAS_NUM_THREADS", "1")
"""Where numpy is installed openpyxl loads it, and it starts threads that nobody here needs; a process without any can
be copied to read many forms (`intake/files/side_by_side.py`)."""

app = typer.Typer(
    name="duediligence",
    help="Find, prevent and end forced labour in supply chains.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"duediligence {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Find, prevent and end forced labour in supply chains, with others, against sector agreements."""


app.command("demo", rich_help_panel=EVERYONE)(demo.demo)
app.command("init", rich_help_panel=COMPANY)(init.init)
app.command("screen", rich_help_panel=COMPANY)(screen.screen)
app.command("form", rich_help_panel=COMPANY)(form.form)
app.command("check", rich_help_panel=COMPANY)(check.check)
app.command("assess", rich_help_panel=COMPANY)(assess.assess)
app.command("explain", rich_help_panel=COMPANY)(explain.explain)
app.command("diff", rich_help_panel=COMPANY)(diff.diff)
app.command("submit", rich_help_panel=COMPANY)(submit.submit)
app.command("aggregate", rich_help_panel=SECRETARIAT)(aggregate.aggregate)
app.command("score", rich_help_panel=SECRETARIAT)(score.score)
app.command("sample", rich_help_panel=AUDITOR)(sample.sample)
app.command("verify", rich_help_panel=AUDITOR)(verify.verify)
app.add_typer(keys.app, name="keys", rich_help_panel=SECRETARIAT)
app.add_typer(content.app, name="content", rich_help_panel=AUTHORS)
in_words(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the program and exits: 0 done, 1 problems (--strict), 2 usage, 3 input, 4 content, 5 our defect."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    let_output_degrade()
    gc.set_threshold(*OBJECTS_BEFORE_CLEANING)
    os.environ.setdefault(*NO_THREADS_FOR_MATRICES)
    try:
        app(arguments)  # without arguments typer takes the command line, and on Windows expands `*.zip` in it
    except DueDiligenceError as problem:
        _tell(problem, given)
        sys.exit(problem.exit_code)
    except SystemExit as ended:  # typer turns Ctrl-C into this code
        if ended.code == INTERRUPTED:
            typer.echo(_say("interrupted", given), err=True)
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as problem:
        if os.environ.get(DEBUG):
            raise
        _tell(_file_problem(problem), given)
        sys.exit(InputError.exit_code)
    except Exception as defect:
        if os.environ.get(DEBUG):
            raise
        typer.echo(_say("defect", given, what=f"{type(defect).__name__}: {defect}", variable=DEBUG), err=True)
        sys.exit(DueDiligenceError.exit_code)


def _file_problem(problem: OSError) -> InputError:
    """A file or folder that the computer does not let us read or write is not a defect of ours."""
    from duediligence.i18n.system import reason_of

    return InputError("file_problem", file=problem.filename or "–", reason=reason_of(problem))


def _tell(problem: DueDiligenceError, given: Sequence[str]) -> None:
    from duediligence.cli.console import Console
    from duediligence.i18n.texts import translate

    console = Console(_language(given), json="--json" in given)
    message = translate(f"errors.{problem.code}", console.language, **problem.params)
    console.outcome({"error": problem.code, "message": message}, problem.findings)
    typer.echo(message, err=True)


def _say(key: str, given: Sequence[str], **params: object) -> str:
    from duediligence.i18n.texts import translate

    return translate(f"console.{key}", _language(given), **params)


def _language(given: Sequence[str]) -> str:
    """The language that was asked for, else that of the workspace that is named or that we are in, else English."""
    from pathlib import Path

    from duediligence.i18n.texts import LANGUAGES
    from duediligence.intake.workspace import first_language

    for index, part in enumerate(given):
        asked = part.removeprefix("--lang=") if part.startswith("--lang=") else ""
        if part == "--lang":
            asked = next(iter(given[index + 1 :]), "")
        if asked in LANGUAGES:
            return asked
    folders = [part for part in given if not part.startswith("-")]
    return next((spoken for folder in (*folders, ".") if (spoken := first_language(Path(folder)))), "en")
