"""The command that finds what a company may get."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import (
    Match,
    MatchReport,
    MatchVerdict,
    condition_words,
    in_title_marks,
    match_profile,
    matches_json,
    parse_day,
    read_profile,
    write_matches_html,
)
from commands.app import app
from commands.options import AsOfOption, JsonOption, ShelfOption, shelf_dir
from commands.printing import print_json, tell
from index import open_shelf

_SIGNS = {"met": "✓", "not_met": "✗", "unknown": "?"}


@app.command()
def match(
    profile: Annotated[Path, typer.Argument(help="A YAML file about the company. 企业信息")],
    as_of: AsOfOption = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to print. 输出网页")] = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the measures a company may get, condition by condition. 企业能享受哪些政策。"""
    company = read_profile(profile)
    with open_shelf(shelf_dir(shelf)) as opened:
        report = match_profile(opened, company, as_of=parse_day(as_of))
    if html is not None:
        write_matches_html(report, html)
        tell(f"written 已写入 {html}")
    if as_json:
        print_json(matches_json(report))
    elif html is None:
        _print(report)


def _print(report: MatchReport) -> None:
    for found in report.matches:
        if found.verdict is not MatchVerdict.NOT_ELIGIBLE:
            _print_match(found)
    for missing in report.missing:
        typer.echo(f"? {missing.name}: {missing.question_zh} · {missing.question_en} ({missing.measures})")
    counts = " · ".join(f"{verdict.value} {report.count(verdict)}" for verdict in MatchVerdict)
    tell(f"{report.region} {report.as_of}: {counts}; --json lists all 全部结果见 --json")


def _print_match(found: Match) -> None:
    worth = found.worth.working if found.worth is not None else ""
    until = ""
    if found.deadline is not None:
        day, passed = found.deadline.day, found.deadline.passed
        until = f"  今年已于 {passed} 截止，下次 {day}" if day and passed else f"  截止 {day}" if day else ""
        until = until or (f"  已于 {passed} 截止" if passed else "")
    typer.echo(f"[{found.verdict.value}] {found.title}  {worth}{until}")
    typer.echo(f"    {in_title_marks(found.document.title)} {found.document.document_number or ''}")
    typer.echo(f"    「{' '.join(found.citation.quote.split())}」")
    for one in found.conditions:
        typer.echo(f"    {_SIGNS[one.status.value]} {condition_words(one.condition)}  （{one.why_zh}）")
    typer.echo("")
