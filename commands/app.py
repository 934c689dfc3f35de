"""The command ``wenzheng`` itself; each module of this package adds its commands to it."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="wenzheng",
    help="Questions about policy documents, answered with exact quotes. 政策文件问答,只引原文。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
