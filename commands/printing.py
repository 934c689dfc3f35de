"""What commands print: results on standard output, talk and progress on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from assistant import Answer, BatchLine, Language, Verdict, in_title_marks, run_batch, standing_name
from index import DocumentSummary, Hit
from ingest import WenzhengError

NEAREST_SHOWN = 3  # passages under a refusal; --json has them all


def tell(message: str) -> None:
    """Say something to the person, beside the results."""
    typer.echo(message, err=True)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on a line."""
    typer.echo(json.dumps(value, ensure_ascii=False))


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A callback (phase, done, total) that draws bars on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def update(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(phase, total=total)
            bars.update(tasks[phase], completed=done, total=total)

        yield update


def print_batch(path: Path, reply: Callable[[BatchLine], dict[str, Any]]) -> None:
    """One JSON line for each line of ``path``; WenzhengError at the end if any failed."""
    failed = 0
    for result in run_batch(path, reply):
        failed += "error" in result
        print_json(result)
    if failed:
        raise WenzhengError(f'{failed} line(s) of {path} failed; see their "error". 部分行出错')


def print_answer(answer: Answer) -> None:
    """The answer, its sources and notes; under a refusal the nearest passages."""
    if answer.understood:
        typer.echo(f"理解为 understood as: {answer.understood}\n")
    if answer.reworded:
        typer.echo(f"{answer.reworded}\n(语言模型据下列原文改写 reworded from the quotes below)\n")
    typer.echo(answer.text)
    if answer.citations:
        typer.echo("")
    for citation in answer.citations:
        typer.echo(
            f"[{citation.number}] {_source_line(citation.document, citation.headings, answer.language)}"
        )
        if citation.quote.strip() not in answer.text:
            typer.echo(f"    「{citation.quote.strip()}」")
    if answer.notes:
        typer.echo("")
    for note in answer.notes:
        typer.echo(f"· {note}")
    if answer.verdict is Verdict.NOT_FOUND and answer.hits:
        typer.echo("")
        for hit in answer.hits[:NEAREST_SHOWN]:
            print_hit(hit)


def print_hit(hit: Hit) -> None:
    """A passage under its source."""
    typer.echo(f"{hit.rank}. {_source_line(hit.document, hit.passage.headings)}  ({hit.score:.3f})")
    typer.echo(f"   {' '.join(hit.text.split())}\n")


def _source_line(
    document: DocumentSummary, headings: tuple[str, ...], language: Language | None = None
) -> str:
    parts = [in_title_marks(document.title)]
    if document.document_number:
        parts.append(document.document_number)
    if document.dated:
        parts.append(document.dated.isoformat())
    parts.append(f"[{standing_name(document.status, language)}]")
    if headings:
        parts.append(" › ".join(headings))
    return "  ".join(parts)
