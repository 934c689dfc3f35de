"""The README is a session: its commands exist, and the answer it shows is the one that is given."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli import app

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line, comments=True) for line in re.findall(r"^\$ wenzheng (.+)$", README, flags=re.MULTILINE)
]


def known_options(arguments: list[str]) -> Iterator[str]:
    command: Any = typer.main.get_command(app)
    for name in arguments:
        if not hasattr(command, "commands"):
            break
        assert name in command.commands, f"README names wenzheng {name}"
        command = command.commands[name]
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_and_option_of_the_readme_exists(arguments: list[str]) -> None:
    options = set(known_options(arguments))
    assert {argument for argument in arguments[1:] if argument.startswith("--")} <= options


def test_the_answer_of_the_readme_is_the_one_that_is_given(
    sample_shelf_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, shown = re.findall(
        r'^\$ wenzheng ask "([^"]+)" --shelf demo-shelf\n(.+?)\n```', README, flags=re.MULTILINE | re.DOTALL
    )[0]
    done = CliRunner().invoke(app, ["ask", question, "--shelf", str(sample_shelf_dir)])
    assert done.output.strip() == shown.strip()
