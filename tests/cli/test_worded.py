"""Help says in words what an option takes, and names no type of Python."""

from __future__ import annotations

import re

import pytest
import typer

from duediligence.cli.app import app
from tests.cli.running import Run


def _commands(of: typer.Typer, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    own = [(*before, str(command.name)) for command in of.registered_commands]
    for group in of.registered_groups:
        if group.typer_instance:
            own += _commands(group.typer_instance, (*before, str(group.name)))
    return own


@pytest.mark.parametrize("command", [(), *_commands(app)], ids=" ".join)
def test_no_help_names_a_type(command: tuple[str, ...], run: Run) -> None:
    done = run(*command, "--help")
    assert done.code == 0
    assert not re.search(r"<[\w\[\]|]+>", done.out)


def test_an_option_says_what_it_takes_and_a_switch_takes_nothing(run: Run) -> None:
    lines = {found[1]: found[2] for found in re.finditer(r"(--[\w-]+)(?: +-\w)? +(\S+)", run("submit", "--help").out)}
    told = {name: lines[name] for name in ("--agreement", "--key", "--format", "--json")}
    assert told == {"--agreement": "AGREEMENT", "--key": "PATH", "--format": "parquet|csv", "--json": "Print"}
