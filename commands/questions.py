"""Commands that ask a shelf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import (
    Answer,
    BatchLine,
    answer_json,
    ask as ask_shelf,
    find_json,
    find_passages,
    parse_day,
    reword,
    write_dossier,
)
from commands.app import app
from commands.options import (
    AsOfOption,
    BatchOption,
    JsonOption,
    KindOption,
    LlmModelOption,
    LlmUrlOption,
    RegionOption,
    ShelfOption,
    language_model,
    shelf_dir,
)
from commands.printing import print_answer, print_batch, print_hit, print_json, tell
from index import Filters, Shelf, open_shelf
from ingest import UsageError


@app.command()
def find(
    text: Annotated[
        str | None, typer.Argument(help="Words, a question or a sentence. 关键词、问题或原句")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Number of passages. 条数")] = 10,
    region: RegionOption = None,
    kind: KindOption = None,
    as_of: AsOfOption = None,
    batch: BatchOption = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages by meaning and by words. 查找原文。"""
    filters = Filters(regions=(region,) if region else (), kinds=(kind,) if kind else ())
    with open_shelf(shelf_dir(shelf)) as opened:
        if batch is not None:
            print_batch(batch, lambda line: _find_line(opened, line, filters, k))
            return
        query = _required(text)
        hits, took_ms = find_passages(opened, query, k=k, filters=filters, as_of=parse_day(as_of))
    if as_json:
        print_json(find_json(query, hits, took_ms))
        return
    for hit in hits:
        print_hit(hit)
    if not hits:
        tell("nothing found 没有找到")


def _find_line(shelf: Shelf, line: BatchLine, filters: Filters, k: int) -> dict[str, Any]:
    if line.region:
        filters = replace(filters, regions=(line.region,))
    hits, took_ms = find_passages(shelf, line.question, k=k, filters=filters, as_of=line.as_of)
    return find_json(line.question, hits, took_ms)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question, Chinese or English. 问题")] = None,
    after: Annotated[list[str] | None, typer.Option("--after", help="An earlier question. 上文问题")] = None,
    region: RegionOption = None,
    as_of: AsOfOption = None,
    kind: KindOption = None,
    all_status: Annotated[
        bool, typer.Option("--all-status", help="Also repealed and expired documents. 含失效文件")
    ] = False,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Nearest passages to report. 条数")] = 10,
    batch: BatchOption = None,
    llm_url: LlmUrlOption = None,
    llm_model: LlmModelOption = None,
    export: Annotated[
        Path | None, typer.Option("--export", help="Also write .docx, .html, .md or .json. 导出卷宗")
    ] = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer with exact quotes, or say that the documents do not. 提问。"""
    day = parse_day(as_of)
    model = language_model(llm_url, llm_model)
    with open_shelf(shelf_dir(shelf)) as opened:

        def answer(line: BatchLine) -> Answer:
            found = ask_shelf(
                opened,
                line.question,
                after=line.after,
                region=line.region or region,
                as_of=line.as_of or day,
                kind=kind,
                all_status=all_status,
                k=k,
            )
            return found if model is None else reword(found, model)

        if batch is not None:
            if export is not None:
                raise UsageError("--export writes one answer: ask one question, without --batch. 导出限一问")
            print_batch(batch, lambda line: answer_json(answer(line)))
            return
        result = answer(BatchLine(None, _required(question), tuple(after or ()), region, day))
        if export is not None:
            write_dossier(result, opened, export)
    if as_json:
        print_json(answer_json(result))
    else:
        print_answer(result)


def _required(text: str | None) -> str:
    if text is None:
        raise UsageError("give a question, or --batch FILE.jsonl. 请输入问题")
    return text
