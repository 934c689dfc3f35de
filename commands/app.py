"""The command ``wenzheng`` itself; each module of this package adds its commands to it."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest import program_version

app = typer.Typer(
    name="wenzheng",
    help="Questions about policy documents, answered with exact quotes. 政策文件问答,只引原文。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wenzheng {program_version()}")
        raise typer.Exit


@app.callback()
def of_all_commands(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="版本")
    ] = False,
) -> None:
    """Questions about policy documents, answered with exact quotes. 政策文件问答,只引原文。"""
