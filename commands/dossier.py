"""The command that checks an exported answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import verify_dossier
from commands.app import app
from commands.options import JsonOption, ShelfOption, shelf_dir
from commands.printing import print_json, tell
from index import open_shelf
from ingest import WenzhengError


@app.command("verify-dossier")
def check_dossier(
    file: Annotated[Path, typer.Argument(help="A file written by ask --export. 导出的卷宗")],
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every quote of an exported answer against the shelf. 核对导出的卷宗。"""
    with open_shelf(shelf_dir(shelf)) as opened:
        report = verify_dossier(file, opened)
    if as_json:
        print_json(
            {
                "ok": report.ok,
                "question": report.question,
                "quotes": report.quotes,
                "problems": list(report.problems),
                "notes": list(report.notes),
            }
        )
    for problem in report.problems:
        tell(f"problem 问题: {problem}")
    for remark in report.notes:
        tell(f"note 说明: {remark}")
    if not report.ok:
        raise WenzhengError(f"{file} does not hold any more, see above. 卷宗核对不通过")
    if not as_json:
        typer.echo(f"ok {report.quotes} quote(s) verified 引文全部核对无误")
