"""The command that compares two editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import (
    HOW_NAMES,
    Change,
    ChangedFigures,
    ChangeKind,
    Comparison,
    changed_figures,
    comparison_json,
    diff_documents,
    write_comparison_html,
)
from commands.app import app
from commands.options import JsonOption, ShelfOption, shelf_dir
from commands.printing import print_json, tell
from index import open_shelf

_SIGNS = {
    ChangeKind.ADDED: "+ 新增",
    ChangeKind.REMOVED: "- 删除",
    ChangeKind.CHANGED: "~ 修改",
    ChangeKind.MOVED: "> 移动",
}


@app.command()
def diff(
    document_a: Annotated[
        str, typer.Argument(help="Earlier edition: number, file name, title and year. 旧版")
    ],
    document_b: Annotated[str, typer.Argument(help="Later edition. 新版")],
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to print. 输出网页")] = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two editions clause by clause. 比较两个版本。"""
    with open_shelf(shelf_dir(shelf)) as opened:
        comparison = diff_documents(opened, document_a, document_b)
    if html is not None:
        write_comparison_html(comparison, html)
        tell(f"written 已写入 {html}")
    if as_json:
        print_json(comparison_json(comparison))
    elif html is None:
        _print(comparison)


def _print(comparison: Comparison) -> None:
    typer.echo(f"A  {comparison.a.title}\nB  {comparison.b.title}\n")
    figures = changed_figures(comparison)
    if figures:
        typer.echo("数字变化 Changed figures")
        for told in figures:
            typer.echo(f"    {_figures(told)}")
        typer.echo("")
    for change in comparison.changes:
        if not change.formal:
            _print_change(change)
    if comparison.formal:
        typer.echo("\n标题、文号、日期和章节名 Title, number, days and headings")
        for change in comparison.changes:
            if change.formal:
                _print_change(change)
    counts = " · ".join(f"{_SIGNS[kind][2:]} {comparison.count(kind)}" for kind in ChangeKind)
    tell(f"{counts} · 未变 {comparison.unchanged}")


def _figures(told: ChangedFigures) -> str:
    """70% → 30%、50%、60%  第四条 → 第六条  「租金按市场价的70%收取」."""
    before, after = ("、".join(side) or "—" for side in (told.before, told.after))
    return f"{before} → {after}  {told.place}  「{told.of}」"


def _print_change(change: Change) -> None:
    typer.echo(_headline(change))
    if change.a is not None and (change.b is None or change.reworded):
        typer.echo(f"    A {change.a.start}-{change.a.end} 「{' '.join(change.a.quote.split())}」")
    if change.b is not None:
        typer.echo(f"    B {change.b.start}-{change.b.end} 「{' '.join(change.b.quote.split())}」")


def _headline(change: Change) -> str:
    cited = change.b or change.a
    place = " › ".join(cited.headings) if cited else ""
    numbers = f"  [{change.label_a or '—'} → {change.label_b or '—'}]" if change.renumbered else ""
    return f"{_SIGNS[change.kind]}  {HOW_NAMES[change.how]}{numbers}  {place}"
