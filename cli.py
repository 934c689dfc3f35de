"""``wenzheng``: parse, call one function, print.

Results go to standard output, talk and progress to standard error. Exit codes: 0 fine, 1 an error of
ours in one line, 2 the command was worded wrongly.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import (
    Answer,
    BatchLine,
    Verdict,
    add_json,
    answer_json,
    ask as ask_shelf,
    document_json,
    find_json,
    find_passages,
    parse_day,
    run_batch,
)
from index import DocumentSummary, Filters, Hit, Shelf, check_shelf, default_shelf_dir, open_shelf
from ingest import Kind, UsageError, WenzhengError, fetch_url, find_sections, is_url

app = typer.Typer(
    name="wenzheng",
    help="Questions about policy documents, answered with exact quotes. 政策文件问答,只引原文。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

NEAREST_SHOWN = 3  # passages under a refusal; --json has them all
SAMPLES = Path(__file__).resolve().parent / "samples"
DEMO_QUESTIONS = (
    "云川市对首次认定的高新技术企业奖励多少?",
    "How much is the reward for a newly recognised high-tech enterprise in Yunchuan?",
    "如何办理护照换发?",
)

ShelfOption = Annotated[
    Path | None,
    typer.Option(
        "--shelf", envvar="WENZHENG_SHELF", help="Folder of the shelf. 文档库目录", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object. 输出 JSON")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="A sentence-transformers model, by name or folder. 默认用内置模型"),
]
RegionOption = Annotated[str | None, typer.Option("--region", help="Only this region. 地区")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="In force on this day, YYYY-MM-DD. 截至日期")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="Only this kind of document. 文件类型")]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", help="JSON lines with id, question, after, region, as_of. 批量")
]


def main() -> None:
    """Run the command line; never shows a traceback for an error of ours."""
    try:
        app(standalone_mode=True)
    except WenzhengError as error:
        _tell(f"wenzheng: {error}")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:  # `wenzheng list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        _tell("wenzheng: stopped; what was finished is kept. 已中断,已完成的部分已保存")
        sys.exit(130)


def _tell(message: str) -> None:
    typer.echo(message, err=True)


def _print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _shelf_dir(shelf: Path | None) -> Path:
    return shelf or default_shelf_dir()


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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


def _add(shelf: Shelf, paths: list[Path]) -> dict[str, Any]:
    with _progress() as progress:
        return add_json(shelf.add(paths, progress=progress))


@app.command()
def add(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, http(s) addresses. 文件、目录或网址")],
    shelf: ShelfOption = None,
    model: ModelOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private addresses too. 允许内网地址")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put documents on the shelf; unchanged ones cost nothing. 添加文件。"""
    with open_shelf(_shelf_dir(shelf), create=True, model=model) as opened:
        local, refused = _fetched(opened, paths, allow_private)
        report = _add(opened, local)
    report["skipped"] = refused + report["skipped"]
    if as_json:
        _print_json(report)
    else:
        _print_add(report)
    if not report["documents"] and not report["unchanged"]:
        raise WenzhengError(
            f"nothing was added: {len(report['skipped'])} file(s) skipped, see above. 没有添加任何文件"
            if report["skipped"]
            else "nothing was added: no readable file there. 没有找到可读的文件"
        )


def _fetched(shelf: Shelf, paths: list[str], allow_private: bool) -> tuple[list[Path], list[dict[str, str]]]:
    """``paths`` with each address replaced by the file fetched from it, and the addresses refused."""
    local, refused = [], []
    for path in paths:
        if not is_url(path):
            local.append(Path(path))
            continue
        try:
            local.append(fetch_url(path, shelf.directory / "fetched", allow_private=allow_private))
        except WenzhengError as error:
            refused.append({"path": path, "reason": str(error)})
    return local, refused


def _print_add(report: dict[str, Any]) -> None:
    for document in report["documents"]:
        number = document["document_number"] or "—"
        typer.echo(f"{document['doc_id']}  {document['title']}  {number}  {document['passages']} passages")
        for warning in document["warnings"]:
            _tell(f"    ! {warning}")
    for skipped in report["skipped"]:
        _tell(f"skipped 跳过: {skipped['path']}: {skipped['reason']}")
    typer.echo(
        f"added 新增 {report['added']} · updated 更新 {report['updated']} · "
        f"unchanged 未变 {report['unchanged']} · skipped 跳过 {len(report['skipped'])}"
    )


@app.command("list")
def list_documents(shelf: ShelfOption = None, as_of: AsOfOption = None, as_json: JsonOption = False) -> None:
    """List the documents with their standing today. 列出文件。"""
    with open_shelf(_shelf_dir(shelf)) as opened:
        documents = opened.documents(as_of=parse_day(as_of))
    if as_json:
        _print_json({"documents": [document_json(document) for document in documents]})
        return
    for document in documents:
        typer.echo(_document_line(document))
    _tell(f"{len(documents)} document(s) 份文件")


def _document_line(document: DocumentSummary) -> str:
    fields = (
        document.doc_id,
        document.dated.isoformat() if document.dated else "—",
        document.status,
        document.region or "—",
        document.document_number or "—",
        document.title,
    )
    return "  ".join(str(field) for field in fields)


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(help="doc_id, path or document number. 编号、路径或文号")],
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take documents off the shelf. 移除文件。"""
    with open_shelf(_shelf_dir(shelf)) as opened:
        removed = opened.remove(documents)
    if as_json:
        _print_json({"removed": [document_json(document) for document in removed]})
        return
    for document in removed:
        typer.echo(f"removed 已移除  {document.doc_id}  {document.title}")


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="doc_id, path or document number. 编号、路径或文号")],
    section: Annotated[
        str | None, typer.Option("--section", help="Labels, e.g. 四/21 or 第十条. 章节")
    ] = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a document's text, or one section; offsets in answers count in this text. 显示原文。"""
    with open_shelf(_shelf_dir(shelf)) as opened:
        summary = opened.find_document(document)
        full = opened.load_document(summary.doc_id)
    sections = list(full.sections)
    if section is not None:
        sections = find_sections(full.sections, section)
        if not sections:
            raise UsageError(
                f"{summary.title} has no section {section!r}; without --section all of it is shown. 无此章节"
            )
    if not as_json:
        shown = [full.text] if section is None else [full.text[found.start : found.end] for found in sections]
        typer.echo("\n".join(shown))
        return
    tree = [
        {
            "ordinal": found.ordinal,
            "parent": found.parent,
            "depth": found.depth,
            "label": found.label,
            "heading": found.heading,
            "kind": found.kind,
            "start": found.start,
            "end": found.end,
        }
        for found in sections
    ]
    _print_json(
        {**document_json(summary), "text": full.text, "sections": tree, "removed": list(full.removed)}
    )


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
    with open_shelf(_shelf_dir(shelf)) as opened:
        if batch is not None:
            _print_batch(batch, lambda line: _find_line(opened, line, filters, k))
            return
        query = _required(text)
        hits, took_ms = find_passages(opened, query, k=k, filters=filters, as_of=parse_day(as_of))
    if as_json:
        _print_json(find_json(query, hits, took_ms))
        return
    for hit in hits:
        _print_hit(hit)
    if not hits:
        _tell("nothing found 没有找到")


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
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer with exact quotes, or say that the documents do not. 提问。"""
    day = parse_day(as_of)
    with open_shelf(_shelf_dir(shelf)) as opened:

        def answer(line: BatchLine) -> Answer:
            return ask_shelf(
                opened,
                line.question,
                after=line.after,
                region=line.region or region,
                as_of=line.as_of or day,
                kind=kind,
                all_status=all_status,
                k=k,
            )

        if batch is not None:
            _print_batch(batch, lambda line: answer_json(answer(line)))
            return
        result = answer(BatchLine(None, _required(question), tuple(after or ()), region, day))
    if as_json:
        _print_json(answer_json(result))
    else:
        _print_answer(result)


def _required(text: str | None) -> str:
    if text is None:
        raise UsageError("give a question, or --batch FILE.jsonl. 请输入问题")
    return text


def _print_batch(path: Path, reply: Callable[[BatchLine], dict[str, Any]]) -> None:
    failed = 0
    for result in run_batch(path, reply):
        failed += "error" in result
        _print_json(result)
    if failed:
        raise WenzhengError(f'{failed} line(s) of {path} failed; see their "error". 部分行出错')


def _print_hit(hit: Hit) -> None:
    typer.echo(f"{hit.rank}. {_source_line(hit.document, hit.passage.headings)}  ({hit.score:.3f})")
    typer.echo(f"   {' '.join(hit.text.split())}\n")


def _source_line(document: DocumentSummary, headings: tuple[str, ...]) -> str:
    parts = [f"《{document.title}》"]
    if document.document_number:
        parts.append(document.document_number)
    if document.dated:
        parts.append(document.dated.isoformat())
    parts.append(f"[{document.status}]")
    if headings:
        parts.append(" › ".join(headings))
    return "  ".join(parts)


def _print_answer(answer: Answer) -> None:
    if answer.understood:
        typer.echo(f"理解为 understood as: {answer.understood}\n")
    typer.echo(answer.text)
    for citation in answer.citations:
        typer.echo(f"\n[{citation.number}] {_source_line(citation.document, citation.headings)}")
        typer.echo(f"    「{citation.quote.strip()}」")
    if answer.notes:
        typer.echo("")
    for note in answer.notes:
        typer.echo(f"· {note}")
    if answer.verdict is Verdict.NOT_FOUND and answer.hits:
        typer.echo("")
        for hit in answer.hits[:NEAREST_SHOWN]:
            _print_hit(hit)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what can be rebuilt. 修复")] = False,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every part of the shelf against the catalogue. 检查文档库。"""
    report = check_shelf(_shelf_dir(shelf), repair=repair)
    if as_json:
        _print_json({"ok": report.ok, "problems": list(report.problems), "repaired": list(report.repaired)})
    for problem in report.problems:
        _tell(f"problem 问题: {problem}")
    for mended in report.repaired:
        _tell(f"repaired 已修复: {mended}")
    if not report.ok:
        raise WenzhengError("the shelf is damaged; --repair rebuilds what can be rebuilt. 文档库有损坏")
    if not as_json:
        typer.echo("ok 文档库完好")


@app.command("eval")
def evaluate(
    name: Annotated[
        str, typer.Argument(metavar="[SET]", help="samples, policies, a JSONL file, or gate. 评测集")
    ] = "samples",
    documents: Annotated[
        Path | None, typer.Option("--documents", help="Folder of its documents. 文档目录")
    ] = None,
    beir: Annotated[
        Path | None, typer.Option("--beir", help="Folder of a BEIR-style benchmark. 公开评测集")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option("--compare", help="Two saved runs (--json). 比较两次结果")
    ] = None,
    lanes: Annotated[str | None, typer.Option("--lanes", help="Of lexical,dense,fused,ask. 检索通道")] = None,
    as_of: AsOfOption = None,
    failures: Annotated[int, typer.Option("--failures", min=0, help="Failures to list. 列出失败数")] = 10,
    html: Annotated[
        Path | None, typer.Option("--html", help="Also write a page with plots. 图表网页")
    ] = None,
    pin: Annotated[bool, typer.Option("--pin", help="gate: raise the floors to this run. 更新门槛")] = False,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval, answers and refusals on a question set. 评测。"""
    import eval as room

    if compare is not None:
        comparison = room.compare_runs(
            room.read_saved(compare[0]), room.read_saved(compare[1]), names=(compare[0].stem, compare[1].stem)
        )
        if as_json:
            _print_json(room.comparison_json(comparison))
        else:
            typer.echo(room.comparison_text(comparison))
        return
    if name == "gate":
        _gate(pin, model)
        return
    chosen = tuple(lanes.split(",")) if lanes else tuple(room.LANES)
    with _progress() as progress:
        if beir is not None:
            result = room.run_beir(
                beir, lanes=chosen if lanes else ("fused",), model=model, progress=progress
            )
        else:
            day = parse_day(as_of)
            result = room.run_set(
                name, documents_dir=documents, lanes=chosen, as_of=day, model=model, progress=progress
            )
    if html is not None:
        room.write_html(result, html)
    if as_json:
        _print_json(room.to_json(result))
    else:
        room.print_report(result, failures=failures)


def _gate(pin: bool, model: str | None) -> None:
    """Hold the pinned sets against their floors, or pin them anew."""
    import eval as room

    with _progress() as progress:
        if pin:
            for name in room.set_names():
                if room.find_documents(name) is not None:
                    room.raise_floors(room.run_set(name, lanes=("fused",), model=model, progress=progress))
            return
        report = room.run_gate(model=model, progress=progress)
    for line in (*report.bars, *report.problems):
        typer.echo(str(line))
    if not report.passed:
        raise WenzhengError("quality is below the pinned floors, see above. 质量低于门槛")


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on. 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port. 端口")] = 7860,
    shelf: ShelfOption = None,
    model: ModelOption = None,
) -> None:
    """Start the web page on this computer. 启动网页。"""
    from ui import serve as serve_ui

    serve_ui(_shelf_dir(shelf), host=host, port=port, model=model)


@app.command()
def demo(
    serve_page: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="Start the web page. 启动网页", show_default=False),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port. 端口")] = 7860,
    shelf: ShelfOption = None,
) -> None:
    """Build the sample shelf, ask three questions, start the web page. 用样例演示。"""
    if not SAMPLES.is_dir():
        raise WenzhengError(f"no samples at {SAMPLES}: run the demo from a checkout. 请在源码目录中运行")
    folder = shelf or Path.cwd() / "demo-shelf"
    with open_shelf(folder, create=True) as opened:
        _print_add(_add(opened, [SAMPLES]))
        for question in DEMO_QUESTIONS:
            typer.echo(f"\n{'─' * 78}\n问 Q: {question}\n")
            _print_answer(ask_shelf(opened, question))
    start = serve_page if serve_page is not None else sys.stdout.isatty()
    if not start:
        typer.echo(f"\nWeb page 网页: {Path(sys.argv[0])} serve --shelf {folder}")
        return
    from ui import serve as serve_ui

    serve_ui(folder, port=port)


if __name__ == "__main__":
    main()
