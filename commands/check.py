"""Whether the documents of a shelf agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import (
    Reported,
    check_shelf_consistency,
    in_title_marks,
    parse_day,
    report_json,
    write_report_html,
)
from commands.app import app
from commands.options import AsOfOption, JsonOption, ShelfOption, shelf_dir
from commands.printing import print_json, progress_bars, tell
from index import open_shelf


@app.command()
def check(
    shelf: ShelfOption = None,
    as_of: AsOfOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a printable report. 写出可打印的报告")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Find what disagrees, is wrong or no longer holds. 检查政策是否一致。"""
    with open_shelf(shelf_dir(shelf)) as opened, progress_bars() as progress:
        report = check_shelf_consistency(opened, as_of=parse_day(as_of), progress=progress)
    if html is not None:
        write_report_html(report, html)
        tell(f"report 报告: {html}")
    if as_json:
        print_json(report_json(report))
        return
    for one in report.findings:
        _print_finding(one)
    tell(
        f"{len(report.findings)} finding(s) in {report.documents} document(s), as of {report.as_of}. "
        f"{report.documents} 份文件，发现 {len(report.findings)} 处"
    )


def _print_finding(one: Reported) -> None:
    typer.echo(f"[{one.finding.kind} {one.finding.severity}] {one.summary_zh}")
    typer.echo(f"    {one.summary_en}")
    for citation in one.citations:
        place = " › ".join(citation.headings)
        typer.echo(f"    {in_title_marks(citation.document.title)} {place}")
        typer.echo(f"      「{' '.join(citation.quote.split())}」")
    typer.echo("")
